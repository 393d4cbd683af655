import type { CustomField } from '../customFields';
import { notListed } from '../customPayload';
import { notFound, thingFor } from './catalog';
import { isNothing, readBoolean, readDate, readInteger, readName, readNumber, readText } from './formValue';
import type { Formed } from './formValue';
import { personValue } from './personValue';
import type { Places } from './places';

/** Where the field is used: what it may hold depends on it. */
export interface FieldPlace {
	readonly projectId: string;
	readonly typeId: string;
}

/** The value of a custom field in the engine's words: names for list values and versions, ids for people, lists where it holds several. */
export async function customValue(places: Places, where: FieldPlace, field: CustomField, given: unknown): Promise<Formed> {
	const label = `custom field '${field.name}'`;
	if (!field.type.startsWith('[]')) return await singleValue(places, where, field, { type: field.type, label, given });
	const type = field.type.slice(2);
	const parts = await Promise.all(listOf(given).map(async (one) => await singleValue(places, where, field, { type, label, given: one })));
	const refusal = parts.find((part) => part.status === 'refused');
	return refusal ?? { status: 'value', value: parts.flatMap((part) => (part.status === 'value' && part.value !== null ? [part.value] : [])) };
}

function listOf(given: unknown): readonly unknown[] {
	if (isNothing(given)) return [];
	if (typeof given === 'string') return given.split(',').map((one) => one.trim());
	return Array.isArray(given) ? given : [given];
}

async function singleValue(places: Places, where: FieldPlace, field: CustomField, { type, label, given }: { readonly type: string; readonly label: string; readonly given: unknown }): Promise<Formed> {
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
			return await personValue(places, where.projectId, { name: label, given, hint: null });
		case 'String':
		case 'Formattable':
		case 'Link':
			return readText(given, label);
		default:
			return await chosenValue(places, where, field, { label, given });
	}
}

/** A value of a list, version or hierarchy field, by name or by the id of the option. */
async function chosenValue(places: Places, { projectId, typeId }: FieldPlace, field: CustomField, { label, given }: { readonly label: string; readonly given: unknown }): Promise<Formed> {
	const name = readName(given, label);
	if (name.status === 'refused' || name.value === null) return name;
	const allowed = await places.lookups(projectId).allowedValues(field, [typeId]);
	if (allowed === null) return { status: 'refused', message: notListed(field) };
	const things = allowed.map(({ href, ...value }) => ({ ...value, id: /^\d+$/.exec(href.slice(href.lastIndexOf('/') + 1))?.[0] ?? href }));
	const thing = thingFor(name.value, things);
	return thing === null ? { status: 'refused', message: notFound(name.value, things, `values of the ${label}`) } : { status: 'value', value: thing.name };
}
