import { fetchHttp, systemClock } from '../../src/openproject';
import type { HttpPort } from '../../src/openproject';
import type { Database } from '../../src/postgres';
import { holdFence } from '../../src/postgres/stores/leaseStore';
import { tablesIn } from '../../src/postgres/stores/tables';
import { runSync } from '../../src/run';
import { addTask, onceAt, subjects, withoutGuards } from '../run/fieldTasks';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

interface Gate {
	readonly passed: Promise<void>;
	open(): void;
}

function gate(): Gate {
	let open = (): void => undefined;
	const passed = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { passed, open: () => open() };
}

describe('a run that another has taken over from', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
		await addTask(world, { title: 'Bystander' });
		await world.run('full_sync');
	});
	afterEach(async () => {
		await world.close();
	});

	it('E13: sends nothing more of a batch it had prepared before it paused', async () => {
		for (const title of ['First', 'Second', 'Third']) await addTask(world, { title });
		let thawed = Promise.resolve();
		const frozen = gate();
		const reached = gate();
		const pausing: Database = {
			async transaction(work, options) {
				await thawed;
				return await world.database.transaction(work, options);
			},
			close: () => world.database.close(),
		};
		const inner = fetchHttp({ baseUrl: world.server.url, apiKey: world.server.apiKey });
		const http: HttpPort = {
			async send(request) {
				const answer = await inner.send(request);
				await thawed;
				return answer;
			},
		};
		const made: string[] = [];
		world.server.onRequest({ before: ({ method, body }) => {
			if (method === 'POST') made.push((JSON.parse(body) as { subject: string }).subject);
		} });
		onceAt(world, 'after', ({ method }) => method === 'POST', () => {
			thawed = frozen.passed;
			reached.open();
		});
		const old = runSync({ database: pausing, remote: world.remotePort(world.configuration, http), clock: systemClock(), schema: 'batch_sync' }, world.configuration, { ...world.settings, workers: 1, batchSize: 10 }, { mode: 'incremental', trigger: 'test', startedBy: 'a process that pauses' }, { allowSetUp: true });
		await reached.passed;
		expect(await world.run('incremental')).toMatchObject({ status: 'done' });
		frozen.open();
		await expect(old).rejects.toThrow(/another run|taken over|lease/i);
		inner.close();
		expect(made.sort()).toEqual(['First', 'Second', 'Third']);
		expect(subjects(world)).toEqual(['Bystander', 'First', 'Second', 'Third']);
	});

	it('E13: is waited for while one of its transactions is open', async () => {
		const tables = tablesIn('batch_sync');
		const [fence] = await world.sql<{ pair: string; number: string }>('select pair, number from batch_sync.fence');
		const holds = gate();
		let isCommitted = false;
		const former = world.database.transaction(async (tx) => {
			expect(await holdFence(tx, tables, fence?.pair ?? '', fence?.number ?? '')).toBe(true);
			holds.open();
			const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
			for (let tries = 0; tries < 50 && (await world.sql(waiting)).length === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
			isCommitted = true;
		});
		await holds.passed;
		const result = await world.run('incremental');
		expect({ status: result.status, isCommitted }).toEqual({ status: 'done', isCommitted: true });
		await former;
	});
});
