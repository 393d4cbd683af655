import { planLink, settleLink } from '../../src/plan';
import type { LinkPlan, PlanInput } from '../../src/plan';
import { context, input, localBase, remoteBase, rules } from './world';

const writes = (plan: LinkPlan) => ({ local: plan.local?.values ?? null, remote: plan.remote?.values ?? null });

describe('planLink with both sides there', () => {
	it('plans nothing where nothing moved', () => {
		const plan = planLink(input(), rules());
		expect({ ...writes(plan), agreements: plan.agreements, conflicts: plan.conflicts }).toEqual({ local: null, remote: null, agreements: [], conflicts: [] });
	});

	it('carries each edit to the other side, field by field', () => {
		const plan = planLink(input({ local: { title: 'New title' }, remote: { dueDate: '2026-06-01' } }), rules());
		expect(writes(plan)).toEqual({ remote: { subject: 'New title' }, local: { due: '2026-06-01' } });
	});

	it('pitfall 1: text that only differs in line ends and trailing blanks is no edit, and a real edit of the other side comes through', () => {
		const plan = planLink(input({ local: { body: 'a\r\nb ' }, remote: { description: 'rewritten' } }), rules());
		expect(plan.conflicts).toEqual([]);
		expect(writes(plan)).toEqual({ remote: null, local: { body: 'rewritten' } });
	});

	it('pitfall 1, L4: Done to Archived stays local while the work package stays Closed', () => {
		const done = { link: { baseLocal: { ...localBase, status: 'Done' }, baseRemote: { ...remoteBase, status: 'Closed' } } };
		const plan = planLink(input({ ...done, local: { status: 'Archived' }, remote: { status: 'Closed' } }), rules());
		expect(writes(plan)).toEqual({ local: null, remote: null });
		expect(plan.agreements).toMatchObject([{ field: 'status', needs: [], local: { status: 'Archived' }, remote: { status: 'Closed' } }]);
	});

	it('M5: Done to Archived here and Closed to Rejected there is a conflict, not a silent loss', () => {
		const done = { link: { baseLocal: { ...localBase, status: 'Done' }, baseRemote: { ...remoteBase, status: 'Closed' } } };
		const plan = planLink(input({ ...done, local: { status: 'Archived' }, remote: { status: 'Rejected' } }), rules());
		expect(plan.conflicts).toMatchObject([{ field: 'status', kind: 'both_changed' }]);
		expect(writes(plan)).toEqual({ local: null, remote: null });
	});

	it('takes the same edit on both sides as agreed, without a write', () => {
		const plan = planLink(input({ local: { title: 'Same' }, remote: { subject: 'Same' } }), rules());
		expect(writes(plan)).toEqual({ local: null, remote: null });
		expect(plan.agreements).toMatchObject([{ field: 'subject', local: { title: 'Same' }, remote: { subject: 'Same' } }]);
	});

	it('keeps both values of a conflict and goes on with the other fields', () => {
		const plan = planLink(input({ local: { title: 'Mine', due: '2026-07-01' }, remote: { subject: 'Theirs' } }), rules());
		expect(plan.conflicts).toMatchObject([{ field: 'subject', kind: 'both_changed', base: 'Inspect', local: 'Mine', remote: 'Theirs' }]);
		expect(writes(plan)).toEqual({ local: null, remote: { dueDate: '2026-07-01' } });
	});

	it('pitfall 4, 23: carries out a resolution while both sides still hold what it was decided on, and not otherwise', () => {
		const conflicts = [{ id: '5', field: 'subject', kind: 'both_changed' as const, status: 'resolved' as const, local: 'Mine', remote: 'Theirs', chosen: 'Mine' }];
		const holds = planLink(input({ local: { title: 'Mine' }, remote: { subject: 'Theirs' }, link: { conflicts } }), rules());
		expect(writes(holds)).toEqual({ local: null, remote: { subject: 'Mine' } });
		expect(holds.settled).toMatchObject([{ resolves: '5', value: 'Mine', lost: [{ side: 'remote', value: 'Theirs' }] }]);
		const moved = planLink(input({ local: { title: 'Mine' }, remote: { subject: 'Theirs, edited again' }, link: { conflicts } }), rules());
		expect(writes(moved)).toEqual({ local: null, remote: null });
		expect(moved.conflicts).toHaveLength(1);
	});

	it('names an unmapped status as a failure of that field and carries the rest', () => {
		const plan = planLink(input({ remote: { status: 'Waiting for parts', subject: 'Renamed' } }), rules());
		expect(plan.failures).toMatchObject([{ fields: ['status'], side: 'remote' }]);
		expect(plan.failures[0]?.message).toContain('Waiting for parts');
		expect(writes(plan)).toEqual({ local: { title: 'Renamed' }, remote: null });
	});

	it('pitfall 14: leaves the other side alone where a person has no entry in the user map', () => {
		const plan = planLink(input({ local: { person: 'p9' } }), rules());
		expect(plan.unresolved).toMatchObject([{ field: 'assignee', ref: 'user:local:p9' }]);
		expect(writes(plan)).toEqual({ local: null, remote: null });
	});

	it('pitfall 45: a parent outside the pair is unresolved, never null', () => {
		const plan = planLink(input({ remote: { parent: '999' }, link: { baseLocal: { ...localBase, parent: 'k2' }, baseRemote: { ...remoteBase, parent: '12' } }, local: { parent: 'k2' } }), rules());
		expect(plan.unresolved).toMatchObject([{ field: 'parent', side: 'remote' }]);
		expect(plan.local).toBeNull();
	});

	it('lets changes wait towards a side that is not written', () => {
		const plan = planLink(input({ remote: { subject: 'Theirs' } }), rules({ direction: 'to_remote' }));
		expect(writes(plan)).toEqual({ local: null, remote: null });
		expect(plan).toMatchObject({ waiting: ['subject'], conflicts: [] });
	});

	it('pitfall 2: a value that came back different twice becomes a conflict instead of a third round', () => {
		const bounces = { due: { remote: { sent: { dueDate: '2026-05-02' }, count: 2 } } };
		const plan = planLink(input({ local: { due: '2026-05-02' }, link: { bounces } }), rules());
		expect(plan.conflicts).toMatchObject([{ field: 'due', kind: 'unstable' }]);
		expect(plan.remote).toBeNull();
	});

	it('without base, equal fields agree and different ones are conflicts for a person', () => {
		const plan = planLink(input({ local: { title: 'Other' }, link: { baseLocal: {}, baseRemote: {} } }), rules());
		expect(plan.conflicts).toMatchObject([{ field: 'subject', kind: 'no_base', local: 'Other', remote: 'Inspect' }]);
		expect(plan.agreements.map((agreement) => agreement.field).sort()).toEqual(['assignee', 'description', 'due', 'parent', 'status']);
	});
});

describe('planLink with one side there', () => {
	const alone = { remoteId: null, baseLocal: {}, baseRemote: {} };

	it('creates the partner with every value that can be carried', () => {
		const plan = planLink(input({ remote: null, local: { person: 'p1' }, link: alone }), rules());
		expect(plan.remote).toMatchObject({ kind: 'create', values: { subject: 'Inspect', description: 'a\nb', status: 'New', dueDate: '2026-05-01', assignee: '71' } });
	});

	it('fails the whole record where a status has no entry, instead of making it New', () => {
		const plan = planLink(input({ remote: null, local: { status: 'Blocked' }, link: alone }), rules());
		expect(plan.remote).toBeNull();
		expect(plan.failures[0]?.message).toContain('Blocked');
	});

	it('pitfall 14: a reference without partner follows later instead of meeting as strangers', () => {
		const created = planLink(input({ remote: null, local: { person: 'p9' }, link: alone }), rules());
		expect(created.unresolved).toMatchObject([{ field: 'assignee', ref: 'user:local:p9' }]);
		const start = input({ remote: null, local: { person: 'p9' }, link: alone });
		const settled = settleLink(start, created, { local: { status: 'none' }, remote: { status: 'done', record: remoteBase }, refused: [] }, rules());
		const later: PlanInput = {
			...start, remote: remoteBase, link: { ...start.link, remoteId: '11', baseLocal: settled.baseLocal, baseRemote: settled.baseRemote },
			context: { ...context, remoteUserOf: (user) => (user === 'p9' ? '79' : undefined), localUserOf: (user) => (user === '79' ? 'p9' : undefined) },
		};
		expect(writes(planLink(later, rules()))).toEqual({ local: null, remote: { assignee: '79' } });
	});

	it('concludes nothing from a record that is not there but not known to be gone', () => {
		const plan = planLink(input({ local: null }), rules());
		expect(plan).toMatchObject({ local: null, remote: null, end: 'live', waiting: ['*'] });
	});
});

describe('planLink with a deletion', () => {
	it('sets the status of the work package when the row is gone and nobody edited it since', () => {
		const plan = planLink(input({ local: null, link: { goneSide: 'local' } }), rules());
		expect(plan).toMatchObject({ remote: { kind: 'archive', values: { status: 'Rejected' }, before: { status: 'New' } }, end: 'tombstone' });
	});

	it('lets the edit win over the deletion, in a new generation', () => {
		const plan = planLink(input({ local: null, remote: { subject: 'Edited since' }, link: { goneSide: 'local' } }), rules());
		expect(plan).toMatchObject({ local: { kind: 'create', values: { title: 'Edited since' } }, remote: null, end: 'new_generation' });
	});

	it('makes a conflict of it where a person is to decide', () => {
		const plan = planLink(input({ local: null, remote: { subject: 'Edited since' }, link: { goneSide: 'local' } }), rules({ versusUpdate: 'manual' }));
		expect(plan).toMatchObject({ local: null, remote: null, conflicts: [{ field: '*', kind: 'delete_versus_update' }] });
	});

	it('pitfall 6: only reports a work package that vanished', () => {
		const plan = planLink(input({ remote: null, link: { goneSide: 'remote' } }), rules());
		expect(plan).toMatchObject({ local: null, remote: null, end: 'vanished' });
	});

	it('takes back what it did to the row when a vanished work package returns, unless the row was edited', () => {
		const effect = { side: 'local' as const, before: { status: 'To Do' }, after: { status: 'Cancelled' } };
		const back = planLink(input({ local: { status: 'Cancelled' }, link: { effect, pending: ['reappeared'] } }), rules());
		expect(back.local).toMatchObject({ kind: 'restore', values: { status: 'To Do' } });
		const edited = planLink(input({ local: { status: 'Done' }, link: { effect, pending: ['reappeared'] } }), rules());
		expect(writes(edited)).toEqual({ local: null, remote: { status: 'Closed' } });
	});
});

describe('settleLink', () => {
	it('pitfall 2: moves base only for what was carried; everything else in the answer waits for a second pass', () => {
		const start = input({ local: { title: 'New title' } });
		const plan = planLink(start, rules());
		const answer = { ...remoteBase, subject: 'New title', dueDate: '2026-05-04' };
		const settled = settleLink(start, plan, { local: { status: 'none' }, remote: { status: 'done', record: answer }, refused: [] }, rules());
		expect(settled.baseRemote).toEqual({ ...remoteBase, subject: 'New title' });
		expect(settled.baseLocal).toEqual({ ...localBase, title: 'New title' });
		expect(settled.pending).toEqual(['settle']);
	});

	it('pitfall 3: base moves for what was sent although the local row guard refused its part', () => {
		const start = input({ local: { title: 'B' }, remote: { dueDate: '2026-06-01' } });
		const plan = planLink(start, rules());
		const settled = settleLink(start, plan, { local: { status: 'not_done', pending: 'guard_refused' }, remote: { status: 'done', record: { ...remoteBase, subject: 'B', dueDate: '2026-06-01' } }, refused: [] }, rules());
		expect(settled.baseLocal['title']).toBe('B');
		expect(settled.baseLocal['due']).toBe('2026-05-01');
		const next = planLink(input({ local: { title: 'B2' }, remote: { subject: 'B', dueDate: '2026-06-01' }, link: { baseLocal: settled.baseLocal, baseRemote: settled.baseRemote } }), rules());
		expect(next.conflicts).toEqual([]);
		expect(writes(next)).toEqual({ remote: { subject: 'B2' }, local: { due: '2026-06-01' } });
	});

	it('pitfall 16: a refused field keeps its base and is not tried again until something changes', () => {
		const start = input({ local: { title: 'B', due: '2026-06-01' } });
		const plan = planLink(start, rules());
		const outcome = { local: { status: 'none' as const }, remote: { status: 'done' as const, record: { ...remoteBase, subject: 'B' } }, refused: [{ fields: ['due'], side: 'remote' as const, code: 'REMOTE_REFUSED', message: 'Due date is read-only.' }] };
		const settled = settleLink(start, plan, outcome, rules());
		expect(settled.baseLocal).toEqual({ ...localBase, title: 'B' });
		expect(settled.pending).toEqual(['retry']);
		const link = { baseLocal: settled.baseLocal, baseRemote: settled.baseRemote, fieldFailures: settled.fieldFailures };
		const again = planLink(input({ local: { title: 'B', due: '2026-06-01' }, remote: { subject: 'B' }, link }), rules());
		expect(again).toMatchObject({ remote: null, failures: [{ fields: ['due'], isWaiting: true }] });
		const changed = planLink(input({ local: { title: 'B', due: '2026-06-02' }, remote: { subject: 'B' }, link }), rules());
		expect(changed.remote?.values).toEqual({ dueDate: '2026-06-02' });
	});

	it('a date the server moved flows back once and then both sides agree', () => {
		const start = input({ local: { due: '2026-05-02' } });
		const first = settleLink(start, planLink(start, rules()), { local: { status: 'none' }, remote: { status: 'done', record: { ...remoteBase, dueDate: '2026-05-04' } }, refused: [] }, rules());
		expect(first.pending).toEqual(['settle']);
		const second = input({ local: { due: '2026-05-02' }, remote: { dueDate: '2026-05-04' }, link: { baseLocal: first.baseLocal, baseRemote: first.baseRemote, bounces: first.bounces } });
		const plan = planLink(second, rules());
		expect(writes(plan)).toEqual({ local: { due: '2026-05-04' }, remote: null });
		const settled = settleLink(second, plan, { local: { status: 'done', record: { ...localBase, due: '2026-05-04' } }, remote: { status: 'none' }, refused: [] }, rules());
		expect(settled.pending).toEqual([]);
	});
});
