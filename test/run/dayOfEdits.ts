import type { RunMode, RunResult } from '../../src/run';
import { backUpBooks, backUpOpenProject, backUpTable } from '../support/backups';
import type { Backup } from '../support/backups';
import { differencesBetween } from '../support/compareFlrts';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, subjects, taskOf, tasks } from './fieldTasks';
import { versionsOf } from './flrtsTasks';

/** What a day brought: every kind of edit on either side, in step at its end. */
export interface Day {
	readonly ids: readonly string[];
	/** Subjects and titles at the end of the day. */
	readonly titles: readonly string[];
	readonly backups: Readonly<Record<SetBackSide, Backup>>;
}
export type SetBackSide = 'openproject' | 'table' | 'books';

/** Titles before the day, in order. */
export const dayTitles = { morning: Array.from({ length: 10 }, (_, number) => `Task ${number}`) } as const;

/** Ten records in step, a backup of everything, and a day of edits that were all carried. */
export async function liveThroughADay(world: SyncWorld): Promise<Day> {
	const ids: string[] = [];
	for (const title of dayTitles.morning) ids.push(await addTask(world, { title }));
	await world.run('full_sync');
	await world.run('incremental');
	const backups = { openproject: await backUpOpenProject(world), table: await backUpTable(world), books: await backUpBooks(world) };
	await world.sql(`update tasks set task_title = 'Task 0, edited in the field' where id = $1`, [ids[0]]);
	world.server.store.update(await packageOf(world, ids, 1), { subject: 'Task 1, edited in the office' });
	await addTask(world, { title: 'New in the field' });
	world.server.store.create({ subject: 'New in the office' });
	await world.sql(`delete from tasks where id = $1`, [ids[2]]);
	for (let run = 0; run < 3; run += 1) expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
	expect(await differencesBetween(world)).toEqual([]);
	return { ids, titles: (await tasks(world)).map((row) => row.task_title), backups };
}

export async function packageOf(world: SyncWorld, ids: readonly string[], index: number): Promise<number> {
	return (await taskOf(world, ids[index] as string)).openproject_id as number;
}

export async function expectStopped(world: SyncWorld, mode: RunMode, ids: readonly string[], said: RegExp): Promise<RunResult> {
	const before = await versionsOf(world);
	const result = await world.run(mode, mode === 'delta_sync' ? { ids: [ids[5] as string] } : {});
	expect(result).toMatchObject({ status: 'stopped_by_guard', written: { local: 0, remote: 0 } });
	expect(result.guards.map(({ guard }) => guard)).toContain('went_back');
	expect(result.message).toMatch(said);
	expect(result.message).toMatch(/Resync/);
	expect(await versionsOf(world)).toEqual(before);
	return result;
}

/** Both sides hold what they held at the end of the day, and nothing is there twice. */
export async function expectDay(world: SyncWorld, day: Day): Promise<void> {
	// A deleted row that a restored table brought back is not deleted a second time: it comes to be cancelled, as its work package is.
	expect((await tasks(world)).filter((row) => row.task_title !== 'Task 2' || row.status !== 'Cancelled').map((row) => row.task_title)).toEqual(day.titles);
	expect(subjects(world).filter((subject) => subject !== 'Task 2')).toEqual([...day.titles].sort());
	expect(await differencesBetween(world)).toEqual([]);
	const before = await versionsOf(world);
	expect(await world.run('full_sync')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, conflicts: [], failures: [] });
	expect(await versionsOf(world)).toEqual(before);
}
