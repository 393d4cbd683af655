import fc from 'fast-check';
import { detectConflicts, type Change, type Detection, type Finding } from '../../src/detect';
import type { Json, JsonObject } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { settingsWith } from './settings';

/** Few keys and few values, so that records meet and agree often; falsy values above all. */
const key = fc.constantFrom<Json>(0, 1, 2, '', 'a', false, '1 ', 'A');
const value = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom<Json>(0, 1, '', '0', '1', false, true, null, [], {}, [0], { a: 0 }, { a: null }, { b: [false, ''] }) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> },
);
const fields = fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__', 'x.y'), value, { maxKeys: 3, noNullPrototype: true });
const record = fc.tuple(key, fields).map(([id, rest]) => Object.fromEntries([...Object.entries(rest), ['id', id]]) as JsonObject);
const records = fc.uniqueArray(record, { maxLength: 8, selector: (one) => JSON.stringify(one['id']) });
const world = fc.record({ local: records, remote: records, base: records });

interface World {
	readonly local: readonly JsonObject[];
	readonly remote: readonly JsonObject[];
	readonly base: readonly JsonObject[];
}

function detect({ local, remote, base }: World): Detection {
	return detectConflicts({ local, remote, base: { kind: 'records', records: base }, settings: settingsWith({ dotNotation: false }) });
}

// The oracle: for each key by looking through everything, in the plainest words.

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
	return { members: Object.entries(value).map(([name, part]) => [name, sorted(part)] as const).sort((a, b) => (a[0] < b[0] ? -1 : 1)) };
}

function isSame(a: JsonObject | undefined, b: JsonObject | undefined): boolean {
	return a === undefined || b === undefined ? a === b : JSON.stringify([typeof a, sorted(a)]) === JSON.stringify([typeof b, sorted(b)]);
}

function expectedKind(local: JsonObject | undefined, remote: JsonObject | undefined, base: JsonObject | undefined): string {
	const did = (side: JsonObject | undefined): Change => (isSame(side, base) ? 'unchanged' : base === undefined ? 'created' : side === undefined ? 'deleted' : 'updated');
	const [mine, theirs] = [did(local), did(remote)];
	if (mine === 'unchanged') return theirs === 'unchanged' ? 'unchanged' : `remote_${theirs}`;
	if (theirs === 'unchanged') return `local_${mine}`;
	if (isSame(local, remote)) return `agreed_${mine}`;
	return mine === theirs ? `both_${mine}` : `local_${mine}_remote_${theirs}`;
}

function expectedKinds({ local, remote, base }: World): Map<string, string> {
	const ids = [...local, ...remote, ...base].map((one) => one['id']);
	const find = (list: readonly JsonObject[], id: Json | undefined) => list.find((one) => one['id'] === id);
	return new Map(ids.map((id) => [JSON.stringify(id), expectedKind(find(local, id), find(remote, id), find(base, id))]));
}

function keyOf({ local, remote, base }: World, finding: Finding): string {
	const holder = local[finding.local] ?? remote[finding.remote] ?? base[finding.base];
	return JSON.stringify(holder?.['id']);
}

function kindsOf(one: World): Map<string, string> {
	return new Map(detect(one).findings.map((finding) => [keyOf(one, finding), finding.kind]));
}

it('finds what looking through everything finds', () => {
	fc.assert(fc.property(world, (one) => expect([...kindsOf(one)].sort()).toEqual([...expectedKinds(one)].sort())), propertySettings);
});

it('has every record in exactly one finding', () => {
	fc.assert(
		fc.property(world, (one) => {
			const { findings } = detect(one);
			for (const source of ['local', 'remote', 'base'] as const) {
				const positions = findings.map((finding) => finding[source]).filter((position) => position >= 0);
				expect(positions.sort((a, b) => a - b)).toEqual(one[source].map((_, position) => position));
			}
		}),
		propertySettings,
	);
});

it('mirrors its findings where the sides are swapped', () => {
	const mirrored = (text: string): string => text.replace(/local|remote/g, (side) => (side === 'local' ? 'remote' : 'local')).replace(/^remote_(\w+)_local_(\w+)$/, 'local_$2_remote_$1');
	fc.assert(
		fc.property(world, (one) => {
			const swapped = kindsOf({ local: one.remote, remote: one.local, base: one.base });
			expect([...swapped].sort()).toEqual([...kindsOf(one)].map(([id, kind]) => [id, mirrored(kind)]).sort());
		}),
		propertySettings,
	);
});

it('finds the same in whatever order the items come', () => {
	const shuffled = world.chain((one) => fc.record({ one: fc.constant(one), local: shuffle(one.local), remote: shuffle(one.remote), base: shuffle(one.base) }));
	fc.assert(
		fc.property(shuffled, ({ one, ...other }) => {
			const said = (of: World) => detect(of).findings.map((finding) => JSON.stringify([keyOf(of, finding), finding.kind, finding.localFields, finding.remoteFields, finding.conflictingFields])).sort();
			expect(said(other)).toEqual(said(one));
		}),
		propertySettings,
	);
});

function shuffle(list: readonly JsonObject[]): fc.Arbitrary<JsonObject[]> {
	return fc.shuffledSubarray([...list], { minLength: list.length });
}

it('leaves its input as it was', () => {
	fc.assert(
		fc.property(world, (one) => {
			const before = structuredClone(one);
			detect(one);
			expect(one).toEqual(before);
		}),
		propertySettings,
	);
});
