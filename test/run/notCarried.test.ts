import { checkHealth } from '../../src/health';
import { readDashboard } from '../../src/console/read/readDashboard';
import type { PairConfiguration, RunResult, RunTask } from '../../src/run';
import { addTask, addTasks, editTask, letting, packageOf, useWorld } from './flrtsTasks';

const world = useWorld();
const everything = letting('mass_delete', 'mass_change', 'both_populated', 'empty_side', 'scope_changed');

const configure = (change: Partial<PairConfiguration>): void => void (world().configuration = { ...world().configuration, ...change });
const notLow = (): void => configure({ local: { ...world().configuration.local, filter: [{ column: 'priority', operator: 'not_equals', value: 'Low' }] } });
const run = async (mode: 'incremental' | 'full_sync' = 'incremental'): Promise<RunResult> => await world().run(mode, everything);
const idOf = async (row: string): Promise<number> => (await packageOf(world(), row)).id;
const health = async () => (await checkHealth({ database: world().database, schema: 'batch_sync' }, { name: 'flrts', compare: 'none' })).checks.find(({ name }) => name === 'not_carried');
async function shownInConsole(): Promise<string | undefined> {
	const [pair] = await world().sql<{ id: string }>('select id from batch_sync.pair');
	return (await readDashboard(world().database, 'batch_sync', pair?.id ?? '')).notCarried;
}

/** Two records in step, and the row of the first. */
async function twoInStep(): Promise<string> {
	const [row = ''] = await addTasks(world(), 2);
	await run('full_sync');
	expect((await run()).message).toBe('In step; nothing had to be written.');
	return row;
}

describe('what is not carried is never covered by a run that says all is in step', () => {
	it('a record that leaves the filter is told of once, and not as an edit', async () => {
		notLow();
		const row = await twoInStep();
		await world().sql(`alter table tasks add column note text`);
		world().configuration = { ...world().configuration, local: { ...world().configuration.local, filter: [{ column: 'note', operator: 'is_null' }] } };
		await run();
		await editTask(world(), row, { note: 'put away' });
		expect(await run()).toMatchObject({ message: "Nothing was written. 1 record left the pair's scope.", remarks: [] });
		expect((await run()).message).toBe('In step; nothing had to be written.');
		expect([await health(), await shownInConsole()]).toEqual([undefined, undefined]);
	});

	it('an edit in OpenProject of a record outside the filter is named until it is inside again, then carried', async () => {
		notLow();
		const row = await twoInStep();
		await editTask(world(), row, { priority: 'Low' });
		const id = await idOf(row);
		world().server.store.update(id, { subject: 'Edited there' });
		for (const left of [" 1 record left the pair's scope.", '']) {
			const result = await run();
			expect(result).toMatchObject({ status: 'done', conflictCount: 0, failureCount: 0, message: `Nothing was written.${left} Not carried: 1 record edited outside the pair's scope.` });
			expect(result.remarks).toEqual([`Edited outside the pair's scope (row filter, project or type), so not carried until the record is inside again: work package ${id} 'Edited there' (edited in the table and in OpenProject).`]);
		}
		expect(await health()).toMatchObject({ severity: 'warning', value: 1, finding: expect.stringContaining(`work package ${id} 'Edited there'`) as string });
		expect(await shownInConsole()).toBe("1 record edited outside the pair's scope");
		await editTask(world(), row, { priority: 'Medium' });
		expect((await run()).message).toMatch(/^Done in .*: 0 writes to OpenProject and 1 to the table\.$/);
		expect((await run()).message).toBe('In step; nothing had to be written.');
		expect(await health()).toBeUndefined();
	});

	it('the very edit that puts a row outside is one that is not carried', async () => {
		configure({ local: { ...world().configuration.local, filter: [{ column: 'status', operator: 'not_in', value: ['Archived'] }] } });
		const row = await twoInStep();
		await editTask(world(), row, { status: 'Archived', task_title: 'Put away' });
		expect((await run()).remarks.join(' ')).toContain(`work package ${await idOf(row)} 'T 1' (edited in the table)`);
	});

	it.each([{ project: 'head-office' }, { type: 'Milestone' }])('edits of a row whose work package went elsewhere (%j) are named', async (away) => {
		const row = await twoInStep();
		world().server.store.update(await idOf(row), away);
		expect((await run('full_sync')).message).toBe("Nothing was written. 1 record left the pair's scope.");
		await editTask(world(), row, { task_title: 'Edited here' });
		expect(await run('full_sync')).toMatchObject({ message: "Nothing was written. Not carried: 1 record edited outside the pair's scope.", remarks: [expect.stringContaining('(edited in the table)') as string] });
	});

	it('half of the work packages out of sight are told of with the first look and with every later one', async () => {
		const rows = await addTasks(world(), 8);
		await run('full_sync');
		const ids = (await Promise.all(rows.slice(0, 4).map(idOf))).sort((a, b) => a - b);
		const usual = world().settings;
		// Twice a cadence apart makes them vanished, once does not.
		world().settings = { ...usual, cadenceMs: 60_000 };
		for (const id of ids) world().server.store.hide(id);
		const first = await run('full_sync');
		expect(first.message).toBe('Nothing was written. Not carried: 4 linked work packages gone or out of sight.');
		expect(first.remarks.join(' ')).toContain(`4 linked work packages do not answer this time (${ids.join(', ')})`);
		world().settings = usual;
		const later = await run('full_sync');
		expect(later).toMatchObject({ message: first.message, remarks: [expect.stringContaining('4 linked work packages are gone or not visible any more') as string] });
		expect((await run()).message).toBe(first.message);
		expect(await health()).toMatchObject({ severity: 'warning', value: 4, whatToDo: expect.stringMatching(/lost a membership/) as string });
		expect(await shownInConsole()).toBe('4 linked work packages gone or out of sight');
		for (const id of ids) world().server.store.show(id);
		await run('full_sync');
		expect((await run('full_sync')).message).toBe('In step; nothing had to be written.');
	});

	it('a few work packages that were deleted are told of, and are nothing wrong', async () => {
		const rows = await addTasks(world(), 20);
		await run('full_sync');
		world().server.store.delete(await idOf(rows[0] ?? ''));
		await run('full_sync');
		expect(await run('full_sync')).toMatchObject({ message: expect.stringMatching(/^Nothing .*1 linked work package gone or out of sight\.$/) as string });
		expect(await health()).toMatchObject({ severity: 'ok', finding: 'Not carried by any run: 1 linked work package gone or out of sight.', whatToDo: null });
	});

	it('a record on hold is named, with what takes it up again', async () => {
		const row = await twoInStep();
		await editTask(world(), row, { task_title: 'Edited here' });
		const { run: id } = await run();
		await world().run('incremental', { task: { kind: 'undo', run: id } as RunTask });
		await editTask(world(), row, { task_title: 'Edited again' });
		expect(await run()).toMatchObject({ message: 'Nothing was written. Not carried: 1 record on hold after an undo.', remarks: [expect.stringMatching(/until Release Links: work package \d+ '.*' \(edited in the table\)\.$/) as string] });
		expect(await health()).toMatchObject({ severity: 'warning', whatToDo: 'Take the records on hold up again with Release Links of Batch Sync.' });
	});

	it('edits on the side a pair does not write from are named', async () => {
		configure({ direction: 'to_remote' });
		const row = await twoInStep();
		world().server.store.update(await idOf(row), { subject: 'Edited there' });
		expect(await run()).toMatchObject({ message: 'Nothing was written. Not carried: 1 record edited where the other side is not written.', remarks: [expect.stringContaining('Direction is To OpenProject') as string] });
		expect(await health()).toMatchObject({ severity: 'ok' });
	});

	it('a reference to a record outside of the sync, and a person without a partner, are named', async () => {
		notLow();
		const parent = await addTask(world(), 'Outside', { priority: 'Low' });
		const [person] = await world().sql<{ id: string }>(`insert into personnel (full_name) values ('Not mapped') returning id`);
		const row = await twoInStep();
		await editTask(world(), row, { parent_task_id: parent });
		await addTask(world(), 'Theirs', { assigned_to_user_id: person?.id });
		await run();
		const result = await run();
		expect(result.message).toBe('Nothing was written. Not carried: 2 records naming a person or record without a partner.');
		expect(result.remarks).toEqual([expect.stringMatching(/1 record names person .*, who has no OpenProject user/), expect.stringMatching(/1 record refers to row .*, which has no work package in this pair/)]);
	});

	it('what is edited though it is deleted, where deletions win, is named', async () => {
		configure({ deletePolicy: { ...world().configuration.deletePolicy, versusUpdate: 'delete_wins' } });
		const row = await twoInStep();
		const id = await idOf(row);
		await world().sql('delete from tasks where id = $1', [row]);
		await run();
		world().server.store.update(id, { subject: 'Needed after all' });
		expect(await run()).toMatchObject({ message: 'Nothing was written. Not carried: 1 deleted record edited since.', remarks: [`Edited since their rows were deleted, and not carried, since deletions win in this pair: work package ${id}.`] });
	});

	it('nor do open conflicts and failures count as in step', async () => {
		const row = await twoInStep();
		await editTask(world(), row, { task_title: 'Here' });
		world().server.store.update(await idOf(row), { subject: 'There' });
		expect((await run()).message).toBe('Nothing was written. Open: 1 conflict waiting for a decision.');
		await addTask(world(), 'Refused', { priority: 'No such priority' });
		expect((await run()).message).toMatch(/Open: 1 conflict waiting for a decision, 1 record with failures\.$/);
		expect((await run()).message).toBe('Nothing was written. Open: 1 conflict waiting for a decision, 1 record with failures.');
	});
});
