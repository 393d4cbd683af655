import { breaksInTheChain as breaksIn } from '../support/auditChain';
import { addTask, addTasks, editTask, letting, packageOf, useWorld } from './flrtsTasks';

const world = useWorld();

const breaksInTheChain = (): Promise<readonly string[]> => breaksIn(world());

async function livelyHistory(): Promise<readonly string[]> {
	world().server.store.create({ subject: 'Made there', status: 'On hold' });
	const ids = await addTasks(world(), 8);
	await world().run('full_sync', letting('both_populated'));
	const parent = await addTask(world(), 'Parent');
	await editTask(world(), ids[0] as string, { task_title: 'Edited here', parent_task_id: parent });
	world().server.store.update((await packageOf(world(), ids[1] as string)).id, { subject: 'Edited there', dueDate: '2026-11-02' });
	await editTask(world(), ids[2] as string, { task_title: 'Same' });
	world().server.store.update((await packageOf(world(), ids[2] as string)).id, { subject: 'Same' });
	await editTask(world(), ids[3] as string, { task_title: 'Mine', due_date: '2026-12-01' });
	world().server.store.update((await packageOf(world(), ids[3] as string)).id, { subject: 'Theirs' });
	world().server.store.forbidTransition({ from: 'New', to: 'Closed' });
	await editTask(world(), ids[4] as string, { status: 'Done', task_title: 'Refused in part' });
	await world().sql('delete from tasks where id = $1', [ids[5]]);
	await world().run('incremental', letting('mass_delete'));
	await world().run('incremental');
	return ids;
}

describe('the audit trail', () => {
	it('pitfall 27: every move of a base is an operation, and folding them comes to the bases stored', async () => {
		await livelyHistory();
		expect(await breaksInTheChain()).toEqual([]);
		expect((await world().sql<{ kind: string }>(`select distinct kind from batch_sync.operation where status = 'done' order by kind`)).map(({ kind }) => kind)).toEqual(['agree', 'archive', 'create', 'update']);
	});

	it('pitfall 27: a base lost to a changed mapping or a resync is in the chain too', async () => {
		const ids = await livelyHistory();
		const { fields } = world().configuration;
		const configuration = { ...world().configuration, fields: fields.map((field) => (field.name === 'description' ? { ...field, lens: { kind: 'line' as const } } : field)) };
		await editTask(world(), ids[6] as string, { task_title: 'Edited again' });
		expect(await world().run('incremental', { configuration, ...letting('mapping_changed') })).toMatchObject({ status: 'done' });
		expect(await breaksInTheChain()).toEqual([]);
		expect(await world().run('full_sync', { configuration, task: { kind: 'resync' } })).toMatchObject({ status: 'done' });
		expect(await breaksInTheChain()).toEqual([]);
		expect(await world().sql(`select count(*)::int > 0 as parked from batch_sync.operation where kind = 'park'`)).toEqual([{ parked: true }]);
	});

	it('pitfall 27: records that are deleted, come back and are made anew keep an unbroken chain', async () => {
		const [id = ''] = await addTasks(world(), 12);
		await world().run('full_sync');
		const remote = (await packageOf(world(), id)).id;
		await world().sql('delete from tasks where id = $1', [id]);
		await world().run('incremental');
		world().server.store.update(remote, { subject: 'Still wanted', status: 'New' });
		await world().run('incremental');
		const [again] = await world().sql<{ id: string }>('select id from tasks where openproject_id = $1', [remote]);
		expect(again).toBeDefined();
		await world().sql('delete from tasks where id = $1', [again?.id]);
		await world().run('incremental');
		await world().sql(`insert into tasks (id, task_id_display, task_title, priority) values ($1, 'T-0001', 'Back by hand', 'High')`, [again?.id]);
		await world().run('incremental');
		expect(await breaksInTheChain()).toEqual([]);
	});
});
