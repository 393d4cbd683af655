import { isLinked, propertyOf, type CustomField, type CustomFieldFormat, type CustomValue } from '../data/customField';
import { parseLink } from './parseLink';
import { isDate } from './calendar';
import { parseFormattable, parseText, type Body } from './parseProperties';

/**
 * Values of the custom fields that were sent. Fields that are not enabled for the type in the project are
 * ignored without a word, as unknown properties are. Null empties a field.
 */
export function parseCustomFields(body: Body, links: Body, fields: readonly CustomField[]): ReadonlyMap<number, CustomValue | null> {
	const values = new Map<number, CustomValue | null>();
	for (const field of fields) {
		const property = propertyOf(field);
		if (isLinked(field)) {
			if (property in links) setLinked(values, field, property, links[property]);
		} else if (property in body) {
			values.set(field.id, parseSimple(field, property, body[property]));
		}
	}
	return values;
}

/** Resources a field of these kinds may point at. */
const RESOURCES: Partial<Record<CustomFieldFormat, readonly string[]>> = {
	list: ['custom_options'],
	user: ['users', 'groups', 'placeholder_users'],
	version: ['versions'],
	hierarchy: ['custom_field_items'],
};

function setLinked(values: Map<number, CustomValue | null>, field: CustomField, property: string, value: unknown): void {
	const resources = RESOURCES[field.format] ?? [];
	const links = Array.isArray(value) ? value : [value];
	const ids = links.map((link) => parseLink(link, { property, resources }));
	if (ids.every((id) => id === undefined) && ids.length > 0) return;
	const chosen = ids.filter((id): id is number => typeof id === 'number');
	values.set(field.id, chosen.length === 0 ? null : chosen);
}

function parseSimple(field: CustomField, property: string, value: unknown): CustomValue | null {
	switch (field.format) {
		case 'string':
			return value === null ? null : parseText(property, value);
		case 'link':
			return parseAddress(value);
		case 'text':
			return parseFormattable(property, value) || null;
		case 'int':
			return parseNumber(value, /^[+-]?\d+$/);
		case 'float':
			return parseNumber(value, /^[+-]?(\d+(\.\d+)?)(e[+-]?\d+)?$/i);
		case 'bool':
			return value === null || value === '' ? null : !FALSE_VALUES.has(String(value).toLowerCase());
		case 'date':
			return parseCustomDate(value);
		case 'list':
		case 'user':
		case 'version':
		case 'hierarchy':
			throw new Error(`${property} is a link and has no simple value.`);
		default:
			return field.format satisfies never;
	}
}

/** What Rails takes for false. */
const FALSE_VALUES: ReadonlySet<string> = new Set(['false', 'f', '0', 'off']);

/** A number, or the text as it was sent where it is none: the rules refuse that. */
function parseNumber(value: unknown, form: RegExp): number | string | null {
	if (value === null || value === '') return null;
	const text = String(value);
	return form.test(text) ? Number(text) : text;
}

/** Anything that begins with a date; what is none at all breaks off. Seen on 15.4.0, 29 November 2026. */
function parseCustomDate(value: unknown): string | null {
	if (value === null || value === '') return null;
	const date = String(value).slice(0, 10);
	if (!isDate(date)) throw new Error('invalid date');
	return date;
}

/** An address; without a scheme it is one of the web. */
function parseAddress(value: unknown): string | null {
	if (value === null || value === '') return null;
	const text = String(value);
	return /^[a-z][a-z0-9+.-]*:/i.test(text) || /\s/.test(text) ? text : `http://${text}`;
}
