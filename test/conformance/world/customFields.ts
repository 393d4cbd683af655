import type { Json } from '../client';
import type { Field, ListField, Things } from './world';

/** A custom field as a form's schema tells of it. */
export interface FoundField extends Field {
	/** The schema's word: 'String', '[]CustomOption', … */
	readonly type: string;
	readonly isRequired: boolean;
	readonly hasDefault: boolean;
	readonly options: readonly string[];
}

/** The custom fields a form offers. */
export function fieldsOf(form: Json): readonly FoundField[] {
	const { schema, payload } = form._embedded;
	return Object.keys(schema)
		.filter((key) => /^customField\d+$/.test(key))
		.map((key) => ({
			key,
			type: schema[key].type,
			isRequired: schema[key].required === true,
			hasDefault: isFilled(payload[key]) || isFilled(payload._links?.[key]),
			options: optionsOf(schema[key]),
		}));
}

/**
 * Which of the fields are the kinds that checks ask for. What one of the other projects lacks is not for all projects; where
 * there are no others, nothing tells.
 */
export function kindsOf(fields: readonly FoundField[], others: readonly (readonly FoundField[])[]): Partial<Things> {
	const isForAll = (field: Field): boolean => others.every((project) => project.some(({ key }) => key === field.key));
	const isForSome = (field: Field): boolean => !isForAll(field);
	const plain = fields.filter(({ hasDefault }) => !hasDefault);
	const find = (type: string, from: readonly FoundField[] = plain): FoundField | undefined => from.find((field) => field.type === type);
	return present({
		stringField: find('String'),
		intField: find('Integer'),
		listField: withOptions(find('CustomOption')),
		multiListField: withOptions(find('[]CustomOption')),
		userField: find('User', plain.filter(isForSome)) ?? find('User'),
		userFieldForAll: others.length === 0 ? undefined : find('User', plain.filter(isForAll)),
		projectField: plain.find((field) => ['String', 'Integer'].includes(field.type) && isForSome(field)),
		defaultField: fields.find(({ hasDefault }) => hasDefault),
	});
}

/** Names by kind: the first text field is 'customFieldString', the second 'customFieldString2', in order of their numbers. */
export function namesOf(fields: readonly FoundField[], { requiredField, defaultField }: Partial<Things>): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	if (requiredField !== undefined) names.set(requiredField.key, 'customFieldRequired');
	if (defaultField !== undefined) names.set(defaultField.key, 'customFieldDefault');
	const counts = new Map<string, number>();
	for (const { key, type } of [...fields].sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))) {
		if (names.has(key)) continue;
		const nth = (counts.get(type) ?? 0) + 1;
		counts.set(type, nth);
		names.set(key, `customField${type.replace('[]', 'Multi')}${nth === 1 ? '' : nth}`);
	}
	return names;
}

function isFilled(value: Json): boolean {
	if (value === undefined || value === null || value === '') return false;
	if (Array.isArray(value)) return value.length > 0;
	if (typeof value !== 'object') return true;
	return 'raw' in value ? value.raw !== '' && value.raw !== null : isFilled(value.href);
}

function optionsOf(entry: Json): readonly string[] {
	const offered = entry._embedded?.allowedValues ?? entry._links?.allowedValues;
	return Array.isArray(offered) ? offered.map((option: Json) => option._links?.self?.href ?? option.href) : [];
}

function withOptions(field: FoundField | undefined): ListField | undefined {
	return field === undefined || field.options.length === 0 ? undefined : field;
}

/** Without what is undefined, so that a thing is either there or not named. */
export function present<Part extends Partial<Things>>(things: Part): Part {
	return Object.fromEntries(Object.entries(things).filter(([, thing]) => thing !== undefined)) as Part;
}
