import type { Json } from '../record';
import type { AllowedValue } from './allowedValues';
import type { CustomField } from './customFields';
import { findNamed } from './lookups';
import type { Lookups } from './lookups';
import { formatted, idLink } from './payloadParts';
import type { Part } from './payloadParts';

/** Formats whose values are plain JSON. */
const PLAIN: ReadonlySet<string> = new Set(['String', 'Integer', 'Float', 'Boolean', 'Date', 'DateTime', 'Link']);

/** The value of a custom field as OpenProject takes it, by what its schema says; one or several links where it is chosen from a list. */
export async function customPayload(property: string, value: Json, typeIds: readonly string[], lookups: Lookups): Promise<Part> {
	const field = (await lookups.schema(typeIds)).fields.get(property);
	if (field === undefined) return { status: 'refused', message: `${property} is not enabled for this type in this project.` };
	const isMultiple = field.type.startsWith('[]');
	const type = field.type.replace(/^\[\]/, '');
	if (type === 'Formattable') return formatted(property, value);
	if (PLAIN.has(type)) return { status: 'body', body: Object.fromEntries([[property, value]]) };
	if (!isMultiple && Array.isArray(value)) return { status: 'refused', message: `The custom field '${field.name}' holds one value, but a list was given.` };
	const values = (isMultiple && value === null ? [] : Array.isArray(value) ? value : [value]) as readonly Json[];
	const isChosen = type !== 'User' && values.some((one) => one !== null);
	const allowed = isChosen ? await lookups.allowedValues(field, typeIds) : [];
	if (allowed === null) return { status: 'refused', message: notListed(field) };
	const parts = values.map((one) => (type === 'User' ? idLink(field.name, one, '/api/v3/users/') : chosenLink(field, one, allowed)));
	const refusal = parts.find((part) => part.status === 'refused');
	if (refusal !== undefined) return refusal;
	const links = parts.flatMap((part) => (part.status === 'link' ? [part.link] : []));
	return { status: 'link', link: isMultiple ? links : (links[0] as Json) };
}

function chosenLink(field: CustomField, value: Json, allowed: readonly AllowedValue[]): Part {
	if (value === null) return { status: 'link', link: { href: null } };
	const found = findNamed(String(value), allowed, `values of the custom field '${field.name}'`);
	return found.status === 'found' ? { status: 'link', link: { href: found.thing.href } } : { status: 'refused', message: found.message };
}

/** Why the values of a field cannot be told. */
export function notListed(field: CustomField): string {
	return `What the custom field '${field.name}' (${field.key}) may hold cannot be told: OpenProject lists it only to users who may add or edit work packages in the project. Give the API user a role with the permission 'Add work packages' there.`;
}
