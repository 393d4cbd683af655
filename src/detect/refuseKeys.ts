import { closestNames } from '../closestNames';
import { BatchSyncError } from '../errors';
import type { JsonObject } from '../record';
import { fieldReader } from './fieldReader';
import { SOURCE_NAME } from './sourceName';
import type { DetectSettings, Source } from './types';

/** How many examples a message names. */
const SHOWN = 3;

/** Throws a BatchSyncError with code `UNKNOWN_KEY_FIELD` where a source has records, and none of them has one of its key fields, not even as null. */
export function refuseUnknownKeyFields(source: Source, records: readonly JsonObject[], settings: DetectSettings): void {
	if (records.length === 0) return;
	for (const name of settings.match.keys[source]) {
		const read = fieldReader(name, settings.dotNotation);
		if (records.some((record) => read(record) !== undefined)) continue;
		const known = fieldNamesOf(records);
		const closest = closestNames(name, known);
		const others = closest.length > 0 ? `Closest: ${closest.join(', ')}.` : `Its fields are: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}.`;
		throw new BatchSyncError('UNKNOWN_KEY_FIELD', `No item of ${SOURCE_NAME[source]} has the field '${name}' to match by. ${known.length === 0 ? 'Its items are empty.' : others} Correct Fields to Match.`, { data: { source, field: name } });
	}
}

/** Names of fields in the first records: enough to show what there is. */
export function fieldNamesOf(records: readonly JsonObject[]): string[] {
	return [...new Set(records.slice(0, 100).flatMap((record) => Object.keys(record)))];
}

/** Items without a key as an error with code `KEY_MISSING`. `items` are positions. */
export function keyMissing(source: Source, items: readonly number[], names: readonly string[]): BatchSyncError {
	const advice = source === 'base' ? 'Base needs a value in each of them.' : "Give each a value, or set Items Without a Key to 'Count as Created'.";
	return new BatchSyncError('KEY_MISSING', `${countOf(items.length, 'item')} of ${SOURCE_NAME[source]} ${items.length === 1 ? 'has' : 'have'} no value in ${quoted(names)}: ${itemList(items)}. ${advice}`, { data: { source, count: items.length } });
}

/** One key of several items: where they are, and the values of its fields. */
export interface DuplicateKey {
	readonly values: readonly unknown[];
	readonly first: number;
	readonly second: number;
}

/** Items that share a key, as an error with code `DUPLICATE_KEY`. `count` is how many items have the key of an earlier one. */
export function keyDuplicated(source: Source, examples: readonly DuplicateKey[], count: number, names: readonly string[]): BatchSyncError {
	const shown = examples.slice(0, SHOWN).map(({ values, first, second }) => `${names.map((name, position) => `${name} ${shownValue(values[position])}`).join(', ')} (items ${first} and ${second})`);
	const more = count > shown.length ? ` and ${count - shown.length} more` : '';
	return new BatchSyncError('DUPLICATE_KEY', `Several items of ${SOURCE_NAME[source]} have the same key: ${shown.join('; ')}${more}. Match by fields that tell them apart, or set Items with the Same Key to 'First Counts' or 'Last Counts'.`, { data: { source, count } });
}

function itemList(items: readonly number[]): string {
	const shown = items.slice(0, SHOWN);
	return `item${items.length === 1 ? '' : 's'} ${shown.join(', ')}${items.length > shown.length ? ', …' : ''}`;
}

function countOf(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function quoted(names: readonly string[]): string {
	return names.map((name) => `'${name}'`).join(' and ');
}

function shownValue(value: unknown): string {
	const text = JSON.stringify(value) ?? 'missing';
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
