import fc from 'fast-check';
import type { FieldMapping, LensContext, LensSpec } from '../../src/mapping';
import type { Json, JsonObject } from '../../src/record';

/** Persons p1 and p2 are both user 7, p3 is user 8; rows and work packages a and b are linked, c has no remote and 13 no local partner yet. */
export const context: LensContext = contextOf({
	users: [['p1', '7'], ['p2', '7'], ['p3', '8'], ['__proto__', '9']],
	links: [['L1', '["a"]', '11'], ['L2', '["b"]', '12'], ['L3', '["c"]', null], ['L4', null, '13'], ['L5', '["5"]', '15']],
});

export function contextOf(known: { readonly users: ReadonlyArray<readonly [string, string]>; readonly links: ReadonlyArray<readonly [string, string | null, string | null]> }): LensContext {
	const toLocal = new Map<string, string>();
	for (const [local, remote] of known.users) if (!toLocal.has(remote)) toLocal.set(remote, local);
	const toRemote = new Map(known.users);
	return {
		linkOfLocal: (key) => known.links.find(([, local]) => local === key)?.[0],
		linkOfRemote: (id) => known.links.find(([, , remote]) => remote === id)?.[0],
		localOfLink: (link) => known.links.find(([name]) => name === link)?.[1] ?? undefined,
		remoteOfLink: (link) => known.links.find(([name]) => name === link)?.[2] ?? undefined,
		remoteUserOf: (person) => toRemote.get(person),
		localUserOf: (user) => toLocal.get(user),
	};
}

/** One kind of lens on a field, with values that sides hold and canonical values that can be put. */
export interface LensSample {
	readonly field: FieldMapping;
	readonly local: fc.Arbitrary<JsonObject>;
	readonly remote: fc.Arbitrary<JsonObject>;
	readonly canonical: fc.Arbitrary<Json>;
}

const whitespace = fc.constantFrom('', ' ', '\n', '\t ', '\r\n', ' \u00a0');
const words = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '\r', '\n', '\r\n', '\\', '\u2028'), maxLength: 12 });
const sloppyText = fc.oneof(fc.constant(null), fc.constant(''), fc.tuple(whitespace, words, whitespace).map((parts) => parts.join('')));
const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((moment) => moment.toISOString().slice(0, 10));
/** Times as PostgreSQL, Supabase and JavaScript print them, to the microsecond. */
const instant = fc
	.tuple(fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), fc.constantFrom('', '.5', '.123456', '.120', '.000000'), fc.constantFrom('Z', '+00', '+00:00', '+02', '-05:30'), fc.constantFrom('T', ' '))
	.map(([moment, fraction, offset, separator]) => `${moment.toISOString().slice(0, 10)}${separator}${moment.toISOString().slice(11, 19)}${fraction}${offset}`);
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 4 });
const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'UTC'];

const statusMap = {
	kind: 'value_map' as const,
	toRemote: { 'To Do': 'New', 'In Progress': 'In progress', 'Done': 'Closed', 'Archived': 'Closed', ['__proto__']: 'Rejected', '3': 'Normal' },
	toLocal: { 'New': 'To Do', 'On hold': 'To Do', 'In progress': 'In Progress', 'Closed': 'Done', 'Rejected': '__proto__', 'Normal': 3 },
};

function one(lens: LensSpec, values: { readonly local: fc.Arbitrary<Json>; readonly remote: fc.Arbitrary<Json>; readonly canonical: fc.Arbitrary<Json> }): LensSample {
	return {
		// The awkward names are part of the sample: a column called __proto__ is a column.
		field: { name: 'field', local: ['__proto__'], remote: ['constructor'], lens },
		local: values.local.map((value) => Object.fromEntries([['__proto__', value]])),
		remote: values.remote.map((value) => Object.fromEntries([['constructor', value]])),
		canonical: values.canonical,
	};
}

function due(timeZone: string): LensSample {
	return {
		field: { name: 'field', local: ['__proto__', 'due_at'], remote: ['dueDate'], lens: { kind: 'due', dateColumn: '__proto__', timeColumn: 'due_at', timeZone } },
		local: fc.tuple(orNull(date), orNull(instant)).map(([day, time]) => Object.fromEntries([['__proto__', day], ['due_at', time]])),
		remote: orNull(date).map((day) => ({ dueDate: day })),
		canonical: orNull(date),
	};
}

function work(): LensSample {
	const durations = fc.constantFrom<Json>(null, 'PT1H20M', 'PT1H19M48S', 'P1DT10H', 'PT34H', 'PT17S', 'soon');
	return {
		field: { name: 'field', local: ['work'], remote: ['estimatedTime'], lens: { kind: 'identity' } },
		local: durations.map((work) => ({ work })),
		remote: durations.map((estimatedTime) => ({ estimatedTime })),
		canonical: fc.constantFrom<Json>(null, 'PT1H19M48S', 'PT34H', 'PT0S'),
	};
}

const anything = fc.constantFrom<Json>(null, '', 0, false, 'x', -1.5, [1], { a: null });
const number = fc.oneof(fc.constantFrom<Json>(null, '1.50', '1.5', '-0', '1e2', '007', 0, 42), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer().map(String));
const ids = fc.constantFrom<Json>(null, '', 5, '5', 'u-1');
const strings = orNull(fc.array(fc.constantFrom<Json>('a', 'b', 1, '1', null), { maxLength: 5 }));

/** At least one sample of every kind. */
export const samples: Record<LensSpec['kind'], readonly LensSample[]> = {
	identity: [
		work(),
		one({ kind: 'identity' }, { local: anything, remote: anything, canonical: anything }),
		one({ kind: 'identity', as: 'number' }, { local: number, remote: number, canonical: fc.constantFrom<Json>(null, '0', '-1.5', '100', '1000000') }),
		one({ kind: 'identity', as: 'id' }, { local: ids, remote: ids, canonical: fc.constantFrom<Json>(null, '5', 'u-1') }),
	],
	line: [one({ kind: 'line', maxLength: 255 }, { local: sloppyText, remote: sloppyText, canonical: words.map((text) => text.trim()) })],
	text: [one({ kind: 'text' }, { local: sloppyText, remote: sloppyText, canonical: words.map((text) => text.replace(/\r\n?/g, '\n').trimEnd()) })],
	value_map: [
		one(statusMap, {
			local: fc.constantFrom<Json>(null, 'To Do', ' to do ', 'Archived', 'DONE', '__proto__', 3, '3'),
			remote: fc.constantFrom<Json>(null, 'New', 'on hold', 'Closed', 'Rejected', 'Normal'),
			canonical: fc.constantFrom<Json>(null, 'To Do', 'In Progress', 'Done', '__proto__', 3),
		}),
	],
	date: [one({ kind: 'date' }, { local: orNull(fc.oneof(date, date.map((day) => `${day}T00:00:00`))), remote: orNull(date), canonical: orNull(date) })],
	due: zones.map(due),
	instant_date: zones.map((timeZone) => one({ kind: 'instant_date', timeZone }, { local: orNull(instant), remote: orNull(date), canonical: orNull(date) })),
	user: [
		one({ kind: 'user' }, {
			local: fc.constantFrom<Json>(null, 'p1', 'p2', 'p3', '__proto__', 'stranger', ''),
			remote: fc.constantFrom<Json>(null, '7', '8', 9, '99'),
			canonical: fc.constantFrom<Json>(null, '7', '8', '9'),
		}),
	],
	reference: [
		one({ kind: 'reference' }, {
			local: fc.constantFrom<Json>(null, 'a', 'b', 'c', 5, '5', 'unlinked'),
			remote: fc.constantFrom<Json>(null, '11', '12', '13', 15, '99'),
			canonical: fc.constantFrom<Json>(null, 'L1', 'L2', 'L3', 'L4', 'L5'),
		}),
	],
	set: [one({ kind: 'set' }, { local: strings, remote: strings, canonical: fc.constantFrom<Json>([], ['a'], ['1', 'a', 1]) })],
};
