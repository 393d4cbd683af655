import { checksum, type Json, type JsonObject } from '../record';
import { fieldReader } from './fieldReader';
import { skipTreeOf, type SkipTree } from './skipTree';
import type { DetectSettings } from './types';
import { namedFields, type VersionFields } from './versionFields';

/**
 * Compiles SHA-256, in hexadecimal, over the canonical JSON of a record's compared fields: without key fields and those
 * that hold versions. Values count as they are, whatever else counts as equal; missing fields do not count.
 */
export function compileContentChecksum(settings: DetectSettings, versions: VersionFields): (record: JsonObject) => string {
	const { fields, dotNotation, match } = settings;
	const apart = [...match.keys.local, ...match.keys.remote, ...namedFields(versions)];
	if (fields.kind === 'only') {
		const readers = fields.names.filter((name) => !apart.includes(name)).map((name) => [name, fieldReader(name, dotNotation)] as const);
		return (record) => hexOf(Object.fromEntries(readers.map(([name, read]) => [name, read(record)])));
	}
	const skip = skipTreeOf(fields.kind === 'except' ? [...apart, ...fields.names] : apart, dotNotation);
	return (record) => hexOf(without(record, skip));
}

function without(record: JsonObject, skip: SkipTree): Record<string, unknown> {
	const entries = Object.entries(record).filter(([name]) => !skip.whole.has(name));
	return Object.fromEntries(entries.map(([name, value]) => {
		const within = skip.within.get(name);
		const hasParts = within !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value);
		return [name, hasParts ? without(value as JsonObject, within) : value];
	}));
}

function hexOf(part: Record<string, unknown>): string {
	// As JSON carries it: a Date from a database is its text, what is undefined is missing.
	const json = JSON.parse(JSON.stringify(part)) as Json;
	return checksum(json as JsonObject).toString('hex');
}
