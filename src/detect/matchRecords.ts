import { BatchSyncError } from '../errors';
import type { JsonObject } from '../record';
import { compileKeys, typeWords, type KeyReader } from './keyText';
import { keyDuplicated, keyMissing, refuseUnknownKeyFields, type DuplicateKey } from './refuseKeys';
import { SOURCE_NAME } from './sourceName';
import type { Base, DetectSettings, Source } from './types';

/** Positions of records by slot: what stands in one slot has one key; -1: the source has no such record. */
export interface Matched {
	readonly size: number;
	readonly local: readonly number[];
	readonly remote: readonly number[];
	readonly base: readonly number[];
	readonly setAside: Record<Source, number>;
	readonly remarks: readonly string[];
}

interface Slots {
	readonly byKey: Map<string, number>;
	readonly positions: Record<Source, number[]>;
	readonly setAside: Record<Source, number>;
	size: number;
}

/** Duplicates and items without key are counted in full, and this many of them kept to be named. */
const KEPT = 10;

/**
 * Brings the records of all sources together by key, in one pass over each: in Local's order, then what only
 * Remote and Base have in theirs; what has no key comes last within its source. Throws BatchSyncErrors with the codes `UNKNOWN_KEY_FIELD`, `KEY_MISSING`,
 * `DUPLICATE_KEY`, `KEY_TYPES_DIFFER`, and `NOT_CANONICAL` for a key that is not JSON.
 */
export function matchRecords(sides: { readonly local: readonly JsonObject[]; readonly remote: readonly JsonObject[]; readonly base: Base | null }, settings: DetectSettings): Matched {
	const readers = { local: compileKeys('local', settings.match, settings.dotNotation), remote: compileKeys('remote', settings.match, settings.dotNotation), base: compileKeys('base', settings.match, settings.dotNotation) };
	const slots: Slots = { byKey: new Map(), positions: { local: [], remote: [], base: [] }, setAside: { local: 0, remote: 0, base: 0 }, size: 0 };
	const { local, remote, base } = sides;
	const links = base?.kind === 'links' ? base.links : [];
	const localKeyOf = new Map<string | null, string | null>(links.map((link) => [readers.remote.text(link.remoteKey), readers.local.text(link.localKey)]));
	for (const [source, records] of [['local', local], ['remote', remote], ['base', base?.kind === 'records' ? base.records : []]] as const) {
		refuseUnknownKeyFields(source, records, settings);
		const { parts, text } = readers[source];
		// A remote record that is linked goes by its partner's key; any other by a key no local record has.
		const translate = source === 'remote' && base?.kind === 'links' ? (key: string) => localKeyOf.get(key) ?? `r${key}` : null;
		place(slots, { source, count: records.length, settings, parts: (position) => parts(records[position] as JsonObject), text: (values) => {
			const key = text(values);
			return key === null || translate === null ? key : translate(key);
		} });
	}
	if (base?.kind === 'links') place(slots, { source: 'base', count: links.length, settings, parts: (position) => links[position]?.localKey ?? [], text: readers.local.text });
	return { ...slots.positions, size: slots.size, setAside: slots.setAside, remarks: compareTypes(readers, settings, base?.kind === 'links') };
}

interface Placing {
	readonly source: Source;
	readonly count: number;
	readonly settings: DetectSettings;
	readonly parts: (position: number) => readonly unknown[];
	readonly text: (parts: readonly unknown[]) => string | null;
}

function place(slots: Slots, { source, count, settings: { match }, parts, text }: Placing): void {
	const own = slots.positions[source];
	const duplicates: DuplicateKey[] = [];
	const keyless: number[] = [];
	for (let position = 0; position < count; position += 1) {
		const values = parts(position);
		const key = text(values);
		if (key === null) {
			keyless.push(position);
			continue;
		}
		const slot = slotOf(slots, key);
		const earlier = own[slot] ?? -1;
		if (earlier < 0) own[slot] = position;
		else {
			if (duplicates.length < KEPT) duplicates.push({ values, first: earlier, second: position });
			if (match.duplicates === 'last') own[slot] = position;
			slots.setAside[source] += 1;
		}
	}
	const names = match.keys[source];
	if (keyless.length > 0 && (match.withoutKey === 'refuse' || source === 'base')) throw keyMissing(source, keyless, names);
	if (duplicates.length > 0 && match.duplicates === 'refuse') throw keyDuplicated(source, duplicates, slots.setAside[source], names);
	for (const position of keyless) own[addSlot(slots)] = position;
}

function slotOf(slots: Slots, key: string): number {
	const known = slots.byKey.get(key);
	if (known !== undefined) return known;
	const slot = addSlot(slots);
	slots.byKey.set(key, slot);
	return slot;
}

function addSlot(slots: Slots): number {
	const slot = slots.size;
	// All three grow together, so that none has holes.
	for (const positions of [slots.positions.local, slots.positions.remote, slots.positions.base]) positions.push(-1);
	slots.size += 1;
	return slot;
}

/** Keys of types that never meet: refused where types are told apart, else worth a remark. */
function compareTypes(readers: Readonly<Record<Source, KeyReader>>, { match }: DetectSettings, isLinked: boolean): string[] {
	const remarks: string[] = [];
	const pairs = isLinked ? [] : ([['local', 'remote'], ['local', 'base'], ['remote', 'base']] as const);
	for (const [one, other] of pairs) {
		match.keys[one].forEach((name, position) => {
			const [a, b] = [readers[one].typesSeen[position] ?? 0, readers[other].typesSeen[position] ?? 0];
			if (a === 0 || b === 0 || (a & b) !== 0) return;
			const found = `The keys in '${name}' of ${SOURCE_NAME[one]} are ${typeWords(a)}, those in '${match.keys[other][position]}' of ${SOURCE_NAME[other]} are ${typeWords(b)}, so none of them match.`;
			if (match.tellTypesApart) throw new BatchSyncError('KEY_TYPES_DIFFER', `${found} Switch Tell Key Types Apart off, or convert one of them.`, { data: { field: name } });
			remarks.push(`${found} Look at Fields to Match.`);
		});
	}
	return remarks;
}
