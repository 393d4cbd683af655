import type { FieldMapping, LensSpec } from '../../../src/mapping';
import type { PolicySpec } from '../../../src/merge';
import type { Json, JsonObject } from '../../../src/record';
import type { Random } from '../random';

/** A kind of field: values either side may hold, and which of them say the same, written down without the engine's lenses. */
export interface FieldKind {
	readonly name: string;
	readonly lens: LensSpec;
	readonly local: readonly Json[];
	readonly remote: readonly Json[];
	/** What a side's value stands for; equal meanings agree. A value map gives a finer value the meaning of what it maps to. */
	meaning(side: 'local' | 'remote', value: Json): string;
}

const HERE: Readonly<Record<string, string>> = { 'To Do': 'New', 'In Progress': 'In progress', Done: 'Closed', Archived: 'Closed' };
const THERE: Readonly<Record<string, string>> = { New: 'New', 'On hold': 'New', 'In progress': 'In progress', Closed: 'Closed' };

const plain = (text: Json): string => String(text ?? '').replaceAll('\r\n', '\n').trimEnd();

export const KINDS: readonly FieldKind[] = [
	{ name: 'subject', lens: { kind: 'line' }, local: ['a', ' a', 'b', 'c '], remote: ['a', 'b', 'c', 'd'], meaning: (_, value) => String(value).trim() },
	{ name: 'text', lens: { kind: 'text' }, local: ['x\r\ny', 'x\ny ', 'z', null, ''], remote: ['x\ny', 'z', 'z\n', ''], meaning: (_, value) => plain(value) },
	{
		name: 'status', lens: { kind: 'value_map', toRemote: HERE, toLocal: { New: 'To Do', 'On hold': 'To Do', 'In progress': 'In Progress', Closed: 'Done' } },
		local: Object.keys(HERE), remote: Object.keys(THERE), meaning: (side, value) => String((side === 'local' ? HERE : THERE)[String(value)]),
	},
	{ name: 'due', lens: { kind: 'date' }, local: ['2027-01-01', '2027-01-02', null], remote: ['2027-01-01', '2027-01-02', '2027-01-03', null], meaning: (_, value) => String(value) },
	{ name: 'points', lens: { kind: 'identity', as: 'number' }, local: [1, 2, 3, null], remote: [1, 2, 4, null], meaning: (_, value) => String(value) },
	{ name: 'tags', lens: { kind: 'set' }, local: [[], ['a'], ['b', 'a'], ['a', 'b', 'b']], remote: [[], ['a'], ['a', 'b'], ['c']], meaning: (_, value) => JSON.stringify([...new Set((value ?? []) as string[])].sort()) },
];

export function kindOf(name: string): FieldKind {
	return KINDS.find((kind) => kind.name === name) as FieldKind;
}

export const columnOf = (name: string): string => `l_${name}`;
export const propertyOf = (name: string): string => `r_${name}`;

export function drawMapping(random: Random): readonly FieldMapping[] {
	return KINDS.filter(() => random.chance(0.8)).map((kind) => ({
		name: kind.name, local: [columnOf(kind.name)], remote: [propertyOf(kind.name)], lens: kind.lens, policies: drawPolicies(random), owner: random.pick(['both', 'both', 'both', 'both', 'local', 'remote'] as const),
	}));
}

function drawPolicies(random: Random): readonly PolicySpec[] {
	const all: readonly PolicySpec[] = [{ kind: 'manual' }, { kind: 'manual' }, { kind: 'local_wins' }, { kind: 'remote_wins' }, { kind: 'newest_wins' }, { kind: 'union' }, { kind: 'higher' }, { kind: 'lower' }];
	return Array.from({ length: random.between(1, 2) }, () => random.pick(all));
}

/** The same mapping seen from the other side. */
export function mirrored(fields: readonly FieldMapping[]): readonly FieldMapping[] {
	const side = { local: 'remote', remote: 'local', both: 'both' } as const;
	return fields.map((field) => ({
		...field, local: field.remote, remote: field.local, owner: side[field.owner ?? 'both'],
		lens: field.lens.kind === 'value_map' ? { ...field.lens, toRemote: field.lens.toLocal, toLocal: field.lens.toRemote } : field.lens,
		policies: (field.policies ?? []).map((policy): PolicySpec => (policy.kind === 'local_wins' ? { kind: 'remote_wins' } : policy.kind === 'remote_wins' ? { kind: 'local_wins' } : policy)),
	}));
}

/** A record of one side: every field some value of its own. */
export function drawRecord(random: Random, side: 'local' | 'remote', fields: readonly FieldMapping[]): JsonObject {
	return Object.fromEntries(fields.map((field) => [side === 'local' ? columnOf(field.name) : propertyOf(field.name), random.pick(kindOf(field.name)[side])]));
}

/** The record with some fields moved, so that two states resemble each other as real ones do. */
export function perturb(random: Random, side: 'local' | 'remote', record: JsonObject, fields: readonly FieldMapping[], share: number): JsonObject {
	const moved = drawRecord(random, side, fields);
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, random.chance(share) ? (moved[name] as Json) : value]));
}

/** A remote record that says what the local one says, wherever its words allow. */
export function partnerOf(random: Random, local: JsonObject, fields: readonly FieldMapping[]): JsonObject {
	return Object.fromEntries(fields.map((field) => {
		const kind = kindOf(field.name);
		const meaning = kind.meaning('local', local[columnOf(field.name)] as Json);
		const same = kind.remote.filter((value) => kind.meaning('remote', value) === meaning);
		return [propertyOf(field.name), same.length > 0 ? random.pick(same) : random.pick(kind.remote)];
	}));
}
