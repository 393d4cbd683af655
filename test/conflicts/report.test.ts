import fc from 'fast-check';
import { conflictReport, decide, listConflicts, type ConflictView, type SuggestedPolicy } from '../../src/conflicts';
import type { Json } from '../../src/record';
import { useQueue, type NewConflict } from './queueWorld';

const world = useQueue();
const SCHEMA = 'batch_sync';

it('counts nothing where nothing is', async () => {
	expect(await conflictReport(world().database, SCHEMA, { pair: 'flrts' })).toMatchObject({
		pair: 'flrts', total: { raised: 0, open: 0, resolved: 0, superseded: 0 }, byKind: [], byField: [], byStrategy: [], byResolver: [], recurringCount: 0, recurring: [], open: { count: 0, oldestAt: null, message: 'No conflict is open.' },
	});
});

it('counts by kind, field, strategy and resolver, over the period and the pair asked for', async () => {
	await world().addPair('other');
	await world().addOne({}, { pair: 'other' });
	await world().addOne({ raised: 3000 });
	for (let n = 0; n < 3; n += 1) await world().addOne({ status: 'resolved', resolvedBy: 'policy:newest_wins', resolution: { chosen: 'x', lost: [] }, isCarriedOut: true, field: 'status' });
	await world().addOne({ status: 'resolved', resolvedBy: 'policy:progression', resolution: { chosen: 'x', lost: [] }, isCarriedOut: true, field: 'status', kind: 'no_base' });
	await world().addOne({ status: 'superseded', resolvedBy: 'Ada', resolution: { chosen: 'x', lost: [] } });
	const [grace, ada] = [await world().addOne(), await world().addOne()];
	await decide(world().database, SCHEMA, [{ conflict: grace, choice: 'local' }], 'Grace');
	await decide(world().database, SCHEMA, [{ conflict: ada, choice: 'local' }], 'Ada');
	await world().sql('update batch_sync.conflict set applied_at = now() where id = $1', [ada]);
	const lately = await conflictReport(world().database, SCHEMA, { pair: 'flrts', from: new Date(Date.now() - 86_400_000).toISOString() });
	expect(lately).toMatchObject({
		total: { raised: 7, open: 0, resolved: 6, superseded: 1 },
		byKind: [{ kind: 'both_changed', raised: 6, resolved: 5, superseded: 1 }, { kind: 'no_base', raised: 1 }],
		byField: [{ field: 'status', raised: 4 }, { field: 'subject', raised: 3 }],
		byStrategy: [{ strategy: 'newest_wins', decided: 3 }, { strategy: 'person', decided: 3 }, { strategy: 'progression', decided: 1 }],
		byResolver: [{ resolver: 'Ada', decided: 2, carriedOut: 1, waiting: 0, overtaken: 1 }, { resolver: 'Grace', decided: 1, carriedOut: 0, waiting: 1, overtaken: 0 }],
		open: { count: 1 },
	});
	expect((await conflictReport(world().database, SCHEMA, {})).total).toEqual({ raised: 9, open: 2, resolved: 6, superseded: 1 });
	expect((await conflictReport(world().database, SCHEMA, { pair: 'flrts', to: new Date(Date.now() - 86_400_000).toISOString() })).total).toEqual({ raised: 1, open: 1, resolved: 0, superseded: 0 });
});

it('names what keeps conflicting: a field of a record more than once, most often first', async () => {
	const [often, twice, once] = [await world().addLink({ title: 'Often' }), await world().addLink({ title: 'Twice' }), await world().addLink()];
	for (let n = 0; n < 4; n += 1) await world().addConflict(often, { status: n === 0 ? 'pending_review' : 'superseded', raised: 60 * n });
	for (let n = 0; n < 2; n += 1) await world().addConflict(twice, { field: 'status', status: 'resolved', resolvedBy: 'policy:newest_wins', isCarriedOut: true });
	await world().addConflict(once);
	await world().addConflict(once, { field: 'status' });
	const report = await conflictReport(world().database, SCHEMA, { pair: 'flrts' });
	expect(report.recurringCount).toBe(2);
	expect(report.recurring).toMatchObject([{ title: 'Often', link: often, field: 'subject', times: 4, isOpen: true }, { title: 'Twice', link: twice, field: 'status', times: 2, isOpen: false }]);
	expect(Date.parse(report.recurring[0]?.lastAt ?? '') - Date.parse(report.recurring[0]?.firstAt ?? '')).toBeGreaterThan(170 * 60_000);
	expect(await conflictReport(world().database, SCHEMA, { limit: 1 })).toMatchObject({ recurringCount: 2, recurring: [{ times: 4 }] });
	await expect(conflictReport(world().database, SCHEMA, { limit: 0 })).rejects.toThrow('from 1 to 1000');
});

it('says which policy would settle the open ones', async () => {
	for (let n = 0; n < 12; n += 1) await world().addOne();
	for (let n = 0; n < 2; n += 1) await world().addOne({}, { localEdited: 3, remoteEdited: 4 });
	const { open } = await conflictReport(world().database, SCHEMA, { pair: 'flrts' });
	expect(open).toMatchObject({ count: 14, message: 'newest_wins would settle 12 of 14.' });
	expect(open.wouldSettle).toContainEqual({ policy: 'newest_wins', settles: 12, of: 14 });
	expect(open.wouldSettle).toContainEqual({ policy: 'edit_wins', settles: 0, of: 14 });
});

const KINDS: ReadonlyArray<fc.Arbitrary<Json>> = [
	fc.constantFrom<Json>(null, true, false, ''),
	fc.constantFrom<Json>(0, 1, 1.5, -3.5),
	fc.constantFrom<Json>('0', '1', '1.0', '01', '-3.50', '+7', '.5', '7.', '1.2.3', 'NaN', 'a', 'a b'),
	fc.constantFrom<Json>('2026-01-01', '2026-02-03', '2026-1-1', '2026-02-03 extra', '2026-01-01T10:00:00Z', '2026-01-01T10:00:00.5Z', '2026-02-02 08:00:00+02'),
	fc.array(fc.constantFrom<Json>('a', 'b', 1), { maxLength: 3 }),
	fc.record({ start: fc.constantFrom<Json>(null, '2026-01-01'), due: fc.constantFrom<Json>(null, '2026-01-02') }),
];
/** Values of every kind that policies tell apart, those that nearly are of a kind included; mostly of one kind on both sides. */
const values = fc.oneof(...KINDS.map((kind) => fc.record({ base: kind, local: kind, remote: kind })), fc.record({ base: fc.oneof(...KINDS), local: fc.oneof(...KINDS), remote: fc.oneof(...KINDS) }));
const times = fc.constantFrom<number | null>(null, 8, 9, 10, 11, 12, 13, 60);
const conflicts: fc.Arbitrary<NewConflict & { readonly remoteEdited: number | null }> = fc
	.record({ remoteEdited: times, kind: fc.constantFrom('both_changed', 'both_changed', 'both_changed', 'no_base', 'cycle', 'unstable', 'edited_since'), values })
	// Lists are held by fields of their own: no list is a subject.
	.map(({ values: sides, ...one }) => ({ ...one, ...sides, ...(Array.isArray(sides.local) && Array.isArray(sides.remote) ? { field: 'tags' } : {}) }));
const POLICIES: readonly SuggestedPolicy[] = ['local_wins', 'remote_wins', 'newest_wins', 'union', 'text', 'higher', 'lower', 'edit_wins', 'delete_wins'];

it('counts exactly what the suggestions of the single conflicts say', async () => {
	for (const one of fc.sample(conflicts, { numRuns: 300, seed: 20261121 })) {
		// What both sides hold alike is no conflict between them.
		if (JSON.stringify(one.local) !== JSON.stringify(one.remote)) await world().addOne(one, { localEdited: 10, remoteEdited: one.remoteEdited });
	}
	for (let n = 0; n < 3; n += 1) await world().addOne({ field: 'description', base: `one\ntwo ${n}\nthree`, local: `One\ntwo ${n}\nthree`, remote: `one\ntwo ${n}\nThree` });
	await world().addOne({ field: '*', kind: 'delete_versus_update', local: null, remote: { subject: 'x' } });
	const all: ConflictView[] = [];
	for (let after: string | undefined, more = true; more;) {
		const page = await listConflicts(world().database, SCHEMA, {}, { after, limit: 100 });
		all.push(...page.conflicts);
		after = page.next ?? undefined;
		more = page.next !== null;
	}
	const bySuggestion = Object.fromEntries(POLICIES.map((policy) => [policy, all.filter((one) => one.policies.some((outcome) => outcome.policy === policy && outcome.settles)).length]));
	const { open } = await conflictReport(world().database, SCHEMA);
	expect(all.length).toBeGreaterThan(200);
	expect(open.count).toBe(all.length);
	expect(Object.fromEntries(open.wouldSettle.map(({ policy, settles }) => [policy, settles]))).toEqual(bySuggestion);
	for (const policy of ['newest_wins', 'union', 'higher'] as const) expect(bySuggestion[policy]).toBeGreaterThan(3);
	expect(bySuggestion['text']).toBeGreaterThan(2);
});
