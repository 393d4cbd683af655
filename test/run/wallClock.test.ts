import { addTask, packageOf, useWorld } from './flrtsTasks';
import type { FieldMapping } from '../../src/mapping';
import type { SyncWorld } from '../support/syncWorld';

const world = useWorld();

/** The FLRTS pair with the due date in a column of this type, in New York. */
async function withDueColumn(type: string): Promise<void> {
	await world().sql(`create domain wall as timestamp`);
	await world().sql(`alter table tasks add column planned ${type}`);
	const due: FieldMapping = { name: 'due', local: ['planned'], remote: ['dueDate'], lens: { kind: 'instant_date', timeZone: 'America/New_York' } };
	const { configuration } = world();
	world().configuration = { ...configuration, fields: configuration.fields.map((field) => (field.name === 'due' ? due : field)) };
}

const plannedOf = async (id: string): Promise<string | undefined> => (await world().sql<{ planned: string }>('select planned::text from tasks where id = $1', [id]))[0]?.planned;
const edit = async (id: string, dueDate: string): Promise<void> => {
	world().server.store.update((await packageOf(world(), id)).id, { dueDate });
};

describe('times without time zone', () => {
	it.each(['timestamp', 'timestamp(0)', 'wall', 'text', 'date'])('of a column of type %s fall on the day they show, and keep their time of day', async (type) => {
		await withDueColumn(type);
		const [early, late] = [await addTask(world(), 'Early', { planned: '2026-03-31 02:00:00' }), await addTask(world(), 'Late', { planned: '2026-03-31 23:00:00' })];
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', failures: [] });
		for (const id of [early, late]) expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-03-31' });
		await edit(early, '2026-11-02');
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect((await plannedOf(early))?.replace('T', ' ')).toBe(type === 'date' ? '2026-11-02' : '2026-11-02 02:00:00');
		expect(await world().run('reconciliation')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('get midday of the day where there was none', async () => {
		await withDueColumn('timestamp');
		const id = await addTask(world(), 'No time yet', {});
		await world().run('full_sync');
		await edit(id, '2026-07-01');
		await world().run('incremental');
		expect(await plannedOf(id)).toBe('2026-07-01 12:00:00');
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 }, conflicts: [] });
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-07-01' });
	});

	it('with time zone are still those of the pair\'s zone', async () => {
		await withDueColumn('timestamptz');
		const id = await addTask(world(), 'Evening', { planned: '2026-03-31T02:00:00Z' });
		await world().run('full_sync');
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-03-30' });
	});
});

describe('edit times without time zone', () => {
	const editedAt = async (asWorld: SyncWorld): Promise<string | undefined> => (await asWorld.sql<{ at: string }>(`select to_char(local_edited_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at from batch_sync.link order by id limit 1`))[0]?.at;

	it.each([['America/New_York', '2026-03-30 14:00'], ['Asia/Tokyo', '2026-03-30 01:00'], [undefined, '2026-03-30 10:00']])('are those of clocks in %s', async (timeZone, expected) => {
		await world().sql('alter table tasks add column touched timestamp');
		const { configuration } = world();
		world().configuration = { ...configuration, local: { ...configuration.local, editedAt: 'touched', ...(timeZone === undefined ? {} : { timeZone }) } };
		const id = await addTask(world(), 'Edited', { touched: '2026-03-30 09:00:00' });
		await world().run('full_sync');
		await world().sql(`update tasks set task_title = 'Edited again', touched = '2026-03-30 10:00:00' where id = $1`, [id]);
		await world().run('incremental');
		expect(await editedAt(world())).toBe(expected);
	});
});
