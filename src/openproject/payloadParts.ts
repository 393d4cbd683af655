import type { Json, JsonObject } from '../record';
import { isId } from './ids';

/** One value of a body: beside the others, under `_links`, or a sentence on why it cannot be written. */
export type Part = { readonly status: 'body'; readonly body: JsonObject } | { readonly status: 'link'; readonly link: Json } | { readonly status: 'refused'; readonly message: string };

/** A link to something by its id; null takes it away. */
export function idLink(property: string, value: Json, path: string): Part {
	if (value === null) return { status: 'link', link: { href: null } };
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	return isId(text) ? { status: 'link', link: { href: `${path}${text}` } } : { status: 'refused', message: `${JSON.stringify(value)} cannot be the ${property}: the id of one in OpenProject is expected.` };
}

/** Text with markup, by its source. */
export function formatted(property: string, value: Json): Part {
	if (value !== null && typeof value !== 'string') return { status: 'refused', message: `${JSON.stringify(value)} cannot be the ${property}: text is expected.` };
	return { status: 'body', body: Object.fromEntries([[property, { raw: value ?? '' }]]) };
}
