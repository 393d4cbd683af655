import fc from 'fast-check';
import { detectConflicts } from '../../src/detect';
import { compileEquality, type CompareRules, type KeyRules } from '../../src/equality';
import { matchRecords, mergeRecordSides, type RecordRules } from '../../src/merge';
import type { Json, JsonObject } from '../../src/record';
import { baseOf, settingsWith, STRICT } from '../detect/settings';
import { propertySettings } from '../record/propertySettings';

const mergeRules = (equality: CompareRules): RecordRules => ({
	policiesOf: () => [], ignored: new Set(), missingFields: 'removed', deletedAndEdited: 'manual', absenceWithoutBase: 'created', policiesWithoutBase: false,
	editedAt: { local: null, remote: null }, timeZone: null, equality, tieMs: 0, recordChecksumField: null, fieldChecksumSuffix: null, operationFields: new Set(),
});

const rules: fc.Arbitrary<CompareRules> = fc.record({
	empty: fc.constantFrom('apart', 'null_missing', 'all'), numberText: fc.boolean(), ignoreCase: fc.boolean(), whiteSpace: fc.constantFrom('keep', 'ends', 'runs'),
	instants: fc.boolean(), ignoreArrayOrder: fc.boolean(), timeZone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata'),
});
const scalar = fc.constantFrom<Json>(
	0, -0, 1, 1.5, '1', '1.0', '1.50', '', ' ', null, false, true, 'true', 'a', 'A', ' a', 'a  b', 'a b', '\u00E9', 'e\u0301', '\uFEFFa',
	'2026-03-30T14:00:00Z', '2026-03-30 16:00:00+02', '2026-03-30T14:00:00.000123Z', '2026-03-30 10:00:00', '2026-03-30', '2026-03-30T04:00:00.000Z', '1e3', '1000',
);
const value: fc.Arbitrary<Json> = fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), scalar, { maxKeys: 2 }) as fc.Arbitrary<Json>);
const record = fc.dictionary(fc.constantFrom('f', 'g', 'constructor'), value) as fc.Arbitrary<JsonObject>;

describe('Detect Conflicts and Three-Way Merge agree', () => {
	it('on which fields a side changed, and where that is a conflict', () => {
		fc.assert(fc.property(rules, record, record, record, (equality, base, local, remote) => {
			const [finding] = detectConflicts({ local: [{ ...local, id: 1 }], remote: [{ ...remote, id: 1 }], base: baseOf({ ...base, id: 1 }), settings: settingsWith({ rules: equality }) }).findings;
			const merged = mergeRecordSides({ local, remote, base, authority: undefined }, mergeRules(equality));
			expect(merged.conflicts.map(({ field }) => field).sort()).toEqual([...(finding?.conflictingFields ?? [])].sort());
			for (const [field, { winner }] of Object.entries(merged.fields)) {
				const [isLocal, isRemote] = [finding?.localFields.includes(field), finding?.remoteFields.includes(field)];
				if (winner === 'unchanged') expect([isLocal, isRemote]).toEqual([false, false]);
				if (winner === 'local') expect([isLocal, isRemote]).toEqual([true, false]);
				if (winner === 'remote') expect([isLocal, isRemote]).toEqual([false, true]);
			}
		}), { ...propertySettings, numRuns: 1000 });
	});

	it('on whether a deleted record was edited', () => {
		fc.assert(fc.property(rules, record, record, (equality, base, remote) => {
			const [finding] = detectConflicts({ local: [], remote: [{ ...remote, id: 1 }], base: baseOf({ ...base, id: 1 }), settings: settingsWith({ rules: equality }) }).findings;
			const merged = mergeRecordSides({ local: null, remote, base, authority: undefined }, mergeRules(equality));
			expect(merged.status).toBe(finding?.outcome === 'conflict' ? 'unresolved' : 'merged');
		}), propertySettings);
	});

	it('on what a key is', () => {
		const keyRules: fc.Arbitrary<KeyRules> = fc.record({ tellTypesApart: fc.constant(false), ignoreCase: fc.boolean(), trim: fc.boolean() });
		const key = fc.constantFrom<Json>(7, '7', '007', '7.0', ' 7', 'a', 'A', 'a ', true, 'true', '\u00E9', 'e\u0301', '\uFEFFa', -0, 0, '0', '-0', [1], '[1]', '');
		fc.assert(fc.property(keyRules, fc.tuple(key, key), fc.tuple(key, key), (match, one, other) => {
			const [local, remote] = [{ id: one[0], kind: one[1] }, { id: other[0], kind: other[1] }];
			const keys = ['id', 'kind'];
			const { findings } = detectConflicts({ local: [local], remote: [remote], base: baseOf(), settings: settingsWith({ match: { ...match, keys: { local: keys, remote: keys, base: keys } } }) });
			expect(matchRecords({ local: [local], remote: [remote] }, keys, match).groups).toHaveLength(findings.length);
		}), { ...propertySettings, numRuns: 1000 });
	});
});

describe('points in time', () => {
	const equal = (timeZone: string, left: Json, right: Json): boolean => compileEquality({ ...STRICT, instants: true, timeZone })(left, right);

	it.each<[string, Json, Json, boolean]>([
		['America/New_York', '2026-03-30 10:00:00', '2026-03-30T14:00:00Z', true],
		['UTC', '2026-03-30 10:00:00', '2026-03-30T14:00:00Z', false],
		['UTC', '2026-03-30 10:00:00', '2026-03-30T10:00:00Z', true],
		['Europe/Berlin', '2026-03-31', '2026-03-30T22:00:00.000Z', true],
		['Europe/Berlin', '2026-03-31', '2026-03-31T00:00:00.000Z', false],
		['UTC', '2026-03-30 14:00:01.123463+00', '2026-03-30T14:00:01.123Z', true],
		['UTC', '2026-03-30T14:00:01.123463Z', '2026-03-30T16:00:01.123+02:00', true],
		['UTC', '2026-03-30T14:00:01.124Z', '2026-03-30T14:00:01.123999Z', false],
		['UTC', '1969-12-31T23:59:59.999500Z', '1969-12-31T23:59:59.999Z', true],
	])('in %s: %j and %j are one: %j', (timeZone, left, right, expected) => {
		expect([equal(timeZone, left, right), equal(timeZone, right, left)]).toEqual([expected, expected]);
	});

	it('are those of dates handed on as objects', () => {
		const date = new Date('2026-03-30T14:00:00.000Z');
		const luxon = { toJSON: () => '2026-03-30T10:00:00.000-04:00' };
		expect([equal('UTC', date as never, luxon as never), equal('UTC', date as never, '2026-03-30 16:00+02')]).toEqual([true, true]);
	});
});
