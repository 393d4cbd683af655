import { addTask, expectRest, subjects } from '../run/fieldTasks';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

/** How long the server goes on working on a creation whose connection broke. */
const LATE_MS = 900;

describe('creations that take effect long after their answer was lost', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
	});
	afterEach(async () => {
		await world.close();
	});

	it('E4: are waited for, so that nothing is there twice once all of them have arrived', async () => {
		for (const title of ['Slow 1', 'Slow 2', 'Slow 3']) await addTask(world, { title });
		world.server.faults.add({ fault: { kind: 'resetThenEffect', ms: LATE_MS }, method: 'POST', path: '/api/v3/work_packages', times: 3 });
		await world.run('full_sync');
		expect(subjects(world)).toEqual([]);
		await world.run('incremental');
		await new Promise((resolve) => setTimeout(resolve, LATE_MS + 300));
		expect(subjects(world)).toEqual(['Slow 1', 'Slow 2', 'Slow 3']);
		await world.run('incremental');
		await expectRest(world);
	});
});
