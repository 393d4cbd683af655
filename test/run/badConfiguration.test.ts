import type { FieldMapping } from '../../src/mapping';
import type { PairConfiguration, RunResult } from '../../src/run';
import { errorLike, runWith } from './anyRun';
import { addTask, addTasks, editTask, letting, packageOf, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();

function field(name: string, change: Partial<FieldMapping>): PairConfiguration {
	return { ...world().configuration, fields: world().configuration.fields.map((one) => (one.name === name ? { ...one, ...change } : one)) };
}

const nothingSetUp = async (): Promise<void> => expect(await world().sql(`select 1 from pg_namespace where nspname = 'batch_sync'`)).toEqual([]);

describe('names that do not exist', () => {
	it('a table, with the closest names', async () => {
		await expect(runWith(world(), { configuration: { ...world().configuration, local: { ...world().configuration.local, table: 'taks' } } })).rejects.toMatchObject(errorLike(/'taks'.*tasks/));
	});

	it('a column, with the closest names', async () => {
		await expect(runWith(world(), { configuration: field('subject', { local: ['task_titel'] }) })).rejects.toMatchObject(errorLike(/'task_titel'.*public\.tasks.*task_title/));
	});

	it('a column of the write-back setting, the filter or the user map', async () => {
		const { configuration } = world();
		await expect(runWith(world(), { configuration: { ...configuration, writeBack: { status: 'sync_state' } } })).rejects.toMatchObject(errorLike(/write-back.*'sync_state'/));
		await expect(runWith(world(), { configuration: { ...configuration, local: { ...configuration.local, filter: [{ column: 'stat', operator: 'is_null' }] } } })).rejects.toMatchObject(errorLike(/filter.*'stat'.*status/));
		await expect(runWith(world(), { configuration: { ...configuration, users: { table: { schema: 'public', table: 'openproject_user_mapping', localColumn: 'person', remoteColumn: 'openproject_user_id' } } } })).rejects.toMatchObject(errorLike(/user map.*'person'.*personnel_id/));
	});

	it('a project, with the closest names', async () => {
		await expect(runWith(world(), { configuration: { ...world().configuration, remote: { ...world().configuration.remote, project: 'flrts-field-wrok' } } })).rejects.toMatchObject(errorLike(/flrts-field-wrok.*(flrts-field-work|FLRTS Field Work)/));
	});

	it('a work package type, with the closest names', async () => {
		await expect(runWith(world(), { configuration: { ...world().configuration, remote: { ...world().configuration.remote, type: 'Taks' } } })).rejects.toMatchObject(errorLike(/'Taks'.*Task/));
	});

	it('a key field, with the closest names', async () => {
		await expect(runWith(world(), { configuration: { ...world().configuration, remote: { ...world().configuration.remote, provenanceField: 'FLRTS-ID' } } })).rejects.toMatchObject(errorLike(/'FLRTS-ID'.*FLRTS ID/));
	});

	it('a status in the value map is a failure of the records that need it, with the closest name', async () => {
		const status = world().configuration.fields.find((one) => one.name === 'status') as FieldMapping;
		if (status.lens.kind !== 'value_map') throw new Error('The status is no longer a value map.');
		const configuration = field('status', { lens: { ...status.lens, toRemote: { ...status.lens.toRemote, 'In Progress': 'In progres' }, toLocal: { ...status.lens.toLocal, 'In progres': 'In Progress' } } });
		const id = await addTask(world(), 'Under way', { status: 'In Progress' });
		await addTask(world(), 'Not begun');
		const result = await runWith(world(), { configuration });
		expect(result.failures).toMatchObject([{ localKey: `["${id}"]`, side: 'remote' }]);
		expect(result.failures[0]?.message).toMatch(/'In progres'.*In progress/);
		expect(world().server.store.list().map(({ subject }) => subject)).toContain('Not begun');
	});

	it.each([
		['two mappings onto one property', (): PairConfiguration => field('description', { remote: ['subject'] }), /subject.*(description|'subject')/],
		['a column that is both mapped and written back to', (): PairConfiguration => ({ ...world().configuration, writeBack: { lastError: 'task_title' } }), /'task_title'.*both mapped and written back/],
	] as const)('%s', async (_name, configuration, pattern) => {
		await addTasks(world(), 1);
		await expect(runWith(world(), { configuration: configuration() })).rejects.toMatchObject(errorLike(pattern));
		expect(world().server.store.count).toBe(0);
	});

	it('a request that makes no sense is refused before anything is set up', async () => {
		await expect(world().run('incremental', { settings: { batchSize: 0 } })).rejects.toMatchObject(errorLike(/Batch size is 0/));
		await expect(world().run('incremental', { settings: { workers: 11 } })).rejects.toMatchObject(errorLike(/Workers is 11.*1 to 10/));
		await expect(world().run('incremental', { task: { kind: 'resync' } })).rejects.toMatchObject(errorLike(/resync.*full_sync/));
		await nothingSetUp();
	});
});

describe('keys', () => {
	it('a table without primary key', async () => {
		await world().sql('create table notes (title text)');
		const { key: _key, editedAt: _editedAt, ...local } = world().configuration.local;
		const configuration: PairConfiguration = { ...world().configuration, local: { ...local, table: 'notes' }, fields: [{ name: 'subject', local: ['title'], remote: ['subject'], lens: { kind: 'line' } }], writeBack: {}, insertDefaults: {} };
		await expect(runWith(world(), { configuration })).rejects.toMatchObject(errorLike(/public\.notes has no primary key/));
	});

	it('key columns that hold one value twice are refused', async () => {
		await world().sql('create table notes (code text, title text)');
		await world().sql(`insert into notes values ('a', 'One'), ('a', 'Two')`);
		const { editedAt: _editedAt, ...local } = world().configuration.local;
		const configuration: PairConfiguration = { ...world().configuration, local: { ...local, table: 'notes', key: ['code'] }, fields: [{ name: 'subject', local: ['title'], remote: ['subject'], lens: { kind: 'line' } }], writeBack: {}, insertDefaults: {} };
		await expect(runWith(world(), { configuration })).rejects.toMatchObject(errorLike(/code/));
		expect(world().server.store.count).toBe(0);
	});

	it('a composite key works end to end: created, edited, deleted, and made from OpenProject', async () => {
		await world().sql(`create table visits (site text, no bigint generated by default as identity (start with 9007199254740993), title text not null, status text, wp bigint, primary key (site, no))`);
		await world().sql(`insert into visits (site, title, status) values ('a "quoted", site', 'First', 'To Do'), ('b', 'Second', 'To Do'), ('b', 'Third', 'To Do')`);
		const { editedAt: _editedAt, key: _key, ...local } = world().configuration.local;
		const configuration: PairConfiguration = {
			...world().configuration, name: 'visits', local: { ...local, table: 'visits' }, writeBack: { remoteId: 'wp' }, insertDefaults: { site: 'from OpenProject' },
			fields: [
				{ name: 'subject', local: ['title'], remote: ['subject'], lens: { kind: 'line' } },
				world().configuration.fields.find((one) => one.name === 'status') as FieldMapping,
			],
		};
		const run = (more = {}): Promise<RunResult> => world().run('incremental', { configuration, ...more });
		const rows = (): Promise<readonly unknown[]> => world().sql('select site, no::text, title from visits order by no');
		expect(await run()).toMatchObject({ status: 'done', failures: [], written: { remote: 3 } });
		const packages = world().server.store.list();
		expect(packages.map(({ customFields }) => customFields['FLRTS ID'])).toContain('["a \\"quoted\\", site", "9007199254740993"]');
		const byTitle = (title: string): number => packages.find(({ subject }) => subject === title)?.id ?? 0;
		world().server.store.update(byTitle('First'), { subject: 'First, edited there' });
		await world().sql(`update visits set title = 'Second, edited here' where title = 'Second'`);
		await world().sql(`delete from visits where title = 'Third'`);
		world().server.store.create({ subject: 'Made there' });
		expect(await run(letting('mass_delete'))).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { local: 2, remote: 2 } });
		expect(await rows()).toEqual([
			{ site: 'a "quoted", site', no: '9007199254740993', title: 'First, edited there' },
			{ site: 'b', no: '9007199254740994', title: 'Second, edited here' },
			{ site: 'from OpenProject', no: '9007199254740996', title: 'Made there' },
		]);
		expect(world().server.store.get(byTitle('Second'))).toMatchObject({ subject: 'Second, edited here' });
		expect(world().server.store.get(byTitle('Third'))).toMatchObject({ status: 'Rejected' });
		expect(await run()).toMatchObject({ written: { local: 0, remote: 0 } });
		// Everything known is forgotten: rows and work packages find each other again by the key.
		world().server.store.delete(byTitle('Third'));
		await world().sql('drop schema batch_sync cascade');
		expect(await run()).toMatchObject({ failures: [], written: { local: 0, remote: 0 } });
		expect(world().server.store.count).toBe(3);
	});
});

describe('trees that cannot be', () => {
	it('new rows that are each other’s parent are failures by name, and are created once the circle is opened', async () => {
		const a = await addTask(world(), 'A');
		const b = await addTask(world(), 'B', { parent_task_id: a });
		await editTask(world(), a, { parent_task_id: b });
		await addTask(world(), 'C');
		const result = await world().run('full_sync');
		expect(result.failures.map(({ title, code }) => `${title} ${code}`)).toEqual(expect.arrayContaining(['A PARENT_CYCLE', 'B PARENT_CYCLE']));
		expect(world().server.store.list().map(({ subject }) => subject)).toEqual(['C']);
		await editTask(world(), a, { parent_task_id: null });
		expect(await world().run('incremental')).toMatchObject({ failures: [], written: { remote: 2 } });
		expect((await packageOf(world(), b)).parentId).toBe((await packageOf(world(), a)).id);
	});

	it('a row that is its own parent', async () => {
		const a = await addTask(world(), 'A');
		await editTask(world(), a, { parent_task_id: a });
		await addTask(world(), 'B');
		const result = await world().run('full_sync');
		expect(result.failures).toMatchObject([{ title: 'A', code: 'PARENT_CYCLE' }]);
		const before = await versionsOf(world());
		await world().run('incremental');
		expect((await versionsOf(world())).packages).toEqual(before.packages);
	});
});
