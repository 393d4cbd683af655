import { deflateSync } from 'node:zlib';
import { errorOf, presence, statusOf } from '../answers';
import { always, before, checksOf, seen, since, type Check } from '../check';
import type { Json, Reply } from '../client';
import { link, type World } from '../world/world';

const check = checksOf('list');

const NEWEST_FIRST = [['id', 'desc']];
/** Enough for the five, though others write meanwhile. */
const PAGE_SIZE = '25';

/** A condition of a list. */
function where(name: string, operator: string, ...values: readonly (string | number)[]): Json {
	return { [name]: { operator, values: values.map(String) } };
}

/** Five work packages of which the last is closed where the workflow has a closed status; made once. */
function five(world: World): Promise<readonly Json[]> {
	return world.given.once('five to list', async () => {
		const made: Json[] = [];
		for (const number of [1, 2, 3, 4, 5]) {
			const closed = number === 5 && world.things.closedStatus !== undefined ? { _links: { status: link('statuses', world.things.closedStatus.id) } } : {};
			made.push(await world.given.workPackage({ subject: `${world.given.marker}listed${number}`, ...closed }));
		}
		return made;
	});
}

/** The condition that only the five fulfil. */
function areTheFive({ given }: World): Json {
	return where('subject', '~', `${given.marker}listed`);
}

/** How many of the five a list of the project shows. */
async function shown(world: World, parameters: Json): Promise<string> {
	const ids = new Set((await five(world)).map(({ id }) => id));
	const reply = await world.member.list({ pageSize: PAGE_SIZE, sortBy: NEWEST_FIRST, ...parameters }, `/api/v3/projects/${world.project.id}/work_packages`);
	if (reply.status !== 200) return errorOf(reply);
	return String(reply.json._embedded.elements.filter((element: Json) => ids.has(element.id)).length);
}

/** A page of the five alone. */
async function page(world: World, parameters: Json = {}): Promise<Reply> {
	await five(world);
	return world.member.list({ filters: [areTheFive(world)], ...parameters });
}

/** How a list with one condition is answered. */
async function conditioned({ member }: World, condition: Json): Promise<string> {
	return errorOf(await member.list({ filters: [condition], pageSize: '0' }));
}

/** How lists of the project with one condition each are answered: one answer where it is always the same. */
async function allConditioned({ member, project }: World, conditions: readonly Json[]): Promise<string> {
	const answers = new Set<string>();
	for (const condition of conditions) answers.add(errorOf(await member.list({ filters: [condition], pageSize: '0' }, `/api/v3/projects/${project.id}/work_packages`)));
	return [...answers].join(', ');
}

const statuses: readonly Check[] = [
	check({ id: 'L01', behaviour: 'without filters: open ones only', needs: ['closedStatus'], expected: always('4'), answer: (world) => shown(world, {}) }),
	check({ id: 'L02', behaviour: 'filters=[]: all', needs: ['closedStatus'], expected: always('5'), answer: (world) => shown(world, { filters: [] }) }),
	check({ id: 'L03', behaviour: 'another filter alone: closed ones too', needs: ['closedStatus'], expected: always('5'), answer: (world) => shown(world, { filters: [areTheFive(world)] }) }),
	check({ id: 'L04', behaviour: 'status *', needs: ['closedStatus'], expected: always('5'), answer: (world) => shown(world, { filters: [where('status', '*')] }) }),
];

const refusals: readonly Check[] = [
	check({ id: 'L05', behaviour: 'a filter that does not exist', expected: always('400 InvalidQuery'), answer: (world) => conditioned(world, where('noSuchFilter', '=', 1)) }),
	check({ id: 'L06', behaviour: 'an operator that does not apply', expected: always('400 InvalidQuery'), answer: (world) => conditioned(world, where('subject', '<>d', '2026-01-01', '')) }),
	check({ id: 'L07', behaviour: 'filters that are no JSON', expected: always('400 InvalidQuery'), answer: async ({ member }) => errorOf(await member.list({ filters: '[{' })) }),
	check({ id: 'L08', behaviour: 'id filter with an id that is not there', expected: always('400 InvalidQuery'), answer: (world) => conditioned(world, where('id', '=', 99_999_999)) }),
	check({
		id: 'L09',
		behaviour: 'project filter with an invisible project',
		needs: ['privateProject'],
		expected: always('400 InvalidQuery'),
		answer: (world, { privateProject }) => conditioned(world, where('project', '=', privateProject.id)),
	}),
	check({
		id: 'L10',
		behaviour: 'project filter with an archived project, as administrator',
		needs: ['admin', 'archived'],
		expected: seen('400 InvalidQuery'),
		answer: async (_world, { admin, archived }) => errorOf(await admin.list({ filters: [where('project', '=', archived.projectId)], pageSize: '0' })),
	}),
	check({
		id: 'L11',
		behaviour: 'work package of an archived project, read by an administrator',
		needs: ['admin', 'archived'],
		expected: seen('404'),
		answer: async (_world, { admin, archived }) => statusOf(await admin.read(archived.workPackageId)),
	}),
	check({
		id: 'L12',
		behaviour: 'two conditions on one field: the last one counts',
		expected: seen('5'),
		answer: (world) => shown(world, { filters: [where('subject', '~', `${world.given.marker}listed1`), areTheFive(world)] }),
	}),
];

const customFields: readonly Check[] = [
	check({
		id: 'L13',
		behaviour: 'custom field not for all projects, on /work_packages with a project filter',
		needs: ['projectField'],
		expected: seen('400 InvalidQuery'),
		answer: async ({ member, project }, { projectField }) => errorOf(await member.list({ filters: [where('project', '=', project.id), where(projectField.key, '=', 1)], pageSize: '0' })),
	}),
	check({
		id: 'L14',
		behaviour: 'the same on /projects/1/work_packages: accepted',
		needs: ['projectField'],
		expected: always('200'),
		answer: async ({ member, project }, { projectField }) => errorOf(await member.list({ filters: [where(projectField.key, '=', 1)], pageSize: '0' }, `/api/v3/projects/${project.id}/work_packages`)),
	}),
	check({
		id: 'L15',
		behaviour: 'user custom field for all projects, on /work_packages: no such filter',
		needs: ['userFieldForAll'],
		expected: seen('400 InvalidQuery'),
		answer: (world, { userFieldForAll }) => conditioned(world, where(userFieldForAll.key, '=', world.memberId)),
	}),
	check({
		id: 'L16',
		behaviour: 'custom text field with operator * (is not empty)',
		needs: ['stringField'],
		expected: seen('400 InvalidQuery'),
		answer: async ({ member, project }, { stringField }) => errorOf(await member.list({ filters: [where(stringField.key, '*')], pageSize: '0' }, `/api/v3/projects/${project.id}/work_packages`)),
	}),
];

const windows: readonly Check[] = [
	check({
		id: 'L17',
		behaviour: 'updatedAt <>d includes both ends, to the microsecond',
		expected: always('1'),
		answer: async (world) => {
			const { id, updatedAt } = await world.given.workPackage();
			const window = where('updatedAt', '<>d', updatedAt, updatedAt.replace('Z', '999Z'));
			const reply = await world.member.list({ filters: [where('id', '=', id), window] });
			return String(reply.json?.total);
		},
	}),
	check({ id: 'L18', behaviour: 'updatedAt with text that is no time', expected: always('400 InvalidQuery'), answer: (world) => conditioned(world, where('updatedAt', '<>d', 'yesterday', '')) }),
	check({
		id: 'L19',
		behaviour: 'sortBy of something that cannot be sorted by',
		expected: always('400 InvalidQuery'),
		answer: async ({ member }) => errorOf(await member.list({ sortBy: [['noSuchColumn', 'asc']], pageSize: '0' })),
	}),
];

const pages: readonly Check[] = [
	check({
		id: 'L20',
		behaviour: 'pageSize 0: total, no elements',
		expected: always('5/0/0'),
		answer: async (world) => {
			const { json } = await page(world, { pageSize: '0' });
			return `${json.total}/${json.count}/${json._embedded.elements.length}`;
		},
	}),
	check({ id: 'L21', behaviour: 'pageSize -1: the maximum', expected: always('1000'), answer: async (world) => String((await page(world, { pageSize: '-1' })).json.pageSize) }),
	check({ id: 'L22', behaviour: 'pageSize 5000: cut to the maximum', expected: always('1000'), answer: async (world) => String((await page(world, { pageSize: '5000' })).json.pageSize) }),
	check({
		id: 'L23',
		behaviour: 'pageSize -5: not cut, so an SQL limit below zero (server error)',
		source: 'seen',
		expected: seen('500'),
		answer: async (world) => statusOf(await page(world, { pageSize: '-5' })),
	}),
	check({ id: 'L24', behaviour: 'default page size 20', expected: always('20'), answer: async (world) => String((await page(world)).json.pageSize) }),
	check({ id: 'L25', behaviour: 'offset 0 is page 1', expected: always('1'), answer: async (world) => String((await page(world, { offset: '0' })).json.offset) }),
	check({
		id: 'L26',
		behaviour: 'a page past the end is empty',
		expected: always('0/5'),
		answer: async (world) => {
			const { json } = await page(world, { offset: '9' });
			return `${json.count}/${json.total}`;
		},
	}),
];

const selections: readonly Check[] = [
	check({ id: 'L27', behaviour: 'select of updatedAt', expected: always('400 InvalidSignal'), answer: async (world) => errorOf(await page(world, { select: 'elements/updatedAt' })) }),
	check({
		id: 'L28',
		behaviour: 'select=total,elements/id',
		expected: always('{"total":5,"_embedded":{"elements":[{"id":N},{"id":N},{"id":N},{"id":N},{"id":N}]}}'),
		answer: async (world) => JSON.stringify((await page(world, { select: 'total,elements/id' })).json).replace(/"id":\d+/g, '"id":N'),
	}),
	check({
		id: 'L50',
		behaviour: 'select with pageSize -1: a server error',
		source: 'seen',
		expected: seen('500'),
		answer: async (world) => statusOf(await page(world, { select: 'total,elements/id', pageSize: '-1' })),
	}),
	check({
		id: 'L29',
		behaviour: 'displayId can be selected (not before 17.4)',
		expected: [before('17.4', '400 InvalidSignal'), since('17.4', '200')],
		answer: async (world) => errorOf(await page(world, { select: 'elements/displayId' })),
	}),
	check({
		id: 'L30',
		behaviour: 'eprops',
		expected: always('200 5'),
		answer: async (world) => {
			await five(world);
			const packed = deflateSync(JSON.stringify({ filters: JSON.stringify([areTheFive(world)]) })).toString('base64');
			const reply = await world.member.list({ eprops: packed });
			return `${reply.status} ${reply.json?.total}`;
		},
	}),
	check({ id: 'L31', behaviour: 'eprops that are no compressed JSON', expected: seen('400 BadRequest'), answer: async ({ member }) => errorOf(await member.list({ eprops: 'YWJj' })) }),
	check({
		id: 'L32',
		behaviour: 'a list by someone who is no member: 403 where nothing may be viewed anywhere, else without what is not public',
		needs: ['stranger'],
		expected: always(['403 MissingPermission', '200 0']),
		answer: async (world, { stranger }) => {
			await five(world);
			const reply = await stranger.list({ filters: [areTheFive(world)] });
			return reply.status === 200 ? `200 ${reply.json.total}` : errorOf(reply);
		},
	}),
];

const representations: readonly Check[] = [
	check({ id: 'L33', behaviour: 'collection type', expected: always('WorkPackageCollection'), answer: async (world) => String((await page(world)).json._type) }),
	check({ id: 'L34', behaviour: 'schemas are embedded in the list', expected: always('present'), answer: async (world) => presence((await page(world)).json._embedded, 'schemas') }),
	check({
		id: 'L35',
		behaviour: 'times have milliseconds and Z',
		expected: always('true'),
		answer: async (world) => String((await page(world)).json._embedded.elements.every(({ updatedAt }: Json) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(updatedAt))),
	}),
	check({
		id: 'L36',
		behaviour: 'work of 34 hours reads P1DT10H',
		expected: always('P1DT10H'),
		answer: async ({ member, given }) => String((await member.read((await given.workPackage({ estimatedTime: 'PT34H' })).id)).json.estimatedTime),
	}),
	check({ id: 'L37', behaviour: 'typeahead filter', expected: always('200'), answer: (world) => conditioned(world, where('typeahead', '**', 'listed')) }),
	check({
		id: 'L38',
		behaviour: 'version, category, dueDate t, percentageDone filters exist in a project',
		expected: always('200'),
		answer: (world) => allConditioned(world, [where('version', '*'), where('category', '!*'), where('dueDate', 't'), where('percentageDone', '>=', 10)]),
	}),
	check({
		id: 'L40',
		behaviour: 'category filter without a project (a server error)',
		source: 'seen',
		expected: seen('500 InternalServerError'),
		answer: (world) => conditioned(world, where('category', '!*')),
	}),
	check({
		id: 'L39',
		behaviour: 'dueDate filter t+ / <t+ / w / t / !*',
		expected: always('200'),
		answer: (world) => allConditioned(world, [where('dueDate', 't+', 3), where('dueDate', '<t+', 3), where('dueDate', 'w'), where('dueDate', 't'), where('dueDate', '!*')]),
	}),
];

/** Lists of work packages: filters, order, pages, selections. */
export const listChecks: readonly Check[] = [...statuses, ...refusals, ...customFields, ...windows, ...pages, ...selections, ...representations];
