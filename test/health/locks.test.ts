import { Client } from 'pg';
import { checkHealth, type HealthCheck, type HealthReport } from '../../src/health';
import { getRun, setUp } from '../../src/run';
import { systemClock } from '../../src/openproject';
import { addTasks, packageOf, useWorld } from '../run/flrtsTasks';

let other: Client;
// Before the world it is in is gone.
afterEach(async () => await other.end());
const world = useWorld();
beforeEach(async () => {
	other = new Client({ connectionString: world().databaseUrl, application_name: 'a forgotten window' });
	await other.connect();
	await addTasks(world(), 2);
	await world().run('full_sync');
});

const check = async (): Promise<HealthReport> => await checkHealth({ database: world().database, schema: 'batch_sync' }, { name: 'flrts' });
const locksOf = (report: HealthReport): HealthCheck | undefined => report.checks.find(({ name }) => name === 'locks');
const whom = /is locked by session \d+ \(user 'postgres', application 'a forgotten window'\), idle in a transaction since 20/;

describe('health while somebody has locked', () => {
	it.each<[string, string]>([['the table of the pair', 'public.tasks'], ['the links', 'batch_sync.link'], ['the runs', 'batch_sync.run'], ['the pairs', 'batch_sync.pair'], ['the steps of the set-up', 'batch_sync.migration']])('%s: answers, and says who it is and since when', async (_name, table) => {
		await other.query(`begin; lock table ${table} in access exclusive mode`);
		const report = await check();
		expect(report.state).toBe('critical');
		expect(locksOf(report)).toMatchObject({ severity: 'critical', finding: expect.stringMatching(new RegExp(`^Table ${table.replace('.', '\\.')} ${whom.source}`)) as unknown });
		expect(report.message).toContain(locksOf(report)?.finding);
		await other.query('rollback');
		expect(locksOf(await check())).toMatchObject({ severity: 'ok', finding: 'Nobody has locked what runs need.' });
	});

	it('a table against writing alone: sees it though nothing waits', async () => {
		await other.query('begin; lock table tasks in share mode');
		expect(locksOf(await check())).toMatchObject({ severity: 'warning', finding: expect.stringMatching(/^Table public\.tasks is locked by .* Runs end in part as long as it is\.$/) as unknown, whatToDo: expect.stringMatching(/pg_terminate_backend/) as unknown });
		await other.query('rollback');
	});

	it('nothing but what everybody does all the time: finds nothing', async () => {
		await other.query(`begin; update tasks set priority = 'High'`);
		expect(locksOf(await check())).toMatchObject({ severity: 'ok' });
		await other.query('rollback');
	});
});

describe('a run that waits for somebody', () => {
	it('is told to hang by Get Run and health: since when, and on whom', async () => {
		const [held] = await world().sql<{ id: string }>('select id from tasks limit 1');
		world().server.store.update((await packageOf(world(), held?.id ?? '')).id, { subject: 'Renamed' });
		await other.query('begin');
		await other.query('select 1 from tasks where id = $1 for update', [held?.id]);
		const running = world().run('incremental', { settings: { lockMs: 60_000 } });
		let message = '';
		while (!/It has waited for/.test(message)) message = await getRun({ database: world().database, schema: 'batch_sync' }, { pair: 'flrts', run: null }).then((view) => view.message);
		expect(message).toMatch(/It has waited for \d+ s: a row of public\.tasks is locked by session \d+ .*'a forgotten window'/);
		expect(locksOf(await check())).toMatchObject({ severity: 'warning', finding: expect.stringMatching(/^A session of Batch Sync has waited for .*: a row of public\.tasks is locked by session/) as unknown });
		await other.query('rollback');
		expect(await running).toMatchObject({ status: 'done', written: { local: 1 } });
	});
});

describe('set-up while somebody has locked', () => {
	it('its turn to make tables: answers with who it is', async () => {
		await other.query(`begin; select pg_advisory_xact_lock(hashtextextended('n8n-nodes-batch-sync migrate ' || 'elsewhere', 0))`);
		const ports = { database: world().database, schema: 'elsewhere', clock: systemClock(), remote: world().remotePort() };
		await expect(setUp(ports, world().configuration)).rejects.toThrow(/^An advisory lock is locked by session \d+ .*'a forgotten window'/);
		await other.query('rollback');
	});

	it.each(['public.tasks', 'batch_sync.pair', 'batch_sync.migration'])('%s: answers with who it is', async (table) => {
		await other.query(`begin; lock table ${table} in access exclusive mode`);
		const ports = { database: world().database, schema: 'batch_sync', clock: systemClock(), remote: world().remotePort() };
		await expect(setUp(ports, world().configuration)).rejects.toThrow(whom);
		await other.query('rollback');
		expect(await setUp(ports, world().configuration)).toMatchObject({ applied: [] });
	});
});
