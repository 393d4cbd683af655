import { createSyncWorld } from '../support/syncWorld';
import { editBothSides, runChild } from '../support/killedRun';
import { differencesBetween } from '../support/compareFlrts';

/** Kill points tried; more with KILL_POINTS. */
const KILL_POINTS = Number(process.env['KILL_POINTS'] ?? 24);

describe('a sync whose process is killed', () => {
	it('is taken over wherever it died, converges, and leaves no work package twice', async () => {
		const world = await createSyncWorld();
		try {
			await world.sql(`insert into tasks (task_id_display, task_title, priority) select 'S-' || n, 'Seed ' || n, 'Medium' from generate_series(1, 8) n`);
			await world.run('full_sync');
			await editBothSides(world, 0);
			const whole = await runChild(world, null);
			expect(whole.status).toBe('done');
			const points = whole.points ?? [];
			const writes = points.flatMap((name, index) => (name.includes('commit') ? [] : [index + 1]));
			const commits = points.flatMap((name, index) => (name.includes('commit') ? [index + 1] : []));
			expect(writes.length).toBeGreaterThanOrEqual(10);
			const spread = commits.filter((_, index) => index % Math.max(1, Math.floor(commits.length / Math.max(1, KILL_POINTS - 12))) === 0);
			const chosen = [...writes.slice(0, 12), ...spread].slice(0, KILL_POINTS);
			expect(chosen.length).toBeGreaterThanOrEqual(Math.min(20, KILL_POINTS));
			let killed = 0;
			for (const [index, killAt] of chosen.entries()) {
				await editBothSides(world, index + 1);
				const child = await runChild(world, killAt);
				if (child.killedAt !== undefined) killed += 1;
				const where = `killed ${child.killedAt ?? 'not at all'} (point ${killAt})`;
				const recovered = await world.run('incremental');
				expect({ where, status: recovered.status, failures: recovered.failures, conflicts: recovered.conflicts }).toEqual({ where, status: 'done', failures: [], conflicts: [] });
				expect({ where, differences: await differencesBetween(world) }).toEqual({ where, differences: [] });
			}
			expect(killed).toBeGreaterThanOrEqual(Math.min(20, KILL_POINTS));
			const last = await world.run('incremental');
			expect(last.written).toEqual({ local: 0, remote: 0 });
		} finally {
			await world.close();
		}
	}, 600_000);
});
