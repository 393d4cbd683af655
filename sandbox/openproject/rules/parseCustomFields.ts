import { isLinked, propertyOf, type CustomField, type CustomFieldFormat, type CustomValue } from '../data/customField';
import { formatError } from '../http/apiError';
import { parseLink } from './parseLink';
import { parseDate, parseFormattable, parseInteger, parseText, type Body } from './parseProperties';

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
			values.set(field.id, emptyToNull(parseSimple(field, property, body[property])));
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
		case 'link':
			return parseText(property, value);
		case 'text':
			return parseFormattable(property, value);
		case 'int':
			return parseInteger(property, value);
		case 'float':
			return parseFloatValue(property, value);
		case 'bool':
			return value === null ? null : value === true || value === 'true' || value === 't';
		case 'date':
			return parseDate(property, value);
		case 'list':
		case 'user':
		case 'version':
		case 'hierarchy':
			throw new Error(`${property} is a link and has no simple value.`);
		default:
			return field.format satisfies never;
	}
}

function parseFloatValue(property: string, value: unknown): number | null {
	if (value === null || value === '') return null;
	const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
	if (!Number.isFinite(number)) throw formatError(property, 'a number', JSON.stringify(value));
	return number;
}

function emptyToNull(value: CustomValue | null): CustomValue | null {
	return value === '' ? null : value;
}
