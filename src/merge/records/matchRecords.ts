import { PLAIN_KEYS, type KeyRules } from '../../equality';
import type { JsonObject } from '../../record';
import { recordKeyOf, type RecordKey } from './recordKey';

/** Where records come from. */
export type RecordSource = 'local' | 'remote' | 'base' | 'authority';

const SOURCES: readonly RecordSource[] = ['local', 'remote', 'base', 'authority'];

/** The records of one key, by their place in each source. */
export interface RecordGroup {
	readonly key: JsonObject;
	readonly places: ReadonlyMap<RecordSource, number>;
}

/** Records that cannot be matched, with the reason for people. */
export interface MatchProblem {
	readonly source: RecordSource;
	readonly places: readonly number[];
	readonly message: string;
}

export interface RecordMatch {
	readonly groups: readonly RecordGroup[];
	readonly problems: readonly MatchProblem[];
}

/**
 * Brings together the records of one key, in the order in which keys first appear: local's, then remote's, then base's. Takes one pass over each source. A
 * key that a source has twice is in no group, in any source; a key that only the authority knows is of no interest.
 */
export function matchRecords(sources: Readonly<Partial<Record<RecordSource, readonly JsonObject[]>>>, keyFields: readonly string[], rules: KeyRules = PLAIN_KEYS): RecordMatch {
	const entries = new Map<string, Entry>();
	const problems: MatchProblem[] = [];
	for (const source of SOURCES) {
		(sources[source] ?? []).forEach((record, place) => {
			const key = recordKeyOf(record, keyFields, rules);
			if ('missing' in key) problems.push({ source, places: [place], message: `Item ${place} of ${nameOf(source)} has no '${key.missing}', which is a key field. Give every item a value there, or name other Key Fields.` });
			else addTo(entries, key, source, place);
		});
	}
	const groups: RecordGroup[] = [];
	for (const { key, places } of entries.values()) {
		const doubles = [...places].filter(([, found]) => found.length > 1);
		for (const [source, found] of doubles) problems.push(doubleProblem(source, found, key));
		if (doubles.length > 0 || (places.size === 1 && places.has('authority'))) continue;
		groups.push({ key: key.values, places: new Map([...places].map(([source, [place]]) => [source, place as number])) });
	}
	return { groups, problems };
}

interface Entry {
	readonly key: RecordKey;
	readonly places: Map<RecordSource, number[]>;
}

function addTo(entries: Map<string, Entry>, key: RecordKey, source: RecordSource, place: number): void {
	const entry = entries.get(key.text) ?? { key, places: new Map<RecordSource, number[]>() };
	entries.set(key.text, entry);
	const found = entry.places.get(source);
	if (found === undefined) entry.places.set(source, [place]);
	else found.push(place);
}

function doubleProblem(source: RecordSource, places: readonly number[], key: RecordKey): MatchProblem {
	const shown = Object.entries(key.values).map(([field, value]) => `${field} = ${JSON.stringify(value).slice(0, 60)}`).join(', ');
	const items = places.slice(0, 5).join(', ') + (places.length > 5 ? ', …' : '');
	return { source, places, message: `${nameOf(source)} has ${places.length} items with the key ${shown}: items ${items}. Keep one of them, or name more Key Fields.` };
}

function nameOf(source: RecordSource): string {
	return source.slice(0, 1).toUpperCase() + source.slice(1);
}
