import type { Json, JsonObject } from '../record';
import { findNamed } from './lookups';
import type { Lookups } from './lookups';
import { isId } from './ids';
import { kindOf } from './properties';
import type { NamedKind } from './properties';

/** What a work package will be, as far as it decides how values are written. */
export interface PayloadTarget {
	readonly isMilestone: boolean;
	/** Ids of the project's types whose custom fields count. */
	readonly typeIds: readonly string[];
}

export type Payload =
	| { readonly status: 'payload'; readonly body: JsonObject }
	/** Nothing was sent; `properties` are those whose values cannot be written. */
	| { readonly status: 'refused'; readonly message: string; readonly properties: readonly string[] };

type Part = { readonly status: 'body'; readonly body: JsonObject } | { readonly status: 'link'; readonly link: Json } | { readonly status: 'refused'; readonly message: string };

/** Tracked values as the body of a POST or PATCH: only the properties given, links under `_links`. */
export async function toPayload(values: JsonObject, target: PayloadTarget, lookups: Lookups): Promise<Payload> {
	const body: Array<readonly [string, Json]> = [];
	const links: Array<readonly [string, Json]> = [];
	const refused: Array<{ readonly property: string; readonly message: string }> = [];
	const given = target.isMilestone ? withOneDate(values) : { values, refusal: null };
	if (given.refusal !== null) return given.refusal;
	for (const [property, value] of Object.entries(given.values)) {
		const part = await partOf(property, value, target, lookups);
		if (part.status === 'refused') refused.push({ property, message: part.message });
		else if (part.status === 'link') links.push([property, part.link]);
		else body.push(...Object.entries(part.body));
	}
	if (refused.length > 0) return { status: 'refused', message: refused.map((one) => one.message).join(' '), properties: refused.map((one) => one.property) };
	return { status: 'payload', body: Object.fromEntries([...body, ...(links.length === 0 ? [] : [['_links', Object.fromEntries(links)] as const])]) };
}

/** Milestones have one `date` instead of startDate and dueDate. */
function withOneDate(values: JsonObject): { readonly values: JsonObject; readonly refusal: Payload | null } {
	const dates = ['startDate', 'dueDate'].filter((property) => Object.hasOwn(values, property));
	const distinct = new Set(dates.map((property) => values[property]));
	if (distinct.size > 1) {
		const message = `A milestone has one date, but its start is to be ${String(values['startDate'])} and its end ${String(values['dueDate'])}.`;
		return { values, refusal: { status: 'refused', message, properties: dates } };
	}
	const rest = Object.entries(values).filter(([property]) => !dates.includes(property));
	return { values: Object.fromEntries([...rest, ...[...distinct].map((date) => ['date', date as Json] as const)]), refusal: null };
}

async function partOf(property: string, value: Json, target: PayloadTarget, lookups: Lookups): Promise<Part> {
	switch (kindOf(property)) {
		case 'name':
			return await namedLink(property as NamedKind, value, lookups);
		case 'person':
			return idLink(property, value, '/api/v3/users/');
		case 'parent':
			return idLink(property, value, '/api/v3/work_packages/');
		case 'project':
			return { status: 'refused', message: 'Work packages are not moved to another project by a sync.' };
		case 'formatted':
			return formatted(property, value);
		case 'custom':
			return await customValue(property, value, target, lookups);
		case 'date':
		case 'plain':
			return { status: 'body', body: Object.fromEntries([[property, value]]) };
	}
}

async function namedLink(kind: NamedKind, value: Json, lookups: Lookups): Promise<Part> {
	if (value === null) return { status: 'link', link: { href: null } };
	if (typeof value !== 'string') return { status: 'refused', message: `${JSON.stringify(value)} is no name of a ${kind}.` };
	const found = await lookups.find(kind, value);
	return found.status === 'found' ? { status: 'link', link: { href: found.thing.href } } : { status: 'refused', message: found.message };
}

function idLink(property: string, value: Json, path: string): Part {
	if (value === null) return { status: 'link', link: { href: null } };
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	return isId(text) ? { status: 'link', link: { href: `${path}${text}` } } : { status: 'refused', message: `${JSON.stringify(value)} cannot be the ${property}: the id of one in OpenProject is expected.` };
}

function formatted(property: string, value: Json): Part {
	if (value !== null && typeof value !== 'string') return { status: 'refused', message: `${JSON.stringify(value)} cannot be the ${property}: text is expected.` };
	return { status: 'body', body: Object.fromEntries([[property, { raw: value ?? '' }]]) };
}

async function customValue(property: string, value: Json, target: PayloadTarget, lookups: Lookups): Promise<Part> {
	const field = (await lookups.schema(target.typeIds)).fields.get(property);
	if (field === undefined) return { status: 'refused', message: `${property} is not enabled for this type in this project.` };
	const isMultiple = field.type.startsWith('[]');
	const type = field.type.replace(/^\[\]/, '');
	if (type === 'Formattable') return formatted(property, value);
	if (['String', 'Integer', 'Float', 'Boolean', 'Date', 'DateTime', 'Link'].includes(type)) return { status: 'body', body: Object.fromEntries([[property, value]]) };
	if (!isMultiple && Array.isArray(value)) return { status: 'refused', message: `The custom field '${field.name}' holds one value, but a list was given.` };
	const single = async (one: Json): Promise<Part> => {
		if (type === 'User') return idLink(field.name, one, '/api/v3/users/');
		if (one === null) return { status: 'link', link: { href: null } };
		const allowed = await lookups.allowedValues(field);
		const found = findNamed(String(one), allowed ?? [], `values of the custom field '${field.name}'`);
		return found.status === 'found' ? { status: 'link', link: { href: found.thing.href } } : { status: 'refused', message: found.message };
	};
	if (!isMultiple) return await single(value);
	const all = value === null ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];
	const parts = await Promise.all(all.map(single));
	const refusal = parts.find((part) => part.status === 'refused');
	if (refusal !== undefined) return refusal;
	return { status: 'link', link: parts.flatMap((part) => (part.status === 'link' ? [part.link] : [])) };
}
