import { planLink, settleLink } from '../../src/plan';
import { input, rules } from './world';

const dates = { computed: ['dueDate'] };

describe('a due date that OpenProject works out by itself', () => {
	test('gives way to the table\'s own', () => {
		const plan = planLink(input({ remote: { dueDate: '2026-05-09' }, link: dates }), rules());
		expect(plan).toMatchObject({ local: null, remote: { values: { dueDate: '2026-05-01' } }, conflicts: [], putBack: ['due'], followed: [] });
	});

	test('gives way to an empty one too', () => {
		const plan = planLink(input({ local: { due: null }, remote: { dueDate: '2026-05-09' }, link: { ...dates, baseLocal: { ...input().link.baseLocal, due: null }, baseRemote: { ...input().link.baseRemote, dueDate: null } } }), rules());
		expect(plan).toMatchObject({ local: null, remote: { values: { dueDate: null } }, putBack: ['due'] });
	});

	test('is no second edit beside one in the table', () => {
		const plan = planLink(input({ local: { due: '2026-05-02' }, remote: { dueDate: '2026-05-09' }, link: dates }), rules());
		expect(plan).toMatchObject({ local: null, remote: { values: { dueDate: '2026-05-02' } }, conflicts: [] });
	});

	test('is written to the table where OpenProject schedules', () => {
		const plan = planLink(input({ remote: { dueDate: '2026-05-09' }, link: dates }), rules({ keepsDates: false }));
		expect(plan).toMatchObject({ local: { values: { due: '2026-05-09' } }, remote: null, followed: ['due'], putBack: [] });
	});

	test('decides nothing without a base: the table\'s counts', () => {
		const plan = planLink(input({ local: { due: '2026-05-02' }, remote: { dueDate: '2026-05-09' }, link: { ...dates, baseLocal: {}, baseRemote: {} } }), rules());
		expect(plan.remote).toMatchObject({ values: { dueDate: '2026-05-02' } });
		expect(plan.conflicts).toEqual([]);
	});

	test('goes on being followed by a row that took it over when it was made, until that is edited', () => {
		const made = planLink({ ...input({ link: { ...dates, localKey: null, baseLocal: {}, baseRemote: {} } }), local: null }, rules());
		expect(made).toMatchObject({ local: { kind: 'create' }, followed: ['due'] });
		const followed = { ...dates, followed: ['due'] };
		expect(planLink(input({ remote: { dueDate: '2026-05-09' }, link: followed }), rules())).toMatchObject({ local: { values: { due: '2026-05-09' } }, remote: null });
		const edited = input({ local: { due: '2026-05-02' }, remote: { dueDate: '2026-05-09' }, link: followed });
		const plan = planLink(edited, rules());
		expect(plan).toMatchObject({ local: null, remote: { values: { dueDate: '2026-05-02' } }, conflicts: [] });
		const after = settleLink(edited, plan, { local: { status: 'none' }, remote: { status: 'done', record: { ...edited.remote, dueDate: '2026-05-02' } }, refused: [] }, rules());
		expect(after).toMatchObject({ followed: [], baseRemote: { dueDate: '2026-05-02' } });
	});

	test('does not keep a work package from being deleted with its row, as an edit would', () => {
		const gone = { ...input({ remote: { dueDate: '2026-05-09' }, link: { ...dates, goneSide: 'local', pending: ['gone_local'] } }), local: null };
		expect(planLink(gone, rules({ deleteRemote: { effect: 'delete' } }))).toMatchObject({ remote: { kind: 'delete' }, end: 'tombstone' });
		expect(planLink({ ...gone, link: { ...gone.link, computed: [] } }, rules({ deleteRemote: { effect: 'delete' } })).remote).toBeNull();
	});

	test('leaves the other fields as they are: they merge as ever', () => {
		const plan = planLink(input({ local: { title: 'Mine' }, remote: { dueDate: '2026-05-09', description: 'theirs' }, link: dates }), rules());
		expect(plan).toMatchObject({ local: { values: { body: 'theirs' } }, remote: { values: { subject: 'Mine', dueDate: '2026-05-01' } } });
	});
});

describe('a date that was stored otherwise than it was sent', () => {
	test('is a failure of its field: the row keeps its date, and what OpenProject holds is no edit', () => {
		const given = input({ local: { due: '2026-05-02' } });
		const plan = planLink(given, rules());
		const refused = [{ fields: ['due'], side: 'remote' as const, code: 'MOVED_BY_REMOTE', message: 'moved' }];
		const after = settleLink(given, plan, { local: { status: 'none' }, remote: { status: 'done', record: { ...given.remote, dueDate: '2026-05-04' } }, refused }, rules());
		expect(after).toMatchObject({ baseLocal: { due: '2026-05-01' }, baseRemote: { dueDate: '2026-05-04' }, pending: ['retry'], fieldFailures: { due: { code: 'MOVED_BY_REMOTE' } } });
		const next = planLink({ ...given, remote: after.remote, link: { ...given.link, baseLocal: after.baseLocal, baseRemote: after.baseRemote } }, rules());
		expect(next).toMatchObject({ local: null, remote: { values: { dueDate: '2026-05-02' } }, conflicts: [] });
	});
});

describe('a subject that OpenProject makes up', () => {
	const subject = { computed: ['subject'] };

	test('is not fought over: either side keeps what it has', () => {
		const given = input({ remote: { subject: 'Task 11' }, link: subject });
		const plan = planLink(given, rules());
		expect(plan).toMatchObject({ local: null, remote: null, conflicts: [], agreements: [{ field: 'subject', needs: [], local: { title: 'Inspect' }, remote: { subject: 'Task 11' } }] });
		expect(planLink(input({ local: { title: 'Mine' }, remote: { subject: 'Task 11' }, link: subject }), rules())).toMatchObject({ local: null, remote: null, conflicts: [] });
	});

	test('is followed by a row that was made from it', () => {
		expect(planLink(input({ remote: { subject: 'Task 12' }, link: { ...subject, followed: ['subject'] } }), rules())).toMatchObject({ local: { values: { title: 'Task 12' } }, followed: ['subject'] });
	});
});
