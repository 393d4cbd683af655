import { parseHtml } from '../../console/parseHtml';
import { createConsoleWorld, formOn, mainOf, type ConsoleWorld } from './consoleWorld';
import { SyncConsoleTrigger } from '../../../nodes/SyncConsole/SyncConsoleTrigger.node';

let world: ConsoleWorld;
beforeEach(async () => {
	world = await createConsoleWorld();
});
afterEach(async () => await world.close());

/** A page's address without the signature of what it offers to take back. */
const unsigned = (link: string | null): string | undefined => link?.replace(/&undoToken=[\w.-]+$/, '');
const started = (): Record<string, unknown> | undefined => world.host.started.at(-1)?.[0]?.json;
const titlesOf = async (): Promise<readonly string[]> => (await world.sync.sql<{ t: string }>('select task_title as t from tasks order by task_id_display')).map(({ t }) => t);
const linksOn = (page: string): readonly string[] => [...new Set([...page.matchAll(/page=record&amp;pair=flrts&amp;link=(\d+)/g)].map(([, link]) => link ?? ''))];

/** What the workflow would do with the item a button gave. */
async function runAsAsked(): Promise<void> {
	const { action, mode, ids, run, plan } = started() as { action: string; mode: 'incremental'; ids: string[]; run: string; plan: string };
	if (action === 'undo_run') await world.sync.run('incremental', { task: { kind: 'undo', run } });
	else if (action === 'apply_plan') await world.sync.run('incremental', { task: { kind: 'apply_plan', plan, withholdDeletes: false, pairings: 'leave', pairingsOf: [] } });
	else await world.sync.run(mode, ids.length > 0 ? { ids } : {});
}

describe('before there is anything', () => {
	it('says what to do, as a page, as health and as metrics', async () => {
		expect((await world.get('')).text).toContain('The tables of Batch Sync are not in schema');
		expect([(await world.get('?page=health')).status, (await world.get('?page=metrics')).status]).toEqual([500, 500]);
		await world.sync.run('incremental', { preview: true });
		await world.sync.sql('delete from batch_sync.run_total');
		expect((await world.get('')).status).toBe(200);
	});
});

describe('an operator', () => {
	it('sees how it goes, settles a conflict, applies the decision, and both sides hold it', async () => {
		await world.conflicting(['One', 'Two']);
		const dashboard = mainOf((await world.get('')).text);
		expect(dashboard).toMatch(/Healthy.*Last good run just now.*Waiting for a decision 2.*Review conflicts.*Records 2.*Recent runs/);
		const list = (await world.get('?page=conflicts')).text;
		const [link] = linksOn(list);
		const record = await world.get(`?page=record&link=${link}`);
		expect(mainOf(record.text)).toMatch(/Agreed before Base 0 Go back to this Table One mine Take the table’s OpenProject One theirs Take OpenProject’s/);

		const form = formOn(record.text, 'decide');
		form.set(`choice.${form.get('shown')}`, 'remote');
		form.set('name', '  Maria\n Alvarez ');
		const decided = await world.post(form);
		expect([decided.status, unsigned(decided.headers.get('location')), world.host.started.length]).toEqual([303, `?page=record&pair=flrts&link=${link}&name=Maria+Alvarez&said=decided&undo=1`, 0]);
		const after = await world.get(decided.headers.get('location') ?? '');
		expect(mainOf(after.text)).toMatch(/Stored\. The next run, or Apply decisions, carries it out\. Undo this decision.*Chosen: One theirs.*By Maria Alvarez \(ada\)/);

		const apply = await world.post(formOn(after.text, 'apply_decisions'));
		expect(apply.status).toBe(303);
		expect(started()).toEqual({ action: 'apply_decisions', pair: 'flrts', mode: 'delta_sync', ids: ['1'], run: '', plan: '', withholdDeletes: false, pairings: 'leave', decisions: 1, by: 'Maria Alvarez (ada)', requestedAt: expect.stringMatching(/^2.*Z$/) as string });
		await runAsAsked();
		expect(await titlesOf()).toEqual(['One theirs', 'Two mine']);
		expect(world.sync.server.store.list().map(({ subject }) => subject)).toEqual(['One theirs', 'Two theirs']);
		expect(mainOf((await world.get('')).text)).toContain('Waiting for a decision 1');
		expect((await world.post(formOn(after.text, 'apply_decisions'))).text).toContain('No decision waits to be carried out');
	});

	it('is shown what following the suggestions writes before anything is stored', async () => {
		await world.conflicting(['One', 'Two']);
		await world.sync.sql(`update batch_sync.link set local_edited_at = now(), remote_edited_at = now() - interval '1 hour'`);
		const list = await world.get('?page=conflicts&tick=all');
		const bulk = formOn(list.text, 'decide');
		for (const { name, attributes } of parseHtml(list.text)) if (name === 'input' && attributes['form'] === 'many') bulk.append(attributes['name'] ?? '', attributes['value'] ?? '');
		bulk.set('all', 'suggested');
		const decided = async () => (await world.sync.sql<{ n: string }>(`select count(*) as n from batch_sync.conflict where status = 'resolved'`))[0]?.n;
		const asked = await world.post(bulk);
		expect([asked.status, await decided()]).toEqual([200, '0']);
		expect(mainOf(asked.text)).toMatch(/Write 2 values as suggested\? Nothing is stored yet\..*One mine One theirs One mine The row was edited last.*Write 2 values Write nothing/);
		await world.sync.sql(`update batch_sync.link set remote_edited_at = now() + interval '1 hour'`);
		const again = await world.post(formOn(asked.text, 'decide'));
		expect([again.status, await decided()]).toEqual([200, '0']);
		expect(mainOf(again.text)).toMatch(/The suggestions are not those you saw.*One mine One theirs One theirs The work package was edited last/);
		const stored = await world.post(formOn(again.text, 'decide'));
		expect([stored.headers.get('location'), await decided()]).toEqual([expect.stringMatching(/^\?page=conflicts&pair=flrts&said=decided&undo=1%2C2&undoToken=[\w.-]+$/), '2']);
		await world.sync.run('incremental');
		expect(await titlesOf()).toEqual(['One theirs', 'Two theirs']);
	});

	it('types a value, takes it back, and decides about several at once', async () => {
		await world.conflicting(['One', 'Two', 'Three']);
		const links = linksOn((await world.get('?page=conflicts')).text);
		const form = formOn((await world.get(`?page=record&link=${links[0]}`)).text, 'decide');
		const id = form.get('shown') ?? '';
		form.set(`choice.${id}`, 'custom');
		form.set(`value.${id}`, 'Typed <here>');
		const decided = await world.post(form);
		const undone = await world.post(formOn((await world.get(decided.headers.get('location') ?? '')).text, 'reopen'));
		expect(undone.headers.get('location')).toBe(`?page=record&pair=flrts&link=${links[0]}&said=reopened`);
		const list = await world.get('?page=conflicts&tick=all');
		const bulk = formOn(list.text, 'decide');
		const inputs = parseHtml(list.text).filter(({ name, attributes }) => name === 'input' && attributes['form'] === 'many');
		expect(inputs.filter(({ attributes }) => attributes['type'] === 'checkbox' && 'checked' in attributes)).toHaveLength(3);
		for (const { attributes } of inputs) bulk.append(attributes['name'] ?? '', attributes['value'] ?? '');
		bulk.set('all', 'local');
		expect(unsigned((await world.post(bulk)).headers.get('location'))).toBe('?page=conflicts&pair=flrts&said=decided&undo=1%2C2%2C3');
		expect((await world.post(formOn((await world.get('')).text, 'apply_decisions'))).status).toBe(303);
		await runAsAsked();
		expect(world.sync.server.store.list().map(({ subject }) => subject)).toEqual(['One mine', 'Two mine', 'Three mine']);
	});

	it('who decides on a page that is out of date is told who was faster, and nothing of theirs is stored', async () => {
		await world.conflicting(['One', 'Two']);
		const [link] = linksOn((await world.get('?page=conflicts')).text);
		const [mine, theirs] = [formOn((await world.get(`?page=record&link=${link}`)).text, 'decide'), formOn((await world.get(`?page=record&link=${link}`)).text, 'decide')];
		mine.set(`choice.${mine.get('shown')}`, 'local');
		mine.set('name', 'Grace');
		theirs.set(`choice.${theirs.get('shown')}`, 'remote');
		expect((await world.post(mine)).status).toBe(303);
		const late = await world.post(theirs);
		expect(late.status).toBe(409);
		expect(mainOf(late.text)).toMatch(/was settled by Grace \(ada\) at .*Nothing was stored\. Look at the record as it is now/);
		expect(await world.sync.sql(`select resolution ->> 'chosen' as chosen from batch_sync.conflict where link = $1`, [link])).toEqual([{ chosen: 'One mine' }]);
	});

	it('who decides on values that have moved since is told, and the list says which of several could not be', async () => {
		await world.conflicting(['One', 'Two']);
		const list = await world.get('?page=conflicts');
		const bulk = formOn(list.text, 'decide');
		for (const { name, attributes } of parseHtml(list.text)) if (name === 'input' && attributes['form'] === 'many') bulk.append(attributes['name'] ?? '', attributes['value'] ?? '');
		bulk.set('all', 'local');
		await world.sync.sql(`update tasks set task_title = 'One again' where task_id_display = 'T-0'`);
		await world.sync.run('incremental');
		const answer = await world.post(bulk);
		expect([answer.status, mainOf(answer.text)]).toEqual([409, expect.stringMatching(/'subject' of 'One.*1 of 2 were stored\./) as string]);
	});

	it('starts a run, looks at it, and takes it back', async () => {
		await world.sync.sql(`insert into tasks (task_id_display, task_title) values ('T-1', 'Only here')`);
		await world.sync.run('full_sync');
		await world.sync.sql(`update tasks set task_title = 'Edited here'`);
		const form = formOn((await world.get('')).text, 'run_now');
		form.set('mode', 'reconciliation');
		const answer = await world.post(form);
		expect(answer.headers.get('location')).toBe('?page=dashboard&pair=flrts&said=run_now&newest=1');
		expect(started()).toMatchObject({ action: 'run_now', mode: 'reconciliation', ids: [], by: 'ada' });
		expect((await world.get(answer.headers.get('location') ?? '')).text).toMatch(/The workflow was started to run the sync.*data-newest="1"/s);
		await runAsAsked();
		expect((await world.get(answer.headers.get('location') ?? '')).text).not.toContain('The workflow was started');
		const run = (await world.get('?page=run&run=2')).text;
		expect(mainOf(run)).toMatch(/Done Done in .*Mode reconciliation.*Writes.*Edited here #1 OpenProject update subject : Only here Edited here/);
		const undo = formOn(run, 'undo_run');
		expect((await world.post(undo)).text).toContain('Tick the box above the button');
		undo.set('sure', 'yes');
		expect((await world.post(undo)).status).toBe(303);
		expect(started()).toMatchObject({ action: 'undo_run', run: '2' });
		await runAsAsked();
		expect(world.sync.server.store.list().map(({ subject }) => subject)).toEqual(['Only here']);
		expect((await world.get('?page=run&run=2')).text).not.toContain('value="undo_run"');
		expect(mainOf((await world.get('?page=runs')).text)).toMatch(/Run 3 Undo Done.*Run 2 Sync Done.*Run 1 Sync Done/);
	});

	it('approves a plan that a guard stopped', async () => {
		await world.sync.sql(`insert into tasks (task_id_display, task_title) select 'T-' || n, 'Task ' || n from generate_series(1, 60) n`);
		await world.sync.run('full_sync');
		await world.sync.sql(`delete from tasks where task_id_display in (select 'T-' || n from generate_series(1, 40) n)`);
		await world.sync.run('incremental');
		const dashboard = await world.get('');
		expect(mainOf(dashboard.text)).toMatch(/Degraded|Critical|Healthy/);
		expect(mainOf(dashboard.text)).toMatch(/A plan waits.*Look at plan 2/);
		const plan = (await world.get('?page=plan&plan=2')).text;
		expect(mainOf(plan)).toMatch(/Stopped by a guard.*Leave out its 40 deletions.*Apply plan 2.*40 operations/);
		const form = formOn(plan, 'apply_plan');
		expect((await world.post(form)).status).toBe(303);
		expect(started()).toMatchObject({ action: 'apply_plan', plan: '2', withholdDeletes: false, pairings: 'leave' });
		await runAsAsked();
		expect(mainOf((await world.get('?page=plan&plan=2')).text)).toContain('This plan is applied');
	});

	it('cancels the run that goes on', async () => {
		await world.conflicting(['One']);
		await world.sync.sql(`update batch_sync.run set status = 'running', progress = '{"step":"apply","done":3,"total":10,"rate":1,"timeLeftMs":7000,"memoryBytes":1}' where id = 2`);
		await world.sync.sql(`insert into batch_sync.lease (pair, run, holder, fence, acquired_at, heartbeat_at, expires_at, heartbeat_ms) values (1, 2, 'x', 9, now(), now(), now() + interval '1 minute', 1000) on conflict (pair) do update set run = 2, heartbeat_at = now(), expires_at = now() + interval '1 minute'`);
		const dashboard = await world.get('');
		expect(parseHtml(dashboard.text).find(({ name }) => name === 'progress')?.attributes).toMatchObject({ max: '10', value: '3' });
		expect(mainOf(dashboard.text)).toMatch(/Run 2 goes on Running: writing 3 of 10, 1 a second, about 7 s left\./);
		const token = /data-token="([^"]+)"/.exec(dashboard.text)?.[1] ?? '';
		expect(JSON.parse((await world.get('?page=progress&pair=flrts', { 'x-console-token': token })).text)).toMatchObject({ newest: '2', isRunning: true, done: 3, total: 10 });
		expect((await world.post(formOn(dashboard.text, 'cancel_run'))).status).toBe(303);
		expect(started()).toMatchObject({ action: 'cancel_run', run: '2', by: 'ada' });
	});
});

describe('a program', () => {
	it('reads health with its sentences and a status code, of all pairs or one', async () => {
		await world.conflicting(['One']);
		const seen = await world.get('?page=health');
		expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
		expect(JSON.parse(seen.text)).toMatchObject({ state: 'healthy', pairs: [{ name: 'flrts', state: 'healthy', checks: expect.arrayContaining([expect.objectContaining({ name: 'last_good_run', severity: 'ok' })]) as unknown }] });
		await world.sync.sql(`update batch_sync.run set started_at = started_at - interval '5 hours', finished_at = finished_at - interval '5 hours'`);
		const late = await world.get('?page=health&pair=flrts');
		expect([late.status, (JSON.parse(late.text) as { state: string }).state]).toEqual([503, 'critical']);
		expect(mainOf((await world.get('')).text)).toMatch(/Critical.*last good run/i);
		expect((await world.get('?page=health&pair=nobody')).status).toBe(404);
		world.host.parameters = { path: 'x', authentication: 'basicAuth', options: { degradedAfter: 600, criticalAfter: 1000 } };
		expect((await world.get('?page=health')).status).toBe(200);
	});

	it('reads metrics as Prometheus expects them', async () => {
		await world.conflicting(['One']);
		const seen = await world.get('?page=metrics');
		expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
		expect(seen.text).toMatch(/^# HELP batch_sync_runs_total .*\n# TYPE batch_sync_runs_total counter$/m);
		expect(seen.text).toMatch(/^batch_sync_open_conflicts\{name="flrts",source="engine"\} 1$/m);
	});
});

describe('an address', () => {
	it.each([
		['?page=run&run=99', 400, "has no run 99"], ['?page=run&run=x', 400, 'run'], ['?page=run', 400, ''], ['?page=record&link=x', 404, 'names no record'], ['?page=record&link=999', 200, 'has had no conflict'],
		['?page=conflicts&after=x', 400, 'page after'], ['?page=conflicts&record=nobody', 200, 'Nothing waits'], ['?page=conflicts&older=-5&status=odd', 200, '1 open conflict'], ['?page=runs&from=-3', 200, 'Run 2'], ['?pair=nobody', 404, "no pair 'nobody'"], ['?page=other', 404, 'no such page'],
		['?page=plan&plan=1', 200, 'nothing to approve'], ['?page=conflicts&status=resolved', 200, '0 resolved'], ['?page=conflicts&field=subject&kind=both_changed&older=0', 200, '1 open conflict'], ['?page=conflicts&field=status', 200, '0 open conflicts'],
	])('%s is answered with a page: %d', async (query, status, words) => {
		await world.conflicting(['One']);
		const seen = await world.get(query);
		expect(seen.status).toBe(status);
		expect(mainOf(seen.text)).toContain(words);
	});

	it('pages through conflicts without losing one', async () => {
		await world.conflicting(Array.from({ length: 30 }, (_one, index) => `Task ${index}`));
		const first = await world.get('?page=conflicts');
		const next = /href="([^"]*after=[^"]*)"[^>]*>Next page/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
		const second = await world.get(next);
		expect([linksOn(first.text).length, linksOn(second.text).length, new Set([...linksOn(first.text), ...linksOn(second.text)]).size]).toEqual([25, 5, 30]);
		expect(second.text).not.toContain('Next page');
	});
});

describe('the node', () => {
	const { description, webhookMethods } = new SyncConsoleTrigger();

	it('has one address for pages and forms, and offers the credential for each way to sign in', () => {
		expect(description.webhooks?.map(({ httpMethod, path, isFullPath }) => [httpMethod, path, isFullPath])).toEqual([['GET', '={{ $parameter["path"] }}', true], ['POST', '={{ $parameter["path"] }}', true]]);
		expect(description.credentials?.map(({ name }) => name)).toEqual(['postgres', 'httpBasicAuth', 'httpHeaderAuth', 'jwtAuth']);
		expect(description.properties.find(({ name }) => name === 'authentication')).toMatchObject({ default: 'basicAuth', noDataExpression: true });
	});

	it('is switched on and off without asking anybody', async () => {
		for (const group of ['default', 'setup'] as const) for (const method of ['checkExists', 'create', 'delete'] as const) expect(await webhookMethods[group][method].call({} as never)).toBe(true);
	});
});
