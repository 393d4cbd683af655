import type { CustomField } from '../customFields';
import { notFound, thingFor } from './catalog';
import { isNothing, readBoolean, readDate, readInteger, readName, readNumber, readText } from './formValue';
import type { Formed } from './formValue';
import { personValue } from './personValue';
import type { Places } from './places';

/** The value of a custom field in the engine's words: names for list values and versions, ids for people, lists where it holds several. */
export async function customValue(places: Places, projectId: string, field: CustomField, given: unknown): Promise<Formed> {
	const label = `custom field '${field.name}'`;
	if (!field.type.startsWith('[]')) return await singleValue(places, projectId, field, { type: field.type, label, given });
	const type = field.type.slice(2);
	const parts = await Promise.all(listOf(given).map(async (one) => await singleValue(places, projectId, field, { type, label, given: one })));
	const refusal = parts.find((part) => part.status === 'refused');
	return refusal ?? { status: 'value', value: parts.flatMap((part) => (part.status === 'value' && part.value !== null ? [part.value] : [])) };
}

function listOf(given: unknown): readonly unknown[] {
	if (isNothing(given)) return [];
	if (typeof given === 'string') return given.split(',').map((one) => one.trim());
	return Array.isArray(given) ? given : [given];
}

async function singleValue(places: Places, projectId: string, field: CustomField, { type, label, given }: { readonly type: string; readonly label: string; readonly given: unknown }): Promise<Formed> {
	switch (type) {
		case 'Integer':
			return readInteger(given, label);
		case 'Float':
			return readNumber(given, label);
		case 'Boolean':
			return readBoolean(given, label);
		case 'Date':
			return readDate(given, label);
		case 'User':
			return await personValue(places, projectId, { name: label, given, hint: null });
		case 'String':
		case 'Formattable':
		case 'Link':
			return readText(given, label);
		default:
			return await chosenValue(places, projectId, field, { label, given });
	}
}

/** A value of a list or version field, by name or by the id of the option. */
async function chosenValue(places: Places, projectId: string, field: CustomField, { label, given }: { readonly label: string; readonly given: unknown }): Promise<Formed> {
	const name = readName(given, label);
	if (name.status === 'refused' || name.value === null) return name;
	const allowed = await places.lookups(projectId).allowedValues(field);
	if (allowed === null) return { status: 'refused', message: `The values of the ${label} cannot be listed with this credential, so '${name.value}' cannot be looked up.` };
	const things = allowed.map((value) => ({ id: /(\d+)$/.exec(value.href)?.[1] ?? value.href, name: value.name }));
	const thing = thingFor(name.value, things);
	return thing === null ? { status: 'refused', message: notFound(name.value, things, `values of the ${label}`) } : { status: 'value', value: thing.name };
}
