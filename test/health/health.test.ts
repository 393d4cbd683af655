import { checkHealth, type CheckName, type HealthCheck, type HealthQuery, type HealthReport } from '../../src/health';
import { recordRuns } from '../../src/metrics';
import { addTask, addTasks, editTask, letting, packageOf, useWorld, versionsOf } from '../run/flrtsTasks';
import type { SyncWorld } from '../support/syncWorld';

const world = useWorld();

function check(query: Partial<HealthQuery> & { readonly alone?: boolean; readonly remote?: ReturnType<SyncWorld['remotePort']> } = {}): Promise<HealthReport> {
	const { alone = false, remote, ...more } = query;
	return checkHealth({ database: world().database, schema: 'batch_sync', ...(alone ? {} : { remote: remote ?? world().remotePort() }) }, { name: 'flrts', ...more });
}

const of = (report: HealthReport, name: CheckName): HealthCheck | undefined => report.checks.find((one) => one.name === name);
const wrong = (report: HealthReport): ReadonlyArray<readonly [CheckName, string]> => report.checks.filter(({ severity }) => severity !== 'ok').map(({ name, severity }) => [name, severity] as const);
const later = (minutes: number): Promise<unknown> => world().sql(`update batch_sync.run set started_at = started_at - make_interval(mins => $1), finished_at = finished_at - make_interval(mins => $1)`, [minutes]);

describe('a pair that is well', () => {
	it('is healthy in every respect, and nothing is written to find out', async () => {
		await addTasks(world(), 4);
		world().server.store.create({ subject: 'Made there' });
		await world().run('full_sync', letting('both_populated'));
		const before = await versionsOf(world());
		const runs = await world().sql('select * from batch_sync.run');
		world().server.requests.clear();
		const report = await check({ compare: 'full' });
		expect(wrong(report)).toEqual([]);
		expect(report).toMatchObject({ name: 'flrts', source: 'engine', state: 'healthy', message: "'flrts' is healthy." });
		expect(report.checks.map(({ name }) => name)).toEqual(['schema', 'last_good_run', 'error_rate', 'locks', 'lease', 'waiting_plan', 'waiting_changes', 'failing_records', 'conflicts', 'configuration', 'openproject', 'clock', 'counts', 'agreement']);
		expect(of(report, 'agreement')).toMatchObject({ value: 0, finding: '5 linked records compared field by field agree.' });
		expect(of(report, 'counts')?.finding).toBe('5 rows of the table in scope, 5 linked; 5 work packages of the project in scope, 5 linked.');
		expect(world().server.requests.writes).toEqual([]);
		expect(await versionsOf(world())).toEqual(before);
		expect(await world().sql('select * from batch_sync.run')).toEqual(runs);
	});

	it('is healthy without OpenProject as well, which is not asked then', async () => {
		await addTasks(world(), 3);
		await world().run('full_sync');
		world().server.requests.clear();
		const report = await check({ alone: true });
		expect(report.state).toBe('healthy');
		expect(report.checks.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['clock']));
		expect(of(report, 'agreement')?.finding).toMatch(/^[1-3] linked records? compared field by field with what was last seen in OpenProject agrees?\.$/);
		expect(world().server.requests.count()).toBe(0);
	});

	it('stays so while edits are on their way, on both sides', async () => {
		const [one = '', two = '', three = ''] = await addTasks(world(), 6);
		await world().run('full_sync');
		await editTask(world(), one, { task_title: 'Edited here' });
		world().server.store.update((await packageOf(world(), two)).id, { subject: 'Edited there' });
		await world().sql('delete from tasks where id = $1', [three]);
		await addTask(world(), 'New here');
		world().server.store.create({ subject: 'New there' });
		const report = await check({ compare: 'full' });
		expect(wrong(report)).toEqual([]);
		expect(of(report, 'agreement')?.finding).toMatch(/; 3 records edited since the last run are left to the next\./);
	});

	it('is so with values a mapping makes coarser, people, parents and dates with a time', async () => {
		const [parent = ''] = await addTasks(world(), 1, 'Parent');
		const [person] = await world().sql<{ id: string }>(`insert into personnel (full_name, email) values ('Ann', 'ann@example.com') returning id`);
		await world().sql('insert into openproject_user_mapping values ($1, $2)', [person?.id, world().server.apiUserId]);
		await addTask(world(), 'Child', { parent_task_id: parent, status: 'Archived', assigned_to_user_id: person?.id, due_at: '2026-04-01T23:30:00Z', task_description_detailed: 'One\r\nTwo  ' });
		await addTask(world(), 'Nobody', { assigned_to_user_id: null, priority: 'High' });
		await world().run('full_sync');
		await world().run('incremental');
		const report = await check({ compare: 'full' });
		expect(wrong(report)).toEqual([]);
		expect(of(report, 'agreement')?.value).toBe(0);
	});
});

describe('an outage', () => {
	it('is critical after three runs that failed, says why and what to do, and ends with a good run', async () => {
		await addTasks(world(), 2);
		await world().run('full_sync');
		world().server.faults.add({ fault: { kind: 'serverError', status: 503 } });
		await expect(world().run('incremental')).rejects.toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
		const first = await check({ alone: true });
		expect([first.state, of(first, 'error_rate')]).toMatchObject(['degraded', { severity: 'warning', value: 50 }]);
		for (let n = 0; n < 2; n += 1) await expect(world().run('incremental')).rejects.toThrow();
		const report = await check();
		expect(report.state).toBe('critical');
		expect(of(report, 'error_rate')).toMatchObject({ severity: 'critical', value: 75, finding: expect.stringMatching(/^3 of the last 4 runs failed, the last 3 in a row\. The newest failure: .*503/) as string, whatToDo: expect.stringMatching(/^Do what the newest failure asks for/) as string });
		expect(of(report, 'openproject')).toMatchObject({ severity: 'critical', finding: expect.stringMatching(/503/) as string });
		expect([of(report, 'clock')?.severity, of(report, 'counts')?.severity, of(report, 'agreement')?.severity]).toEqual(['unknown', 'unknown', 'unknown']);
		expect(report.message).toMatch(/^'flrts' is in a critical state\. 3 of the last 4 runs failed/);
		world().server.faults.clear();
		await world().run('incremental');
		expect(wrong(await check())).toEqual([['error_rate', 'warning']]);
		for (let n = 0; n < 12; n += 1) await world().run('incremental');
		expect(wrong(await check())).toEqual([]);
	});

	it('of a credential that was withdrawn is told in its own words', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		world().server.tokens.revoke(world().server.apiKey);
		const report = await check();
		expect(of(report, 'openproject')).toMatchObject({ severity: 'critical', value: 'REMOTE_REFUSED' });
		expect(report.message).not.toContain(world().server.apiKey);
	});
});

describe('a schedule that stopped', () => {
	it('degrades after three cadences and is critical after four hours, by the time since the last good run', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		await later(44);
		expect((await check({ alone: true })).state).toBe('healthy');
		await later(2);
		const degraded = await check({ alone: true });
		expect(degraded).toMatchObject({ state: 'degraded', message: expect.stringMatching(/^'flrts' is degraded\. The last good run ended 46 minutes( \d+ s)? ago\.$/) as string });
		expect(of(degraded, 'last_good_run')).toMatchObject({ severity: 'warning', threshold: 2_700_000, whatToDo: expect.stringMatching(/^Check that the workflow with the schedule is active/) as string });
		await later(200);
		expect(await check({ alone: true })).toMatchObject({ state: 'critical', message: expect.stringMatching(/The last good run ended 4 hours 6 minutes ago\.$/) as string });
		await world().run('incremental');
		expect((await check({ alone: true })).state).toBe('healthy');
	});

	it('is measured against what is given', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		await later(10);
		expect((await check({ alone: true, thresholds: { goodRunWarningMs: 60_000, goodRunCriticalMs: 300_000 } })).state).toBe('critical');
		await expect(check({ alone: true, thresholds: { goodRunWarningMs: 600_000, goodRunCriticalMs: 300_000 } })).rejects.toThrow(/above 'goodRunCriticalMs'/);
	});

	it('is noticed too where no run was ever good', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync', { preview: true });
		expect(of(await check({ alone: true }), 'last_good_run')).toMatchObject({ severity: 'ok', finding: expect.stringMatching(/^No run has been good yet/) as string });
		await world().sql(`update batch_sync.pair set created_at = now() - interval '5 hours'`);
		expect((await check({ alone: true })).state).toBe('critical');
	});
});

describe('one field that diverged', () => {
	/** The row gets another title as if that had been agreed: no run has a reason to look at it. */
	async function diverge(id: string): Promise<void> {
		await editTask(world(), id, { task_title: 'Other here' });
		await world().sql(`update batch_sync.link set base_local = base_local || '{"task_title": "Other here"}' where local_key = $1`, [JSON.stringify([id])]);
	}

	it('is critical, named with both values, and no edit on its way hides it', async () => {
		const [id = ''] = await addTasks(world(), 5);
		await world().run('full_sync');
		await diverge(id);
		const remote = await packageOf(world(), id);
		for (const report of [await check({ compare: 'full' }), await check({ sampleSize: 200 }), await check({ alone: true, compare: 'full' })]) {
			expect(report.state).toBe('critical');
			expect(of(report, 'agreement')).toMatchObject({ severity: 'critical', value: 1, whatToDo: expect.stringMatching(/mode Reconciliation/) as string, examples: [{ localKey: id, remoteId: String(remote.id), field: 'subject', local: 'Other here', remote: 'T 1' }] });
			expect(of(report, 'agreement')?.finding).toMatch(/^1 field of \d linked records? compared field by field.* differs though nothing waits to be carried over\. First: field 'subject' of row /);
		}
		await world().run('incremental');
		expect((await packageOf(world(), id)).subject).toBe('T 1');
		expect(of(await check({ compare: 'full' }), 'agreement')?.severity).toBe('critical');
	});

	it('is found where a side differs from its base and was seen so, with nothing pending', async () => {
		const [id = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		world().server.store.update((await packageOf(world(), id)).id, { subject: 'Other there' });
		const { lockVersion, updatedAt } = await packageOf(world(), id);
		await world().sql(`update batch_sync.link set remote_lock = $2, remote_updated_at = $3 where local_key = $1`, [JSON.stringify([id]), lockVersion, new Date(updatedAt).toISOString()]);
		const report = await check({ compare: 'full' });
		expect(of(report, 'agreement')).toMatchObject({ severity: 'critical', examples: [{ field: 'subject', local: 'T 1', remote: 'Other there' }] });
	});

	it('is none where it waits for a person or failed', async () => {
		const [one = '', two = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		const configuration = { ...world().configuration, fields: world().configuration.fields.map((field) => ({ ...field, policies: [{ kind: 'manual' as const }] })) };
		await editTask(world(), one, { task_title: 'Here' });
		world().server.store.update((await packageOf(world(), one)).id, { subject: 'There' });
		await editTask(world(), two, { priority: 'Unheard of' });
		await world().run('incremental', { configuration, ...letting('mass_change') });
		const report = await check({ compare: 'full' });
		expect(of(report, 'agreement')).toMatchObject({ severity: 'ok', value: 0 });
		expect(of(report, 'conflicts')).toMatchObject({ severity: 'ok', value: 1, finding: expect.stringMatching(/^1 conflict waits for a person/) as string });
		expect(of(report, 'failing_records')).toMatchObject({ severity: 'ok', value: 1 });
		expect(report.state).toBe('healthy');
		const strict = await check({ compare: 'none', thresholds: { failingRecords: 1, openConflicts: 1 } });
		expect(wrong(strict)).toEqual([['failing_records', 'warning'], ['conflicts', 'warning']]);
	});
});

describe('what else is looked at', () => {
	it('a conflict that nobody decides for days', async () => {
		const [id = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		const configuration = { ...world().configuration, fields: world().configuration.fields.map((field) => ({ ...field, policies: [{ kind: 'manual' as const }] })) };
		await editTask(world(), id, { task_title: 'Here' });
		world().server.store.update((await packageOf(world(), id)).id, { subject: 'There' });
		await world().run('incremental', { configuration, ...letting('mass_change') });
		await world().sql(`update batch_sync.conflict set created_at = now() - interval '4 days'`);
		expect(of(await check({ alone: true }), 'conflicts')).toMatchObject({ severity: 'warning', finding: '1 conflict waits for a person, the oldest for 4 days.', threshold: 259_200_000 });
	});

	it('a plan that a guard stopped', async () => {
		const ids = await addTasks(world(), 40);
		await world().run('full_sync');
		await world().sql('delete from tasks where id = any($1::uuid[])', [ids.slice(0, 30)]);
		const stopped = await world().run('incremental');
		expect(stopped.status).toBe('stopped_by_guard');
		const report = await check({ alone: true });
		expect(of(report, 'waiting_plan')).toMatchObject({ severity: 'warning', value: stopped.run, whatToDo: expect.stringContaining(`Apply Plan (plan ${stopped.run})`) as string });
		expect(report.state).toBe('degraded');
	});

	it('a run that is not heard of, one whose lease ran out, one that was taken over', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		await world().sql(`insert into batch_sync.run (pair, mode, effective_mode, trigger, started_by, status, started_at, fence) select id, 'incremental', 'incremental', 'test', 'test', 'running', now() - interval '40 minutes', 1 from batch_sync.pair`);
		const lease = (heartbeat: string, expires: string): Promise<unknown> => world().sql(`insert into batch_sync.lease (pair, run, holder, fence, acquired_at, heartbeat_at, expires_at, heartbeat_ms) select p.id, max(r.id), 'test', 1, now() - interval '40 minutes', now() - $1::interval, now() + $2::interval, 1000 from batch_sync.pair p join batch_sync.run r on true group by p.id
			on conflict (pair) do update set heartbeat_at = excluded.heartbeat_at, expires_at = excluded.expires_at`, [heartbeat, expires]);
		await lease('1 second', '1 minute');
		expect(of(await check({ alone: true }), 'lease')).toMatchObject({ severity: 'warning', finding: expect.stringMatching(/^Run 2 has been going on for 40 minutes( \d+ s)? and is alive\.$/) as string });
		await lease('30 seconds', '45 seconds');
		expect(of(await check({ alone: true }), 'lease')).toMatchObject({ severity: 'warning', finding: expect.stringMatching(/and has not been heard of for 30 s\.$/) as string });
		await lease('2 minutes', '-45 seconds');
		expect(of(await check({ alone: true }), 'lease')).toMatchObject({ severity: 'warning', finding: expect.stringMatching(/lease has run out: its process is gone\.$/) as string });
		await world().run('incremental');
		expect(of(await check({ alone: true }), 'lease')).toMatchObject({ severity: 'warning', value: 1, finding: '1 run of the last 24 hours ended without a report and was taken over by the next.' });
	});

	it('changes that wait for a day, those of a side that is not written apart', async () => {
		await addTasks(world(), 3);
		await world().run('full_sync');
		await world().sql(`update batch_sync.link set pending = '{local}', pending_since = now() - interval '2 hours' where id = 1`);
		await world().sql(`update batch_sync.link set pending = '{remote,waiting}', pending_since = now() - interval '9 days' where id = 2`);
		expect(of(await check({ alone: true }), 'waiting_changes')).toMatchObject({ severity: 'warning', finding: '1 record has changes that were seen and not carried over, the oldest for 2 hours.' });
		await world().sql(`update batch_sync.link set pending_since = now() - interval '25 hours' where id = 1`);
		expect((await check({ alone: true })).state).toBe('critical');
	});

	it('a column that is gone, one whose type changed, a configuration that was not taken up', async () => {
		const ids = await addTasks(world(), 3);
		await world().run('full_sync');
		await world().sql('alter table tasks alter column task_title type text');
		expect(of(await check({ alone: true }), 'configuration')).toMatchObject({ severity: 'warning', finding: "Since the last run the type changed of 'task_title' from character varying(255) to text." });
		await world().run('incremental', letting('mapping_changed'));
		expect(of(await check({ alone: true }), 'configuration')?.severity).toBe('ok');
		await world().run('incremental', { preview: true, configuration: { ...world().configuration, direction: 'to_remote' } });
		expect(of(await check({ alone: true }), 'configuration')).toMatchObject({ severity: 'warning', finding: expect.stringMatching(/^Run 3, the newest, was given another mapping, scope or policy/) as string });
		await world().sql('alter table tasks drop column due_at');
		const report = await check();
		expect(of(report, 'configuration')).toMatchObject({ severity: 'critical', finding: expect.stringMatching(/does not fit the database any more\..*'due_at'.*not in public\.tasks/) as string });
		expect([of(report, 'counts')?.severity, of(report, 'agreement')?.severity]).toEqual(['unknown', 'unknown']);
		expect(ids).toHaveLength(3);
	});

	it('tables that are not there, or of another version: nothing else is asked then', async () => {
		expect(await checkHealth({ database: world().database, schema: 'elsewhere' }, { name: 'flrts' })).toMatchObject({ state: 'critical', checks: [{ name: 'schema', severity: 'critical', finding: "The tables of Batch Sync are not in schema 'elsewhere'." }] });
		await world().run('full_sync');
		await world().sql('delete from batch_sync.migration where version >= 5');
		expect(await check({ alone: true })).toMatchObject({ state: 'critical', checks: [{ name: 'schema', finding: expect.stringMatching(/are of version 4; this package works with version 7/) as string }] });
	});

	it('records of a side that nobody links', async () => {
		await addTasks(world(), 2);
		await world().run('full_sync');
		for (let n = 0; n < 30; n += 1) world().server.store.create({ subject: `New ${n}` });
		expect(of(await check(), 'counts')).toMatchObject({ severity: 'warning', value: 30, threshold: 25, finding: '2 rows of the table in scope, 2 linked; 32 work packages of the project in scope, 2 linked.' });
		await world().sql(`update batch_sync.pair set config = config || '{"direction": "to_remote"}'`);
		expect(of(await check(), 'counts')).toMatchObject({ severity: 'ok', finding: '2 rows of the table in scope, 2 linked.' });
	});

	it('clocks that differ', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		const port = world().remotePort();
		const shifted = { ...port, async *window(from: string | null) { for await (const page of port.window(from)) yield { ...page, serverTimeMs: page.serverTimeMs === null ? null : page.serverTimeMs - 300_000 }; } };
		expect(of(await check(), 'clock')).toMatchObject({ severity: 'ok', finding: 'The clocks of OpenProject and the database agree.' });
		expect(of(await check({ remote: shifted }), 'clock')).toMatchObject({ severity: 'warning', finding: expect.stringMatching(/^OpenProject's clock is (5 minutes|4 minutes 59 s|5 minutes 1 s) behind the database's\.$/) as string });
	});
});

describe('recorded runs', () => {
	const run = (status: 'done' | 'failed', hoursAgo: number) => ({ name: 'Import', status, message: status === 'failed' ? 'No such file.' : '', startedAt: null, finishedAt: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(), durationMs: 1000, total: null, processed: null, failed: null, conflictsFound: null, conflictsSettled: null, written: null, requests: null, retries: null });

	it('are judged by their last good run and by how many failed', async () => {
		await world().run('full_sync');
		const ports = { database: world().database, schema: 'batch_sync' };
		await recordRuns(ports, [run('done', 2), run('failed', 1), run('failed', 0.5), run('failed', 0.1)], { keepMs: 1e10, allowSetUp: false });
		const report = await checkHealth(ports, { name: 'Import' });
		expect(report).toMatchObject({ source: 'recorded', state: 'critical' });
		expect(report.checks.map(({ name, severity }) => [name, severity])).toEqual([['schema', 'ok'], ['last_good_run', 'warning'], ['error_rate', 'critical']]);
		expect(report.message).toContain('The newest failure: No such file.');
		await expect(checkHealth(ports, { name: 'Imports' })).rejects.toThrow(/Nothing has run under the name 'Imports'\. Pick one of: Import/);
	});
});
