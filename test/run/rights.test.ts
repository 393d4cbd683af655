import { randomBytes } from 'node:crypto';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import type { Database } from '../../src/postgres';
import { errorLike, runWith } from './anyRun';
import { addTask, addTasks, editTask, readTask, useWorld } from './flrtsTasks';

const world = useWorld();

/** A role of its own with the given grants, and a connection as that role. */
async function connectAs(grants: readonly string[], work: (database: Database) => Promise<void>): Promise<void> {
	const role = `role_${randomBytes(5).toString('hex')}`;
	const url = new URL(world().databaseUrl);
	await world().sql(`create role ${role} login password 'correct horse'`);
	await world().sql(`grant create on database ${url.pathname.slice(1)} to ${role}`);
	for (const grant of grants) await world().sql(`grant ${grant} to ${role}`);
	const [username, password] = [role, 'correct horse'];
	Object.assign(url, { username, password });
	const database = await openDatabase(connectionFromUrl(url.href));
	try {
		await work(database);
	} finally {
		await database.close();
		await world().sql(`reassign owned by ${role} to current_user`);
		await world().sql(`drop owned by ${role}`);
		await world().sql(`drop role ${role}`);
	}
}

describe('rights that are missing', () => {
	it('a user who may not read the table', async () => {
		await connectAs([], async (database) => {
			await expect(runWith(world(), { database })).rejects.toMatchObject(errorLike(/may not read public\.tasks.*SELECT/));
		});
	});

	it('row-level security that hides every row deletes nothing, and says what it looks like', async () => {
		await addTasks(world(), 3);
		await connectAs(['select, insert, update on tasks', 'select on openproject_user_mapping'], async (database) => {
			await runWith(world(), { database });
			await world().sql('alter table tasks enable row level security');
			const stopped = await runWith(world(), { database });
			expect(stopped).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'empty_side' }], written: { local: 0, remote: 0 } });
			expect(stopped.message).toMatch(/[Rr]ow-level security/);
			const through = await runWith(world(), { database, letThrough: ['empty_side'] });
			expect(through).toMatchObject({ status: 'done', plan: { remote: { delete: 0 } }, written: { remote: 0 } });
			expect(through.remarks.join(' ')).toMatch(/Row-level security.*no row is taken for deleted/);
			expect(world().server.store.list().map(({ status }) => status)).toEqual(['New', 'New', 'New']);
		});
	});

	it('a user who may not write the output columns syncs all the same, and the run says so', async () => {
		const [a = ''] = await addTasks(world(), 2);
		await connectAs(['select on tasks', 'update (task_title) on tasks', 'select on openproject_user_mapping'], async (database) => {
			expect(await runWith(world(), { database })).toMatchObject({ status: 'done', failures: [], written: { remote: 2 }, remarks: expect.arrayContaining([expect.stringMatching(/write-back columns.*lacks a right/)]) as string[] });
			const made = world().server.store.list().find(({ customFields }) => customFields['FLRTS ID'] === a);
			world().server.store.update(made?.id ?? 0, { subject: 'Edited there' });
			expect(await runWith(world(), { database })).toMatchObject({ status: 'done', failures: [], written: { local: 1 } });
			expect(await readTask(world(), a)).toMatchObject({ task_title: 'Edited there', openproject_id: null });
		});
	});

	it('an output column whose type does not know a status is left as it is for that row only', async () => {
		await world().sql(`create type sync_state as enum ('pending', 'synced')`);
		await world().sql('alter table tasks alter column openproject_sync_status drop default, alter column openproject_sync_status type sync_state using null');
		const [a = '', b = ''] = await addTasks(world(), 2);
		await addTask(world(), 'Odd', { priority: 'No such priority' });
		const result = await world().run('full_sync');
		expect(result).toMatchObject({ status: 'done', failureCount: 1, remarks: expect.arrayContaining([expect.stringMatching(/write-back columns.*error/)]) as string[] });
		for (const id of [a, b]) expect(await readTask(world(), id)).toMatchObject({ openproject_sync_status: 'synced', openproject_id: expect.any(Number) as number });
	});

	it('a user who may read but not write: edits of the table go out, those of OpenProject fail one by one with the right that is missing', async () => {
		const [a = '', b = ''] = await addTasks(world(), 2);
		await connectAs(['select on tasks', 'select on openproject_user_mapping'], async (database) => {
			const configuration = { ...world().configuration, writeBack: {} };
			await runWith(world(), { database, configuration });
			await editTask(world(), a, { task_title: 'Edited here' });
			const packages = world().server.store.list();
			const other = packages.find(({ customFields }) => customFields['FLRTS ID'] === b);
			world().server.store.update(other?.id ?? 0, { subject: 'Edited there' });
			world().server.store.create({ subject: 'Made there' });
			const result = await runWith(world(), { database, configuration });
			expect(result).toMatchObject({ status: 'done', failureCount: 2, written: { local: 0, remote: 1 } });
			expect(result.failures.map(({ side, message }) => `${side} ${message}`).join('\n')).toMatch(/^local .*(permission|may not|right)/i);
			expect(world().server.store.list().map(({ subject }) => subject).sort()).toEqual(['Edited here', 'Edited there', 'Made there']);
			expect(await readTask(world(), b)).toMatchObject({ task_title: 'T 2' });
		});
	});
});
