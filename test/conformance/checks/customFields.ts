import { errorWithAttributes, move, presence, statusOf, valueOf } from '../answers';
import { always, before, checksOf, seen, since, type Check } from '../check';
import { WORK_PACKAGES, type Json } from '../client';
import { link, type Field, type ListField, type World } from '../world/world';

const check = checksOf('customFields');

/** An answer in which the number of the field is left out, as it differs from server to server. */
function nameless(answer: string, { key }: Field): string {
	return answer.replaceAll(key, 'customField');
}

/** How a new work package with these values is answered. */
async function refusal({ member, given }: World, values: Json, field: Field): Promise<string> {
	return nameless(errorWithAttributes(await member.create(given.body(values))), field);
}

/** The schema of the project and its first type. */
async function schemaOf({ member, project, taskId }: World): Promise<Json> {
	return (await member.get(`${WORK_PACKAGES}/schemas/${project.id}-${taskId}`)).json;
}

/** Whether a schema tells, or links to, what may be chosen. */
function allowedValues(entry: Json): string {
	return [presence(entry?._embedded, 'allowedValues'), presence(entry?._links, 'allowedValues')].includes('present') ? 'present' : 'absent';
}

function chosen(field: ListField, at = 0): Json {
	return { _links: { [field.key]: { href: field.options[at] } } };
}

const required: readonly Check[] = [
	check({
		id: 'F01',
		behaviour: 'create without a required custom field',
		needs: ['requiredField'],
		expected: always('422 PropertyConstraintViolation [customField]'),
		answer: (world, { requiredField }) => refusal(world, { _links: { project: link('projects', requiredField.projectId), type: link('types', requiredField.typeId) } }, requiredField),
	}),
	check({
		id: 'F02',
		behaviour: 'edit of the subject alone where a required custom field is empty: refused up to 15, accepted by 17',
		needs: ['emptyRequired'],
		expected: [before('16', '422 PropertyConstraintViolation [customField]'), since('17', '200')],
		answer: async (world, { emptyRequired }) => {
			const workPackage = await world.given.now({ id: emptyRequired.workPackageId });
			return nameless(errorWithAttributes(await world.member.edit(workPackage, { subject: world.given.subject() })), emptyRequired);
		},
	}),
];

const schemas: readonly Check[] = [
	check({
		id: 'F03',
		behaviour: 'schema of project and type: no allowed values for a list field',
		needs: ['listField'],
		expected: seen('absent'),
		answer: async (world, { listField }) => allowedValues((await schemaOf(world))[listField.key]),
	}),
	check({
		id: 'F04',
		behaviour: 'schema: no link to allowed values for a user field, assignee, responsible',
		needs: ['userField'],
		expected: seen('absent'),
		answer: async (world, { userField }) => {
			const schema = await schemaOf(world);
			return [...new Set([userField.key, 'assignee', 'responsible'].map((name) => allowedValues(schema[name])))].join();
		},
	}),
	check({
		id: 'F05',
		behaviour: 'the form of a new work package gives them',
		needs: ['listField'],
		expected: always('200 present'),
		answer: async ({ member, given }, { listField }) => {
			const reply = await member.post(`${WORK_PACKAGES}/form`, given.body());
			return `${reply.status} ${allowedValues(reply.json?._embedded?.schema?.[listField.key])}`;
		},
	}),
	check({
		id: 'F06',
		behaviour: 'so does the form of a work package',
		needs: ['listField'],
		expected: always('200 present'),
		answer: async ({ member, given }, { listField }) => {
			const { id, lockVersion } = await given.workPackage();
			const reply = await member.post(`${WORK_PACKAGES}/${id}/form`, { lockVersion });
			return `${reply.status} ${allowedValues(reply.json?._embedded?.schema?.[listField.key])}`;
		},
	}),
];

const values: readonly Check[] = [
	check({
		id: 'F07',
		behaviour: 'a list option of another field',
		needs: ['listField', 'multiListField'],
		expected: always('422 PropertyConstraintViolation [customField]'),
		answer: (world, { listField, multiListField }) => refusal(world, { _links: { [listField.key]: { href: multiListField.options[0] } } }, listField),
	}),
	check({
		id: 'F08',
		behaviour: 'a single list field, empty: {href:null,title:null}',
		needs: ['listField'],
		expected: seen('{"href":null,"title":null}'),
		answer: async ({ member, given }, { listField }) => valueOf((await member.create(given.body())).json._links, listField.key),
	}),
	check({
		id: 'F09',
		behaviour: 'a multi list field, empty: []',
		needs: ['multiListField'],
		expected: always('[]'),
		answer: async ({ member, given }, { multiListField }) => valueOf((await member.create(given.body())).json._links, multiListField.key),
	}),
	check({
		id: 'F10',
		behaviour: 'an integer field with text',
		needs: ['intField'],
		expected: seen('422 PropertyConstraintViolation [customField]'),
		answer: (world, { intField }) => refusal(world, { [intField.key]: 'many' }, intField),
	}),
	check({
		id: 'F11',
		behaviour: 'an integer field takes "42" as 42',
		needs: ['intField'],
		expected: seen('42'),
		answer: async ({ member, given }, { intField }) => valueOf((await member.create(given.body({ [intField.key]: '42' }))).json, intField.key),
	}),
	check({
		id: 'F12',
		behaviour: 'a text field sent as "" is stored and read as ""',
		needs: ['stringField'],
		expected: seen('""'),
		answer: async ({ member, given }, { stringField }) => valueOf((await member.create(given.body({ [stringField.key]: '' }))).json, stringField.key),
	}),
	check({
		id: 'F13',
		behaviour: 'a user field with a locked or foreign user',
		needs: ['userField', 'outsider'],
		expected: always('422 PropertyConstraintViolation [customField]'),
		answer: (world, { userField, outsider }) => refusal(world, { _links: { [userField.key]: link('users', outsider.id) } }, userField),
	}),
	check({
		id: 'F14',
		behaviour: 'an edit of a custom field alone raises lockVersion and moves updatedAt',
		needs: ['intField'],
		expected: seen('1 moved'),
		answer: async ({ member, given }, { intField }) => {
			const workPackage = await given.workPackage({ [intField.key]: 1 });
			return move(workPackage, (await member.edit(workPackage, { [intField.key]: 2 })).json);
		},
	}),
	check({
		id: 'F18',
		behaviour: 'a new work package of a project with custom fields begins with lockVersion 1',
		source: 'seen',
		needs: ['intField'],
		expected: seen('1'),
		answer: async ({ member, given }) => String((await member.create(given.body())).json.lockVersion),
	}),
	check({
		id: 'F15',
		behaviour: 'a field with a default value gets it on creation',
		needs: ['defaultField'],
		expected: always('filled'),
		answer: async ({ member, given }, { defaultField }) => {
			const { json } = await member.create(given.body());
			return (json[defaultField.key] ?? json._links[defaultField.key]?.href ?? null) === null ? 'empty' : 'filled';
		},
	}),
	check({
		id: 'F30',
		behaviour: 'and stays empty where nothing is what was sent for it',
		needs: ['defaultField'],
		expected: seen('empty'),
		answer: async ({ member, given }, { defaultField }) => {
			const { json } = await member.create(given.body({ [defaultField.key]: null }));
			return json[defaultField.key] === null ? 'empty' : 'filled';
		},
	}),
	check({
		id: 'F16',
		behaviour: 'fields not enabled for project and type are left out of the answer, and dropped when written',
		needs: ['disabledField'],
		expected: always('201 absent'),
		answer: async ({ member, given }, { disabledField }) => {
			const reply = await member.create(given.body({ [disabledField.key]: 'x' }));
			return `${reply.status} ${presence(reply.json, disabledField.key)}`;
		},
	}),
	check({
		id: 'F17',
		behaviour: 'custom options can be read: /custom_options/1',
		needs: ['listField'],
		expected: always('200'),
		answer: async ({ member, given }, { listField }) => {
			const { _links } = await given.workPackage(chosen(listField));
			return statusOf(await member.get(_links[listField.key].href));
		},
	}),
];

/** Custom fields, schemas and forms. */
export const customFieldChecks: readonly Check[] = [...required, ...schemas, ...values];
