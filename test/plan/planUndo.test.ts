import { compileMapping } from '../../src/mapping';
import { planUndo } from '../../src/plan';
import type { PlanInput, PlanRules, RunHistory } from '../../src/plan';

const mapping = compileMapping(
	[
		{ name: 'title', local: ['title'], remote: ['subject'], lens: { kind: 'identity' } },
		{ name: 'from', local: ['starts'], remote: ['startDate'], lens: { kind: 'identity' }, group: 'dates' },
		{ name: 'until', local: ['ends'], remote: ['dueDate'], lens: { kind: 'identity' }, group: 'dates' },
	],
	{ policies: [] },
);

const rules: PlanRules = {
	mapping, direction: 'both', noBasePolicies: [], deleteRemote: { effect: 'status', property: 'subject', value: 'gone' }, deleteLocal: { effect: 'none' },
	versusUpdate: 'edit_wins', fieldsWithoutBase: new Set(), keepsDates: true, tieMs: 0, nowMs: 0,
};

const nothing = () => undefined;
const input = (local: PlanInput['local'], remote: PlanInput['remote']): PlanInput => ({
	local, remote,
	context: { linkOfLocal: nothing, linkOfRemote: nothing, localOfLink: nothing, remoteOfLink: nothing, remoteUserOf: nothing, localUserOf: nothing },
	link: { id: '1', generation: 1, state: 'live', localKey: '["a"]', remoteId: '7', baseLocal: {}, baseRemote: {}, goneSide: null, pending: [], bounces: {}, fieldFailures: {}, conflicts: [], localEditedAtMs: null, remoteEditedAtMs: null, computed: [], followed: [], effect: null },
});
const bases = (title: string, ends: string): RunHistory['before'] => ({ local: { title, starts: 's', ends }, remote: { subject: title, startDate: 's', dueDate: ends } });
const local = (title: string, ends: string) => bases(title, ends).local;
const remote = (title: string, ends: string) => bases(title, ends).remote;

/** The run carried a title and an end from the row to the work package. */
const carried: RunHistory = {
	local: null, remote: { kind: 'update', names: ['subject', 'dueDate'], before: { subject: 'old', dueDate: 'e0' }, after: remote('new', 'e1') },
	before: bases('old', 'e0'), after: bases('new', 'e1'), parentRemoteId: null,
};

describe('taking back what a run carried', () => {
	it('writes the values from before to the side that was written, and gives base back', () => {
		const plan = planUndo(input(local('new', 'e1'), remote('new', 'e1')), carried, rules);
		expect(plan).toMatchObject({ isUndo: true, local: null, remote: { kind: 'restore', values: { subject: 'old', dueDate: 'e0' }, before: { subject: 'new', dueDate: 'e1' } }, conflicts: [] });
		expect(plan.agreements.map(({ field, needs, local: l, remote: r }) => [field, needs, l, r])).toEqual([['title', ['remote'], { title: 'old' }, { subject: 'old' }], ['until', ['remote'], { ends: 'e0' }, { dueDate: 'e0' }]]);
	});

	it('leaves alone, as a conflict, what either side has edited since; a group as a whole', () => {
		const there = planUndo(input(local('new', 'e1'), { ...remote('new', 'e1'), startDate: 'other' }), carried, rules);
		expect(there.remote?.values).toEqual({ subject: 'old' });
		expect(there.conflicts).toMatchObject([{ field: 'dates', remote: { from: 'other', until: 'e1' } }]);
		const edited = planUndo(input({ ...local('new', 'e1'), ends: 'later' }, remote('new', 'e1')), carried, rules);
		expect(edited.remote?.values).toEqual({ subject: 'old' });
		expect(edited.conflicts).toEqual([{ field: 'dates', fields: ['from', 'until'], kind: 'edited_since', base: { from: 's', until: 'e0' }, local: { from: 's', until: 'later' }, remote: { from: 's', until: 'e1' } }]);
		expect(edited.agreements.map(({ field }) => field)).toEqual(['title']);
	});

	it('has nothing left to write the second time', () => {
		expect(planUndo(input(local('new', 'e1'), remote('old', 'e0')), carried, rules)).toMatchObject({ local: null, remote: null, conflicts: [] });
	});

	it('forgets the base of fields that had none before the run', () => {
		const [agreement] = planUndo(input(local('new', 'e1'), remote('new', 'e1')), { ...carried, before: { local: {}, remote: {} } }, rules).agreements;
		expect(agreement).toMatchObject({ field: 'title', local: {}, remote: {}, forgetLocal: ['title'], forgetRemote: ['subject'] });
	});
});

describe('taking back what a run made', () => {
	const made: RunHistory = { local: null, remote: { kind: 'create', names: ['subject', 'startDate', 'dueDate'], before: null, after: remote('new', 'e1') }, before: { local: {}, remote: {} }, after: bases('new', 'e1'), parentRemoteId: null };

	it('is a deletion as the pair carries it, and does not touch the row', () => {
		expect(planUndo(input(local('edited meanwhile', 'e1'), remote('new', 'e1')), made, rules)).toMatchObject({ local: null, remote: { kind: 'archive', values: { subject: 'gone' } }, conflicts: [] });
		expect(planUndo(input(local('new', 'e1'), remote('gone', 'e1')), made, rules)).toMatchObject({ local: null, remote: null, conflicts: [] });
	});

	it('is a conflict once somebody has edited it, and is left where the pair leaves such records', () => {
		expect(planUndo(input(local('new', 'e1'), remote('new', 'later')), made, rules)).toMatchObject({ remote: null, conflicts: [{ field: '*', kind: 'edited_since' }] });
		expect(planUndo(input(local('new', 'e1'), remote('new', 'e1')), made, { ...rules, deleteRemote: { effect: 'none' } })).toMatchObject({ remote: null, waiting: ['*'], agreements: [] });
	});

	it('makes again what a run deleted, under its parent as it is now', () => {
		const deleted: RunHistory = { ...made, remote: { kind: 'delete', names: [], before: { ...remote('new', 'e1'), parent: '5' }, after: null }, before: bases('new', 'e1'), parentRemoteId: '9' };
		expect(planUndo(input(null, null), deleted, rules).remote).toMatchObject({ kind: 'create', values: { subject: 'new', parent: '9' } });
	});
});
