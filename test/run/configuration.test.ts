import { flrtsPreset } from '../../src/mapping';
import type { FieldMapping } from '../../src/mapping';
import type { PairConfiguration } from '../../src/run';
import { addTask, addTasks, basesOf, editTask, letting, packageOf, readTask, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();

/** The world's configuration with one field replaced, or added where there is none of that name. */
function withField(field: FieldMapping): PairConfiguration {
	const { fields } = world().configuration;
	const isKnown = fields.some((one) => one.name === field.name);
	return { ...world().configuration, fields: isKnown ? fields.map((one) => (one.name === field.name ? field : one)) : [...fields, field] };
}

function statusField(toRemote: Record<string, string>, toLocal: Record<string, string>): FieldMapping {
	const field = world().configuration.fields.find((one) => one.name === 'status') as FieldMapping;
	if (field.lens.kind !== 'value_map') throw new Error('The status is no longer a value map.');
	return { ...field, lens: { kind: 'value_map', toRemote: { ...field.lens.toRemote, ...toRemote }, toLocal: { ...field.lens.toLocal, ...toLocal } } };
}

describe('a pair whose configuration changes', () => {
	it('pitfall 20: a changed value map stops at the guard, which names the field; let through, it is carried', async () => {
		const [first = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		const before = { versions: await versionsOf(world()), bases: await basesOf(world()) };
		const configuration: PairConfiguration = { ...withField(statusField({ 'To Do': 'Specified' }, { New: 'In Progress', Specified: 'To Do' })), noBasePolicies: [{ kind: 'local_wins' }] };
		const stopped = await world().run('incremental', { configuration });
		expect(stopped).toMatchObject({ status: 'stopped_by_guard', effectiveMode: 'reconciliation', guards: [{ guard: 'mapping_changed' }], written: { local: 0, remote: 0 }, plan: { remote: { update: 3 } } });
		expect(stopped.guards[0]?.message).toMatch(/status/);
		expect(stopped.guards[0]?.message).toContain("let the guard 'mapping_changed' through");
		expect({ versions: await versionsOf(world()), bases: await basesOf(world()) }).toEqual(before);
		expect(await world().run('incremental', { configuration, ...letting('mapping_changed') })).toMatchObject({ status: 'done', written: { remote: 3 } });
		expect(await packageOf(world(), first)).toMatchObject({ status: 'Specified' });
		expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', effectiveMode: 'incremental', written: { local: 0, remote: 0 } });
	});

	it('pitfall 20: a mapping that is changed back before anything was let through has changed nothing', async () => {
		const [first = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await world().run('incremental', { configuration: withField(statusField({ 'To Do': 'Specified' }, { New: 'In Progress', Specified: 'To Do' })) });
		await editTask(world(), first, { task_title: 'Edited meanwhile' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', conflictCount: 0, written: { local: 0, remote: 1 } });
		expect(await packageOf(world(), first)).toMatchObject({ subject: 'Edited meanwhile', status: 'New' });
	});

	it('pitfall 20: an added column is taken up without a guard, and nothing else waits for it', async () => {
		await world().sql('alter table tasks add column access_notes text');
		const [first = '', second = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), first, { access_notes: 'Gate code at the office', task_title: 'Edited too' });
		const configuration: PairConfiguration = { ...withField({ name: 'access', local: ['access_notes'], remote: ['customField6'], lens: { kind: 'text' } }), noBasePolicies: [{ kind: 'local_wins' }] };
		expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', guards: [], failures: [], conflicts: [] });
		expect(await packageOf(world(), first)).toMatchObject({ subject: 'Edited too', customFields: { 'Access notes': 'Gate code at the office' } });
		world().server.store.update((await packageOf(world(), second)).id, { customFields: { 'Access notes': 'Ring twice' } });
		expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await world().sql('select access_notes from tasks where id = $1', [second])).toEqual([{ access_notes: 'Ring twice' }]);
	});

	it('pitfall 20: a new filter stops at the guard; let through, rows outside are set aside, not deleted, and go on when they come back', async () => {
		const [inside = '', outside = ''] = [await addTask(world(), 'Inside', { priority: 'High' }), await addTask(world(), 'Outside', { priority: 'Low' })];
		await world().run('full_sync');
		const configuration: PairConfiguration = { ...world().configuration, local: { ...world().configuration.local, filter: [{ column: 'priority', operator: 'equals', value: 'High' }] } };
		const before = await versionsOf(world());
		const stopped = await world().run('incremental', { configuration });
		expect(stopped).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'scope_changed' }] });
		expect(stopped.message).toMatch(/set aside, not deleted/);
		expect(await versionsOf(world())).toEqual(before);
		expect(await world().run('incremental', { configuration, ...letting('scope_changed') })).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, local: { seen: 2, held: 1 } });
		await editTask(world(), outside, { task_title: 'Edited while outside' });
		world().server.store.update((await packageOf(world(), outside)).id, { dueDate: '2026-08-03' });
		await editTask(world(), inside, { task_title: 'Edited inside' });
		expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', written: { local: 0, remote: 1 } });
		expect(await packageOf(world(), outside)).toMatchObject({ subject: 'Outside' });
		await editTask(world(), outside, { priority: 'High' });
		expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await packageOf(world(), outside)).toMatchObject({ subject: 'Edited while outside', priority: 'High', dueDate: '2026-08-03' });
		expect(await readTask(world(), outside)).toMatchObject({ due_date: '2026-08-03' });
		expect(world().server.store.count).toBe(2);
	});

	it('pitfall 20: a dropped column stops the run by name, before anything is written', async () => {
		const [first = ''] = await addTasks(world(), 1);
		await world().run('full_sync');
		await editTask(world(), first, { task_title: 'Edited' });
		await world().sql('alter table tasks drop column priority');
		const before = await versionsOf(world());
		await expect(world().run('incremental')).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(/column 'priority'.*public\.tasks/) as string });
		expect(await versionsOf(world())).toEqual(before);
	});

	it('pitfall 20: a column that is given another type is compared anew, and agrees without a write', async () => {
		await addTasks(world(), 2);
		await world().run('full_sync');
		await world().sql('alter table tasks alter column priority type text');
		expect(await world().run('incremental')).toMatchObject({ status: 'done', effectiveMode: 'reconciliation', guards: [], conflictCount: 0, written: { local: 0, remote: 0 } });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', effectiveMode: 'incremental', written: { local: 0, remote: 0 } });
	});

	it('pitfall 20: another time zone counts as another mapping of the due date', async () => {
		const id = await addTask(world(), 'Night shift', { due_at: '2026-03-10T03:30:00Z' });
		await world().run('full_sync');
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-03-09' });
		const configuration = { ...world().configuration, fields: flrtsPreset({ timeZone: 'Europe/Berlin' }).fields };
		const stopped = await world().run('incremental', { configuration });
		expect(stopped).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'mapping_changed' }] });
		expect(stopped.message).toContain('due');
	});

	it('pitfall 20: changed policies and tuning touch no base and compare nothing anew', async () => {
		await addTasks(world(), 3);
		await world().run('full_sync');
		const before = await basesOf(world());
		const configuration: PairConfiguration = { ...world().configuration, policies: [{ kind: 'remote_wins' }], deletePolicy: { ...world().configuration.deletePolicy, versusUpdate: 'manual' } };
		expect(await world().run('incremental', { configuration, settings: { batchSize: 7, workers: 1 } })).toMatchObject({ status: 'done', effectiveMode: 'incremental', guards: [], written: { local: 0, remote: 0 } });
		expect(await basesOf(world())).toEqual(before);
	});
});

describe('two pairs', () => {
	const filtered = (name: string, status: string): PairConfiguration => ({
		...world().configuration, name, local: { ...world().configuration.local, filter: [{ column: 'task_description_detailed', operator: 'equals', value: status }] },
	});

	it('pitfall 38: a second pair over the same rows is refused, and leaves nothing behind', async () => {
		await world().run('full_sync');
		await addTask(world(), 'Row of the first pair');
		const configuration: PairConfiguration = { ...world().configuration, name: 'again', remote: { ...world().configuration.remote, project: 'head-office' } };
		await expect(world().run('full_sync', { configuration })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(/Pair 'flrts' already syncs rows of public\.tasks.*filters the same column/) as string });
		expect(await world().sql('select name from batch_sync.pair')).toEqual([{ name: 'flrts' }]);
		expect(world().server.store.count).toBe(0);
	});

	it('pitfall 38: a second pair over the same work packages is refused', async () => {
		await world().run('full_sync');
		await world().sql('create table errands (like tasks including all)');
		const configuration: PairConfiguration = { ...world().configuration, name: 'errands', local: { ...world().configuration.local, table: 'errands' } };
		await expect(world().run('full_sync', { configuration })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining("Pair 'flrts' already syncs this OpenProject project") as string });
	});

	it('pitfall 38: pairs that filter one column for different values share a table', async () => {
		await addTask(world(), 'North', { task_description_detailed: 'north' });
		await addTask(world(), 'South', { task_description_detailed: 'south' });
		const north = { ...filtered('north', 'north'), insertDefaults: { task_id_display: 'N-{remoteId}' } };
		const south = { ...filtered('south', 'south'), remote: { ...world().configuration.remote, project: 'head-office' } };
		expect(await world().run('full_sync', { configuration: north })).toMatchObject({ status: 'done', remote: { created: 1 } });
		expect(await world().run('full_sync', { configuration: south })).toMatchObject({ status: 'done', remote: { created: 1 } });
		expect(world().server.store.list().map(({ subject, project }) => `${subject} in ${project}`)).toEqual(['North in flrts-field-work', 'South in head-office']);
		expect(await world().run('incremental', { configuration: north })).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('pitfall 38: pairs over different tables run at the same time without touching each other', async () => {
		await world().sql('create table errands (like tasks including all)');
		await world().sql(`insert into errands (task_id_display, task_title, priority) select 'E-' || n, 'Errand ' || n, 'Low' from generate_series(1, 12) n`);
		await addTasks(world(), 12);
		const errands: PairConfiguration = {
			...world().configuration, name: 'errands', local: { ...world().configuration.local, table: 'errands' }, remote: { ...world().configuration.remote, project: 'head-office' },
		};
		const results = await Promise.all([world().run('full_sync'), world().run('full_sync', { configuration: errands })]);
		expect(results).toMatchObject([{ status: 'done', failures: [], remote: { created: 12 } }, { status: 'done', failures: [], remote: { created: 12 } }]);
		expect(world().server.store.list({ project: 'head-office' }).every(({ subject }) => subject.startsWith('Errand'))).toBe(true);
		const again = await Promise.all([world().run('incremental'), world().run('incremental', { configuration: errands })]);
		expect(again.map(({ written }) => written)).toEqual([{ local: 0, remote: 0 }, { local: 0, remote: 0 }]);
	});
});
