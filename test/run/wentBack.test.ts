import type { RunMode } from '../../src/run';
import { expectDay, expectStopped, liveThroughADay } from './dayOfEdits';
import type { SetBackSide } from './dayOfEdits';
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
