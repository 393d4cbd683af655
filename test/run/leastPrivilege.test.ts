import { connectionFromUrl, openDatabase } from '../../src/postgres';
import type { Database } from '../../src/postgres';
import { leastPrivilege } from '../support/leastPrivilege';
import type { LeastPrivilege } from '../support/leastPrivilege';
import { runWith } from './anyRun';
import { addTask, addTasks, editTask, readTask, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();

/** A role with the rights of docs/least-privilege.sql and no other, once the owner has set the package up. */
async function withRights(rights: Omit<LeastPrivilege, 'role'>, work: (database: Database) => Promise<void>): Promise<void> {
	const role = `least_${world().databaseUrl.slice(-8)}`;
	await world().run('full_sync');
	await world().sql('revoke create on schema public from public');
	await world().sql(`create role ${role} login password '${role}'`);
	for (const statement of leastPrivilege({ role, ...rights })) await world().sql(statement);
	const url = new URL(world().databaseUrl);
	Object.assign(url, { username: role, password: role });
	const database = await openDatabase(connectionFromUrl(url.href));
	try {
		await work(database);
	} finally {
		await database.close();
		await world().sql(`drop owned by ${role}`);
		await world().sql(`drop role ${role}`);
	}
}

describe('docs/least-privilege.sql', () => {
	it('is enough for full and incremental syncs both ways, without a remark about rights', async () => {
		const [id = ''] = await addTasks(world(), 2);
		await withRights({}, async (database) => {
			await editTask(world(), id, { task_title: 'Edited here' });
			const [, other] = world().server.store.list();
			world().server.store.update(other?.id ?? 0, { description: 'Edited there', status: 'Closed', dueDate: '2028-03-01' });
			world().server.store.create({ subject: 'Made there' });
			await addTask(world(), 'Made here');
			const result = await runWith(world(), { database, mode: 'incremental' });
			expect(result).toMatchObject({ status: 'done', failures: [], written: { local: 2, remote: 2 } });
			expect(result.remarks.join(' ')).not.toMatch(/may not|lacks a right/);
			expect(await runWith(world(), { database })).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		});
	});

	it('of the first part is enough for a preview, which needs no right to write the table', async () => {
		const [id = ''] = await addTasks(world(), 2);
		await withRights({ previewsOnly: true }, async (database) => {
			const mayWrite = await database.transaction((tx) => tx.query<{ may: boolean }>({ text: `select has_table_privilege('public.tasks', 'insert, update, delete') or has_any_column_privilege('public.tasks', 'insert, update') as may` }));
			expect(mayWrite).toEqual([{ may: false }]);
			const remote = (await readTask(world(), id)).openproject_id as number;
			world().server.store.update(remote, { subject: 'Edited there' });
			const before = await versionsOf(world());
			const result = await runWith(world(), { database, preview: true });
			expect(result).toMatchObject({ status: 'previewed', plan: { local: { update: 1 } }, operations: [{ side: 'local', kind: 'update', values: { task_title: 'Edited there' } }] });
			expect(await versionsOf(world())).toEqual(before);
			const run = await runWith(world(), { database });
			expect(run).toMatchObject({ failureCount: 1, written: { local: 0 } });
			expect(run.remarks.join(' ')).toMatch(/may not insert into public\.tasks.*may not update .*task_title.* of public\.tasks/s);
		});
	});

	it('without its last part a row cannot be deleted, and the run says which right is missing', async () => {
		const ids = await addTasks(world(), 12);
		const configuration = { ...world().configuration, deletePolicy: { ...world().configuration.deletePolicy, local: { effect: 'delete' as const } } };
		await withRights({}, async (database) => {
			const remote = (await readTask(world(), ids[0] as string)).openproject_id as number;
			world().server.store.delete(remote);
			for (let look = 0; look < 2; look += 1) await runWith(world(), { database, configuration });
			const result = await runWith(world(), { database, configuration });
			expect(result.failures).toMatchObject([{ side: 'local', message: expect.stringMatching(/right|permission/) as string }]);
			expect(await readTask(world(), ids[0] as string)).toMatchObject({ id: ids[0] });
		});
		await withRights({ deletesRows: true }, async (database) => {
			await runWith(world(), { database, configuration, mode: 'reconciliation' });
			expect(await world().sql('select id from tasks')).toHaveLength(11);
		});
	});
});
