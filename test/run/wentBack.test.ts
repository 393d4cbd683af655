import type { RunMode } from '../../src/run';
import { backUpOpenProject } from '../support/backups';
import { expectDay, expectStopped, liveThroughADay } from './dayOfEdits';
import type { SetBackSide } from './dayOfEdits';
import { addTask, taskOf } from './fieldTasks';
import { useWorld } from './flrtsTasks';

const modes: readonly RunMode[] = ['incremental', 'full_sync', 'delta_sync'];

const said: Readonly<Record<SetBackSide, RegExp>> = {
	openproject: /OpenProject is in an older state than at the last run: \d+ records? shows? it, and what happened from \d{4}-\d\d-\d\d \d\d:\d\d UTC on is missing/,
	table: /The table is in an older state than at the last run: \d+ records? shows? it/,
	books: /What the sync itself had recorded .* is in an older state/,
};

describe('E7: a side that was set back is noticed before anything follows from it', () => {
	const world = useWorld();

	it.each((['openproject', 'table', 'books'] as const).flatMap((side) => modes.map((mode) => [side, mode] as const)))('%s alone, then %s', async (side, mode) => {
		const day = await liveThroughADay(world());
		await day.backups[side].restore();
		await expectStopped(world(), mode, day.ids, said[side]);
		// It goes on stopping until somebody decides.
		await expectStopped(world(), 'incremental', day.ids, said[side]);
		await expectStopped(world(), 'full_sync', day.ids, said[side]);
	});

	it('OpenProject alone, of which a listing of what changed shows nothing, since only an edit of a work package that is old again is gone', async () => {
		const id = await addTask(world(), { title: 'Old' });
		await world().run('full_sync');
		const { openproject_id: remote } = await taskOf(world(), id);
		world().server.faults.shiftClock(-2 * 3_600_000);
		world().server.store.touch(remote as number);
		world().server.faults.resetClock();
		await world().run('full_sync');
		const backup = await backUpOpenProject(world());
		world().server.store.update(remote as number, { subject: 'Edited in the office' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 1 } });
		await backup.restore();
		await expectStopped(world(), 'incremental', [id], said.openproject);
	});

	it.each(['openproject', 'table', 'books'] as const)('%s alone: a resync brings the day back, and nothing is lost or there twice', async (side) => {
		const day = await liveThroughADay(world());
		await day.backups[side].restore();
		await expectStopped(world(), 'incremental', day.ids, said[side]);
		const healed = await world().run('full_sync', { task: { kind: 'resync' } });
		expect(healed).toMatchObject({ status: 'done', conflicts: [], failures: [] });
		await world().run('incremental');
		await expectDay(world(), day);
	});
});
