import { evaluateGuards } from '../../src/plan';
import type { GuardLimits, GuardMeasures } from '../../src/plan';

const quiet: GuardMeasures = {
	liveLinks: 1000, deletes: 0, updates: 0, localRecords: 1000, remoteRecords: 1000, pairedLinks: 1000, hasAgreedBefore: true,
	isScopeChanged: false, changedFields: [], plannedWrites: 0, noBaseConflicts: 0, wentBack: [],
};
const limits: GuardLimits = { maxDeletes: 25, maxDeletePercent: 10, maxChangePercent: 90, letThrough: [] };
const stops = (change: Partial<GuardMeasures>, more: Partial<GuardLimits> = {}): readonly string[] => evaluateGuards({ ...quiet, ...change }, { ...limits, ...more }).map((finding) => finding.guard);

describe('guards', () => {
	it.each<[string, Partial<GuardMeasures>, readonly string[]]>([
		['nothing unusual', {}, []],
		['as many deletions as are allowed', { deletes: 25 }, []],
		['one deletion too many', { deletes: 26 }, ['mass_delete']],
		['few deletions that are a large share', { liveLinks: 50, deletes: 6 }, ['mass_delete']],
		['exactly the share that is allowed', { liveLinks: 50, deletes: 5 }, []],
		['an empty table that had links', { localRecords: 0 }, ['empty_side']],
		['an empty project that had links', { remoteRecords: 0 }, ['empty_side']],
		['an empty side at the very first sync', { remoteRecords: 0, liveLinks: 0, pairedLinks: 0, hasAgreedBefore: false }, []],
		['nearly every link updated', { updates: 900 }, ['mass_change']],
		['most links updated', { updates: 899 }, []],
		['every link of a handful updated', { liveLinks: 19, updates: 19 }, []],
		['two filled sides that hardly pair up, at first', { hasAgreedBefore: false, liveLinks: 0, pairedLinks: 499 }, ['both_populated']],
		['two filled sides half of which pair up, at first', { hasAgreedBefore: false, liveLinks: 0, pairedLinks: 500 }, []],
		['a changed scope', { isScopeChanged: true }, ['scope_changed']],
		['a changed mapping that would write', { changedFields: ['status'], plannedWrites: 3 }, ['mapping_changed']],
		['a changed mapping that would only raise conflicts', { changedFields: ['status'], noBaseConflicts: 1 }, ['mapping_changed']],
		['a changed mapping under which both sides agree already', { changedFields: ['status'] }, []],
		['several at once', { deletes: 500, isScopeChanged: true }, ['mass_delete', 'scope_changed']],
	])('with %s', (_name, change, expected) => {
		expect(stops(change)).toEqual(expected);
	});

	it('lets through what it is told to, and only that', () => {
		expect(stops({ deletes: 500, isScopeChanged: true }, { letThrough: ['mass_delete'] })).toEqual(['scope_changed']);
	});

	it('says what was found, what is allowed, and how to go on', () => {
		const [finding] = evaluateGuards({ ...quiet, deletes: 200 }, limits);
		expect(finding).toMatchObject({ measured: 200, limit: 25 });
		expect(finding?.message).toMatch(/200 of 1000 .*25 records and 10 %.*let the guard 'mass_delete' through/s);
	});
});
