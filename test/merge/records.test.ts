import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { matchRecords, mergeRecordSides, refuseCycles, type RecordOutcome, type RecordRules } from '../../src/merge';
import { findCycles } from '../../src/merge/records/findCycles';
import { canonicalJson } from '../../src/record';
import type { JsonObject } from '../../src/record';
import { propertySettings } from '../record/propertySettings';

const rules: RecordRules = {
	policiesOf: () => [],
	ignored: new Set(),
	missingFields: 'removed',
	deletedAndEdited: 'manual',
	absenceWithoutBase: 'created',
	policiesWithoutBase: false,
	editedAt: { local: null, remote: null },
	tieMs: 0,
	timeZone: null,
	equality: null,
	recordChecksumField: null,
	fieldChecksumSuffix: null,
	operationFields: new Set(),
};

const record = fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__'), fc.constantFrom<JsonObject[string]>(0, 1, null, false, '', [1])) as fc.Arbitrary<JsonObject>;
const sides = (local: JsonObject | null, remote: JsonObject | null, base: JsonObject | null | undefined, authority?: JsonObject) => ({ local, remote, base, authority });

describe('a record', () => {
	test('changed on one side only is what that side made of it, fields added and removed included', () => {
		fc.assert(fc.property(record, record, (base, changed) => {
			expect(mergeRecordSides(sides(changed, base, base), rules)).toMatchObject({ status: 'merged', conflicts: [], notKept: [] });
			expect(canonicalJson(mergeRecordSides(sides(changed, base, base), rules).merged)).toBe(canonicalJson(changed));
			expect(canonicalJson(mergeRecordSides(sides(base, changed, base), rules).merged)).toBe(canonicalJson(changed));
		}), propertySettings);
	});

	test('has each of its fields in exactly one of: the result, removed, in conflict', () => {
		fc.assert(fc.property(record, record, record, (base, local, remote) => {
			const outcome = mergeRecordSides(sides(local, remote, base), rules);
			const inConflict = outcome.conflicts.map(({ field }) => field);
			expect(Object.keys(outcome.fields).sort()).toEqual([...new Set([base, local, remote].flatMap(Object.keys))].sort());
			for (const field of inConflict) expect(Object.keys(outcome.merged ?? {})).not.toContain(field);
			expect(outcome.status).toBe(inConflict.length === 0 ? 'merged' : 'unresolved');
		}), propertySettings);
	});

	test('without ignored fields is what the authority\'s record checksum is over', () => {
		const checksumOf = (value: JsonObject): string => createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
		const outcome = mergeRecordSides(sides({ a: 1, b: 1, at: 5 }, { a: 2, b: 2, at: 6 }, { a: 0, b: 0, at: 0 }, { checksum: checksumOf({ a: 2, b: 2 }) }), {
			...rules,
			policiesOf: () => [{ kind: 'authority' }],
			ignored: new Set(['at']),
			recordChecksumField: 'checksum',
		});
		expect(outcome).toMatchObject({ status: 'merged', merged: { a: 2, b: 2 }, fields: { a: { winner: 'remote' }, b: { winner: 'remote' } } });
		expect(outcome.merged).not.toHaveProperty('at');
	});

	test.each<[unknown, unknown]>([
		['2026-03-01T10:00:00Z', '2026-03-01 09:00:00+00'],
		[1_772_359_200, 1_772_355_600],
		[1_772_359_200_000, 1_772_355_600],
	])('edited at %p is newer than one edited at %p', (later, earlier) => {
		const newest = { ...rules, policiesOf: () => [{ kind: 'newest_wins' as const }], editedAt: { local: 'at', remote: 'at' } };
		expect(mergeRecordSides(sides({ a: 1, at: later as string }, { a: 2, at: earlier as string }, { a: 0, at: 0 }), newest)).toMatchObject({ merged: { a: 1 } });
	});

	test('deleted here and unchanged there but for ignored fields is deleted', () => {
		const ignoring = { ...rules, ignored: new Set(['at']) };
		expect(mergeRecordSides(sides(null, { a: 1, at: 2 }, { a: 1, at: 1 }), ignoring)).toMatchObject({ status: 'merged', change: 'deleted', merged: null });
		expect(mergeRecordSides(sides(null, { a: 2 }, { a: 1 }), ignoring)).toMatchObject({ status: 'unresolved', conflicts: [{ kind: 'delete_versus_update' }] });
	});

	test('kept because its edit wins holds values, not the operations they came as', () => {
		const outcome = mergeRecordSides(sides({ a: [{ insert: 'x' }] }, null, { a: 'y' }), { ...rules, operationFields: new Set(['a']), deletedAndEdited: 'edit_wins' });
		expect(outcome.merged).toEqual({ a: 'xy' });
	});
});

describe('matching', () => {
	test('brings every record into one group or one problem, as comparing each with each would', () => {
		const list = fc.array(fc.record({ id: fc.constantFrom<JsonObject[string]>(1, '1', 2, 'x', null, false, ''), sub: fc.constantFrom<JsonObject[string]>('a', 'b') }), { maxLength: 8 });
		fc.assert(fc.property(list, list, list, (local, remote, base) => {
			const { groups, problems } = matchRecords({ local, remote, base }, ['id', 'sub']);
			const sources = { local, remote, base };
			const keyOf = (one: JsonObject): string | null => (one['id'] === null ? null : JSON.stringify([String(one['id']), one['sub']]));
			const all = Object.entries(sources).flatMap(([source, records]) => records.map((one, place) => ({ source, place, key: keyOf(one) })));
			const isDouble = (key: string): boolean => ['local', 'remote', 'base'].some((source) => all.filter((one) => one.source === source && one.key === key).length > 1);
			const expected = new Set(all.filter(({ key }) => key !== null && !isDouble(key)).map(({ key }) => key));
			expect(groups.length).toBe(expected.size);
			for (const { key, places } of groups) {
				const wanted = all.filter((one) => one.key === keyOf(key)).map(({ source, place }) => [source, place]);
				expect([...places]).toEqual(wanted);
			}
			const doubles = new Set(all.flatMap(({ source, key }) => (key !== null && all.filter((one) => one.source === source && one.key === key).length > 1 ? [`${source} ${key}`] : [])));
			expect(problems.length).toBe(all.filter(({ key }) => key === null).length + doubles.size);
		}), propertySettings);
	});

	test('leaves out keys that only the authority knows', () => {
		expect(matchRecords({ local: [], remote: [], authority: [{ id: 1 }] }, ['id'])).toEqual({ groups: [], problems: [] });
	});
});

describe('cycles', () => {
	test('are found exactly where following parents leads back', () => {
		fc.assert(fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'elsewhere', null)), (drawn) => {
			const parents = new Map(Object.entries(drawn));
			const leadsBack = (start: string): boolean => {
				let key = parents.get(start);
				for (let step = 0; step < 10; step += 1) {
					if (key === start) return true;
					key = key === null || key === undefined ? undefined : parents.get(key);
				}
				return false;
			};
			expect(findCycles(parents).flat().sort()).toEqual([...parents.keys()].filter(leadsBack).sort());
		}), propertySettings);
	});

	test('of any length are found without recursion', () => {
		const count = 200_000;
		const parents = new Map(Array.from({ length: count }, (_, index) => [String(index), String((index + 1) % count)]));
		expect(findCycles(parents).map((cycle) => cycle.length)).toEqual([count]);
	});

	test('make only their members unresolved, ids given as number or text', () => {
		const outcome = (merged: JsonObject): RecordOutcome => ({ status: 'merged', change: 'updated', merged, fields: {}, notKept: [], textMerges: [], conflicts: [] });
		const outcomes = refuseCycles([outcome({ id: 1, parent: '2' }), outcome({ id: 2, parent: 1 }), outcome({ id: 3, parent: 1 }), outcome({ id: 4, parent: 4 }), null], { key: 'id', parent: 'parent' });
		expect(outcomes.map((one) => one?.status)).toEqual(['unresolved', 'unresolved', 'merged', 'unresolved', undefined]);
		expect(outcomes[3]?.conflicts[0]?.reasons[0]).toContain('4 → 4');
	});
});
