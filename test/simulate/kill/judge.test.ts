import { createSyncWorld, type SyncWorld } from '../../support/syncWorld';
import { Random } from '../random';
import { Editors } from './editors';
import { judge } from './judge';

describe('the judge of a history', () => {
	let world: SyncWorld;
	let editors: Editors;

	beforeEach(async () => {
		world = await createSyncWorld();
		const { deletePolicy } = world.configuration;
		world.configuration = { ...world.configuration, deletePolicy: { ...deletePolicy, local: { effect: 'delete' } } };
		world.settings = { ...world.settings, guards: { ...world.settings.guards, maxDeletes: 100, maxDeletePercent: 100, letThrough: ['both_populated', 'mass_change'] } };
		editors = new Editors(world, new Random(7));
		for (let count = 0; count < 12; count += 1) await editors.createHere();
		await world.run('full_sync');
		editors.settle();
		await editors.work(60);
		for (let run = 0; run < 4; run += 1) await world.run('incremental');
	});
	afterEach(async () => await world.close());

	it('finds nothing wrong where nothing is, after every kind of doing', async () => {
		expect(editors.records.some((one) => one.isGone)).toBe(true);
		expect(await judge(world, editors.records)).toEqual({ records: editors.records.length, lost: [], doubled: [] });
	});

	it('finds an edit that both sides have lost', async () => {
		const record = editors.records.find((one) => !one.isGone && one.expected.title !== one.name);
		await world.sql('update tasks set task_title = $2 where id = $1', [record?.rowId, record?.name]);
		await world.run('incremental');
		expect(await judge(world, editors.records)).toMatchObject({ lost: [expect.stringContaining(`title of ${record?.name}`), expect.stringContaining(`title of ${record?.name}`)] });
	});

	it('finds a record that is there twice', async () => {
		const record = editors.records.find((one) => !one.isGone && !one.isParent);
		world.server.store.copy(record?.packageId ?? world.server.store.list()[0]?.id ?? 0);
		expect((await judge(world, editors.records)).doubled).toEqual([expect.stringMatching(/^work package .* more than once$/)]);
	});

	it('finds what was deleted and came back', async () => {
		const record = editors.records.find((one) => one.isGone);
		await world.sql(`insert into tasks (id, task_id_display, task_title) values ($1, 'back', $2)`, [record?.rowId, record?.name]);
		expect((await judge(world, editors.records)).lost).toContain(`${record?.name} was deleted, and its row is there`);
	});
});
