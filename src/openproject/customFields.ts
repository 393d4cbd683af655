import { closestNames } from '../closestNames';
import { ConfigurationError } from '../errors';
import { allowedHrefOf, allowedOfProperty } from './allowedValues';
import type { AllowedValue } from './allowedValues';
import type { OpenProjectApi } from './api';
import { at, isObject, stringAt } from './json';
import type { RawObject } from './json';
import { lookAlike, shownName, thingsNamed } from './names';
import { isCustomField } from './properties';

/** A custom field as the schema of a project and type describes it. */
export interface CustomField {
	/** 'customField7' */
	readonly key: string;
	readonly name: string;
	/** OpenProject's word: String, Formattable, Integer, Float, Boolean, Date, CustomOption, []CustomOption, User, []User, Version, CustomField::Hierarchy::Item, … */
	readonly type: string;
	readonly isHierarchy: boolean;
	/** Values the schema carries itself. OpenProject's carry none: forms do. */
	readonly allowed: readonly AllowedValue[];
	/** Where the allowed values are listed instead, null where nowhere. */
	readonly allowedHref: string | null;
}

/** What the schemas of a project's types say that the engine cares about. */
export interface ProjectSchema {
	/** Custom fields by key; one that several types have appears once. */
	readonly fields: ReadonlyMap<string, CustomField>;
	/** Other properties whose values are plain JSON, those of plug-ins among them. */
	readonly plainProperties: ReadonlySet<string>;
	/** Whether OpenProject makes the subject up from a pattern: then nobody can write it. */
	readonly isSubjectGenerated: boolean;
}

const PLAIN_TYPES: ReadonlySet<string> = new Set(['String', 'Integer', 'Float', 'Boolean', 'Date', 'DateTime', 'Duration']);

/** Reads the schema of a type; one that has none in the project is empty. */
export async function readSchema(api: OpenProjectApi, projectId: string, typeId: string): Promise<ProjectSchema> {
	const answer = await api.find(`/api/v3/work_packages/schemas/${projectId}-${typeId}`);
	const properties = Object.entries(answer?.json ?? {}).flatMap(([key, property]) => (isObject(property) ? [[key, property] as const] : []));
	const [custom, others] = [properties.filter(([key]) => isCustomField(key)), properties.filter(([key]) => !isCustomField(key))];
	return {
		fields: new Map(custom.map(([key, property]) => [key, customFieldOf(key, property)])),
		plainProperties: new Set(others.filter(([, property]) => PLAIN_TYPES.has(stringAt(property, 'type') ?? '')).map(([key]) => key)),
		isSubjectGenerated: isSubjectGenerated(answer?.json),
	};
}

export function isSubjectGenerated(schema: unknown): boolean {
	return at(schema, 'subject', 'writable') === false;
}

/** What several types have between them; of a custom field that several have, the first one's word counts. */
export function joinSchemas(schemas: readonly ProjectSchema[]): ProjectSchema {
	const fields = new Map<string, CustomField>();
	for (const schema of schemas) for (const [key, field] of schema.fields) if (!fields.has(key)) fields.set(key, field);
	return { fields, plainProperties: new Set(schemas.flatMap(({ plainProperties }) => [...plainProperties])), isSubjectGenerated: schemas.some((schema) => schema.isSubjectGenerated) };
}

/** A custom field out of a schema's property of that key. */
export function customFieldOf(key: string, property: RawObject): CustomField {
	const type = stringAt(property, 'type') ?? 'String';
	return {
		key,
		name: stringAt(property, 'name') ?? key,
		type,
		isHierarchy: /^(\[\])?CustomField::Hierarchy::/.test(type),
		allowed: allowedOfProperty(property),
		allowedHref: allowedHrefOf(property),
	};
}

/**
 * A custom field by its name ('FLRTS ID') or key ('customField7').
 *
 * @throws ConfigurationError where none or several have that name, with the closest names.
 */
export function customFieldNamed(given: string, fields: ReadonlyMap<string, CustomField>, place: string): CustomField {
	const byKey = fields.get(given.trim());
	if (byKey !== undefined) return byKey;
	const all = [...fields.values()];
	const found = thingsNamed(given.trim(), all, (field) => field.name, { anyCase: true });
	if (found.length === 1) return found[0] as CustomField;
	if (found.length > 1) throw new ConfigurationError(`Several custom fields are called '${given}': ${found.map((field) => (found.every(({ name }) => name === field.name) || field.name === shownName(field.name) ? field.key : `${field.key} ('${shownName(field.name)}')`)).join(', ')}. Give one of these keys instead.`);
	const closest = closestNames(given, all.map((field) => field.name));
	const alike = lookAlike(given, all.map((field) => field.name));
	const hint = all.length === 0 ? 'There are none there.' : alike !== null ? alike : closest.length === 0 ? `There are: ${listed(all.map((field) => field.name))}.` : `Closest: ${closest.join(', ')}.`;
	throw new ConfigurationError(`The custom field '${given}' is not among those of ${place}. ${hint} A custom field has to be enabled both for the project and for the type.`, { data: { given, closest } });
}

function listed(names: readonly string[]): string {
	return names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
}
