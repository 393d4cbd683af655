import { addTask, addTasks, editTask, packageOf, readTask, useWorld, versionsOf } from './flrtsTasks';
import { differencesBetween } from '../support/compareFlrts';

const world = useWorld();

async function remoteIds(ids: readonly string[]): Promise<readonly number[]> {
	return await Promise.all(ids.map(async (id) => (await packageOf(world(), id)).id));
}

const titles = async (): Promise<readonly string[]> => (await world().sql<{ task_title: string }>('select task_title from tasks order by task_id_display')).map((row) => row.task_title);

describe('writes to the table that PostgreSQL refuses', () => {
	it('pitfall 34: two rows exchange a unique value in one run', async () => {
		const [a = 0, b = 0] = await remoteIds(await seed(2));
		world().server.store.update(a, { subject: 'T 2' });
		world().server.store.update(b, { subject: 'T 1' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await titles()).toEqual(['T 2', 'T 1']);
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 }, failureCount: 0 });
	});

	it('pitfall 34: values that move on along a chain of rows arrive, also across batches', async () => {
		const ids = await remoteIds(await seed(6));
		for (const [index, id] of ids.entries()) world().server.store.update(id, { subject: `T ${index + 2}` });
		expect(await world().run('incremental', { settings: { batchSize: 2 } })).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await titles()).toEqual(['T 2', 'T 3', 'T 4', 'T 5', 'T 6', 'T 7']);
	});

	it('pitfall 34: an exchange across batches is settled in the same run', async () => {
		const ids = await remoteIds(await seed(4));
		world().server.store.update(ids[0] as number, { subject: 'T 4' });
		world().server.store.update(ids[3] as number, { subject: 'T 1' });
		expect(await world().run('incremental', { settings: { batchSize: 1 } })).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await titles()).toEqual(['T 4', 'T 2', 'T 3', 'T 1']);
	});

	it('pitfall 34: a value that another row keeps fails alone, by the name of its column; the batch is written', async () => {
		const ids = await seed(6);
		const remote = await remoteIds(ids);
		for (const [index, id] of remote.entries()) world().server.store.update(id, { subject: index === 2 ? 'T 6' : `Renamed ${index}`, dueDate: '2026-02-02' });
		world().server.store.update(remote[5] as number, { subject: 'T 6' });
		const result = await world().run('incremental');
		expect(result).toMatchObject({ status: 'done', failures: [{ localKey: `["${ids[2]}"]`, side: 'local', fields: ['subject'], code: 'VALUE_TAKEN' }] });
		expect(result.failures[0]?.message).toMatch(/task_title/);
		expect(await titles()).toEqual(['Renamed 0', 'Renamed 1', 'T 3', 'Renamed 3', 'Renamed 4', 'T 6']);
		for (const id of ids) expect(await readTask(world(), id)).toMatchObject({ due_date: '2026-02-02' });
	});

	it('pitfall 34: a value too long for its column fails alone and says which column; the rest of the row and the batch go on', async () => {
		await world().sql('alter table tasks alter column task_title type varchar(20)');
		const ids = await addTasks(world(), 5);
		await world().run('full_sync');
		for (const [index, id] of (await remoteIds(ids)).entries()) world().server.store.update(id, { subject: index === 1 ? 'A subject of more than twenty characters' : `Renamed ${index}`, description: 'Described' });
		const result = await world().run('incremental');
		expect(result).toMatchObject({ status: 'done', failures: [{ localKey: `["${ids[1]}"]`, fields: ['subject'], side: 'local' }] });
		expect(result.failures[0]?.message).toMatch(/20|too long/);
		expect(await titles()).toEqual(['Renamed 0', 'T 2', 'Renamed 2', 'Renamed 3', 'Renamed 4']);
		expect(await readTask(world(), ids[1] as string)).toMatchObject({ task_description_detailed: 'Described', openproject_sync_status: 'error' });
	});

	it('pitfall 34: a new work package that fits no row fails alone, the others become rows', async () => {
		await world().sql('alter table tasks alter column task_title type varchar(20)');
		await addTasks(world(), 1);
		await world().run('full_sync');
		world().server.store.create({ subject: 'Fits' });
		const long = world().server.store.create({ subject: 'A subject of more than twenty characters' });
		world().server.store.create({ subject: 'Fits as well' });
		const result = await world().run('incremental');
		expect(result).toMatchObject({ status: 'done', failures: [{ remoteId: String(long.id), side: 'local' }], written: { local: 2 } });
		world().server.store.update(long.id, { subject: 'Short now' });
		expect(await world().run('incremental')).toMatchObject({ failures: [], written: { local: 1 } });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('a trigger that raises stops its row only', async () => {
		await world().sql(`create function refuse() returns trigger language plpgsql as $$ begin if new.task_title like '%forbidden%' then raise exception 'titles must be polite'; end if; return new; end $$`);
		await world().sql('create trigger refuse before update on tasks for each row execute function refuse()');
		const ids = await addTasks(world(), 3);
		await world().run('full_sync');
		for (const [index, id] of (await remoteIds(ids)).entries()) world().server.store.update(id, { subject: index === 1 ? 'forbidden word' : `Renamed ${index}` });
		const result = await world().run('incremental');
		expect(result.failures).toMatchObject([{ fields: ['subject'], message: expect.stringContaining('titles must be polite') as string }]);
		expect(await titles()).toEqual(['Renamed 0', 'T 2', 'Renamed 2']);
	});

	async function seed(count: number): Promise<readonly string[]> {
		await world().sql('alter table tasks add unique (task_title)');
		const ids = await addTasks(world(), count);
		await world().run('full_sync');
		return ids;
	}
});

describe('what a sync leaves behind in passing', () => {
	it('pitfall 36: no write to OpenProject asks for notifications', async () => {
		const ids = await addTasks(world(), 12);
		await world().run('full_sync');
		const [first = 0] = await remoteIds(ids);
		await editTask(world(), ids[1] as string, { task_title: 'Edited' });
		await world().sql('delete from tasks where id = $1', [ids[2]]);
		world().server.store.copy(first);
		await world().run('incremental');
		const writes = world().server.requests.writes;
		expect(writes.map(({ method }) => method)).toEqual(expect.arrayContaining(['POST', 'PATCH']));
		expect(writes.filter(({ notify }) => notify)).toEqual([]);
	});

	it('pitfall 37: write-back columns are written when they change and at no other time', async () => {
		const ids = await addTasks(world(), 3);
		await world().run('full_sync');
		for (const id of ids) expect(await readTask(world(), id)).toMatchObject({ openproject_id: expect.any(Number) as number, openproject_sync_status: 'synced', openproject_error: null });
		const before = await versionsOf(world());
		for (const mode of ['incremental', 'reconciliation', 'full_sync'] as const) await world().run(mode);
		expect(await versionsOf(world())).toEqual(before);
		await editTask(world(), ids[0] as string, { task_title: 'Mine' });
		world().server.store.update((await packageOf(world(), ids[0] as string)).id, { subject: 'Theirs' });
		await world().run('incremental');
		expect(await readTask(world(), ids[0] as string)).toMatchObject({ openproject_sync_status: 'conflict' });
		const conflicted = await versionsOf(world());
		await world().run('incremental');
		expect(await versionsOf(world())).toEqual(conflicted);
	});

	it('pitfall 37: writing back is no edit: nothing goes to OpenProject for it', async () => {
		await addTasks(world(), 2);
		await world().run('full_sync');
		world().server.requests.clear();
		await world().sql(`update tasks set openproject_sync_status = 'pending', openproject_error = 'by hand', openproject_last_sync = null`);
		expect(await world().run('incremental')).toMatchObject({ written: { remote: 0 } });
		expect(world().server.requests.writes).toEqual([]);
	});

	it('pitfall 37: a stored work package id that differs from the link is reported and set right, not followed', async () => {
		const [a = '', b = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		const [remoteA = 0, remoteB = 0] = await remoteIds([a, b]);
		await editTask(world(), a, { openproject_id: remoteB, task_title: 'Edited' });
		const result = await world().run('incremental');
		expect(result.remarks.join(' ')).toMatch(new RegExp(`stored work package id ${remoteB}.*linked to ${remoteA}`));
		expect(await readTask(world(), a)).toMatchObject({ openproject_id: remoteA });
		expect(world().server.store.get(remoteA)).toMatchObject({ subject: 'Edited' });
		expect(world().server.store.get(remoteB)).toMatchObject({ subject: 'T 2' });
	});
});

describe('custom fields', () => {
	it('pitfall 42: an edit of custom fields that leaves lockVersion alone is not overwritten', async () => {
		await world().sql('alter table tasks add column access_notes text');
		const { fields } = world().configuration;
		world().configuration = { ...world().configuration, fields: [...fields, { name: 'access', local: ['access_notes'], remote: ['customField6'], lens: { kind: 'text' }, policies: [{ kind: 'manual' }] }] };
		Object.assign(world().server.behaviour, { customFieldEditsKeepLockVersion: true });
		const id = await addTask(world(), 'Inspect', { access_notes: 'Gate 1' });
		await world().run('full_sync');
		const { id: remote } = await packageOf(world(), id);
		await editTask(world(), id, { access_notes: 'Gate 2' });
		let isEdited = false;
		world().server.onRequest({
			before: ({ method, path }) => {
				// Edited after the run has listed the work packages, and before it writes.
				if (isEdited || method !== 'GET' || !/work_packages\/\d+$/.test(path)) return;
				isEdited = true;
				world().server.store.update(remote, { customFields: { 'Access notes': 'Gate 3' } });
			},
		});
		const result = await world().run('incremental');
		expect(isEdited).toBe(true);
		expect(result).toMatchObject({ conflicts: [{ field: 'access', local: 'Gate 2', remote: 'Gate 3' }] });
		expect(await packageOf(world(), id)).toMatchObject({ customFields: { 'Access notes': 'Gate 3' } });
	});
});
