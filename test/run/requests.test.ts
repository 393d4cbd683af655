import { addTask, useWorld } from './flrtsTasks';

const world = useWorld();

/** Requests one run makes. */
async function requestsOf(mode: 'full_sync' | 'incremental'): Promise<number> {
	world().server.requests.clear();
	const run = await world().run(mode);
	expect(run).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { local: 0, remote: 0 } });
	expect(run.requests).toBe(world().server.requests.count());
	return run.requests;
}

describe('requests of a run with nothing to do', () => {
	beforeEach(async () => {
		for (let index = 0; index < 30; index += 1) await addTask(world(), `Task ${index}`, { due_date: '2026-06-27' });
		await world().run('full_sync');
	});

	it('are at most 6 of an incremental one, and of a full one at most 6 and one for each 200 records', async () => {
		await requestsOf('incremental');
		expect(await requestsOf('incremental')).toBeLessThanOrEqual(6);
		expect(await requestsOf('full_sync')).toBeLessThanOrEqual(6 + 1);
	});

	it('what is known of the project is looked at again after a run that failed for it, and says what is wrong', async () => {
		await requestsOf('incremental');
		const { store, apiUserId, projectIdentifier } = world().server;
		store.setMembership({ userId: apiUserId, project: projectIdentifier, role: null });
		await expect(world().run('incremental')).rejects.toThrow(/no project '.*' that the API user can see/);
		store.setMembership({ userId: apiUserId, project: projectIdentifier, role: 'projectAdmin' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done' });
	});

	it('a day later everything is checked once more', async () => {
		await requestsOf('incremental');
		await world().sql(`update batch_sync.pair set remote_known_at = remote_known_at - interval '25 hours'`);
		world().server.requests.clear();
		await world().run('incremental');
		expect(world().server.requests.entries.map((entry) => entry.path)).toContain(`/api/v3/projects/${world().server.projectIdentifier}`);
	});

});
