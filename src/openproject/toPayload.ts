import type { Json, JsonObject } from '../record';
import { customPayload } from './customPayload';
import type { Lookups } from './lookups';
import { formatted, idLink } from './payloadParts';
import type { Part } from './payloadParts';
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
			return await customPayload(property, value, target.typeIds, lookups);
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
