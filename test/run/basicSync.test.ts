import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

interface TaskRow {
	readonly id: string;
	readonly task_title: string;
	readonly status: string;
	readonly openproject_id: number | null;
	readonly parent_task_id: string | null;
}

describe('a sync of FLRTS tasks with OpenProject', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
	});
	afterEach(async () => {
		await world.close();
	});

	const tasks = (): Promise<readonly TaskRow[]> => world.sql<TaskRow>('select * from tasks order by task_id_display');

	async function seed(count: number): Promise<void> {
		await world.sql(
			`insert into tasks (task_id_display, task_title, task_description_detailed, status, priority, due_date)
			select 'T-' || lpad(n::text, 4, '0'), 'Task ' || n, 'Line one' || chr(13) || chr(10) || 'two ' || n, (array['To Do','In Progress','Done','Archived','Cancelled'])[1 + n % 5]::task_status, (array['High','Medium','Low'])[1 + n % 3], date '2026-03-01' + n from generate_series(1, $1::int) n`,
			[count],
		);
	}

	it('creates what one side lacks, writes nothing the second time, and counts add up', async () => {
		await seed(30);
		world.server.store.create({ subject: 'Made in OpenProject', type: 'Task', status: 'On hold' });
		const first = await world.run('full_sync', { settings: { guards: { ...world.settings.guards, letThrough: ['both_populated'] } } });
		expect(first.failures).toEqual([]);
		expect(first.conflicts).toEqual([]);
		expect(first).toMatchObject({ status: 'done', written: { local: 1, remote: 30 } });
		expect(first.remote).toMatchObject({ seen: 31, created: 30, unchanged: 1 });
		expect(first.local).toMatchObject({ seen: 31, created: 1, unchanged: 30 });
		const before = await world.sql<{ xmin: string }>('select id, xmin::text from tasks order by id');
		const second = await world.run('incremental');
		expect(second).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, message: 'In step; nothing had to be written.' });
		expect(await world.sql('select id, xmin::text from tasks order by id')).toEqual(before);
		const rows = await tasks();
		expect(rows).toHaveLength(31);
		expect(rows.every((row) => row.openproject_id !== null)).toBe(true);
	});

	it('carries one-sided edits, merges edits of different fields, and keeps both values of a true conflict', async () => {
		await seed(6);
		await world.run('full_sync');
		const rows = await tasks();
		const remote = (index: number): number => rows[index]?.openproject_id ?? 0;
		await world.sql(`update tasks set task_title = 'Local edit' where id = $1`, [rows[0]?.id]);
		world.server.store.update(remote(1), { subject: 'Remote edit' });
		await world.sql(`update tasks set due_date = '2026-12-24' where id = $1`, [rows[2]?.id]);
		world.server.store.update(remote(2), { subject: 'Other field' });
		await world.sql(`update tasks set task_title = 'Same' where id = $1`, [rows[3]?.id]);
		world.server.store.update(remote(3), { subject: 'Same' });
		await world.sql(`update tasks set task_title = 'Mine' where id = $1`, [rows[4]?.id]);
		world.server.store.update(remote(4), { subject: 'Theirs' });
		const result = await world.run('incremental');
		expect(result.failures).toEqual([]);
		expect(result.conflicts).toMatchObject([{ field: 'subject', kind: 'both_changed', local: 'Mine', remote: 'Theirs' }]);
		const after = await tasks();
		expect(after.map((row) => row.task_title)).toEqual(['Local edit', 'Remote edit', 'Other field', 'Same', 'Mine', 'Task 6']);
		expect(world.server.store.get(remote(0))).toMatchObject({ subject: 'Local edit' });
		expect(world.server.store.get(remote(2))).toMatchObject({ subject: 'Other field', dueDate: '2026-12-24' });
		expect(world.server.store.get(remote(4))).toMatchObject({ subject: 'Theirs' });
		const last = await world.run('incremental');
		expect(last).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, conflictCount: 1 });
	});
});
