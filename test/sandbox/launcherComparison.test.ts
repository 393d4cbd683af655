import { compareTasks, NO_EXEMPTIONS } from '../../sandbox/compareSides';
import { disagreementsOf, type LocalTask, type RemoteTask } from '../../sandbox/compare/rules';
import { writesBetween } from '../../sandbox/versionsOfSides';

const local: LocalTask = {
	id: 'row-1', title: 'Inspect pump', description: 'a\r\nb  ', assignee: '21', creator: '22', parent: null, dueDay: '2026-11-20', priority: 'Medium', status: 'To Do', workPackage: '7',
};
const remote: RemoteTask = {
	id: '7', subject: 'Inspect pump', description: 'a\nb', assignee: '21', responsible: '22', parent: null, dueDate: '2026-11-20', priority: 'Normal', status: 'New',
};

describe('when a task and a work package agree', () => {
	test('equal values do, whatever the line ends and the white space at the end of a text', () => {
		expect(disagreementsOf(local, remote)).toEqual([]);
	});

	test.each<[string, Partial<LocalTask>, Partial<RemoteTask>]>([
		['no text and an empty text', { description: null }, { description: '' }],
		['Archived and Closed', { status: 'Archived' }, { status: 'Closed' }],
		['To Do and On hold', { status: 'To Do' }, { status: 'On hold' }],
		['In Progress and Test failed', { status: 'In Progress' }, { status: 'Test failed' }],
		['a priority in small letters', { priority: 'high' }, { priority: 'High' }],
		['a person without a user and anybody', { assignee: 'unmapped' }, { assignee: '5' }],
	])('%s do', (_name, here, there) => {
		expect(disagreementsOf({ ...local, ...here }, { ...remote, ...there })).toEqual([]);
	});

	test.each<[string, Partial<LocalTask>, Partial<RemoteTask>]>([
		['title', { title: 'Inspect pump 2' }, {}],
		['description', { description: 'a\n\nb' }, {}],
		['description', { description: null }, { description: 'x' }],
		['assignee', { assignee: null }, {}],
		['assignee', {}, { assignee: null }],
		['responsible', {}, { responsible: '23' }],
		['parent', { parent: '6' }, {}],
		['parent', {}, { parent: '6' }],
		['due', { dueDay: null }, {}],
		['due', {}, { dueDate: '2026-11-21' }],
		['priority', { priority: 'High' }, {}],
		['priority', { priority: null }, {}],
		['status', { status: 'Done' }, { status: 'New' }],
		['status', { status: 'To Do' }, { status: 'In progress' }],
		['status', { status: 'Cancelled' }, { status: 'Closed' }],
	])('a difference in %s is found', (field, here, there) => {
		expect(disagreementsOf({ ...local, ...here }, { ...remote, ...there }).map((found) => found.field)).toEqual([field]);
	});
});

describe('the comparison of both sides', () => {
	test('is content when every record has its partner and agrees', () => {
		expect(compareTasks([local], [remote], NO_EXEMPTIONS)).toEqual({ agree: true, compared: 1, differences: [], differenceCount: 0 });
	});

	test('finds rows and work packages without partner, and rows that share one', () => {
		const rows = [local, { ...local, id: 'row-2' }, { ...local, id: 'row-3', workPackage: null }, { ...local, id: 'row-4', workPackage: '99' }];
		const { agree, differences } = compareTasks(rows, [remote, { ...remote, id: '8', subject: 'Stray' }], NO_EXEMPTIONS);
		expect(agree).toBe(false);
		expect(differences).toEqual([
			'Rows row-1 and row-2 both carry work package 7.',
			"Row row-3 ('Inspect pump') has no work package.",
			'Row row-4 carries work package 99, which is not in the project.',
			"Work package 8 ('Stray') has no row.",
		]);
	});

	test('lets the field of an open conflict differ, and no other', () => {
		const exempt = { ...NO_EXEMPTIONS, fields: [{ rowId: 'row-1', field: 'title' as const }] };
		expect(compareTasks([{ ...local, title: 'x' }], [remote], exempt).agree).toBe(true);
		expect(compareTasks([{ ...local, title: 'x', priority: 'High' }], [remote], exempt).differences).toEqual(['Row row-1 and work package 7 differ in priority: "High" here, "Normal" there.']);
		expect(compareTasks([{ ...local, id: 'row-2', title: 'x' }], [remote], exempt).agree).toBe(false);
	});

	test('wants the work package of a deleted row on Rejected, and without a row', () => {
		const exempt = { ...NO_EXEMPTIONS, rejected: ['7'] };
		expect(compareTasks([], [{ ...remote, status: 'Rejected' }], exempt).agree).toBe(true);
		expect(compareTasks([], [remote], exempt).differences).toEqual(["The row of work package 7 was deleted, but its status is 'New' and not 'Rejected'."]);
		expect(compareTasks([local], [remote], exempt).agree).toBe(false);
	});

	test('names a hundred differences and counts all', () => {
		const rows = Array.from({ length: 150 }, (_, index) => ({ ...local, id: `row-${index}`, workPackage: null }));
		const { differences, differenceCount } = compareTasks(rows, [], NO_EXEMPTIONS);
		expect([differences.length, differenceCount]).toEqual([100, 150]);
	});
});

test('every write between two readings is seen, also of rows that came or went', () => {
	const before = { local: new Map([['a', '1'], ['b', '1'], ['c', '1']]), remote: new Map([['7', '0 t']]) };
	expect(writesBetween(before, before)).toEqual([]);
	const after = { local: new Map([['a', '1'], ['b', '2'], ['d', '1']]), remote: new Map([['7', '1 t']]) };
	expect(writesBetween(before, after)).toEqual(['Row b was written.', 'Row c was written.', 'Row d was written.', 'Work package 7 was written.']);
});
