import type { SyncWorld } from '../support/syncWorld';
import { expectQuiet, keyWorld, linksOf, packagesOf } from './keyWorld';

let world: SyncWorld;
afterEach(async () => {
	await world.close();
});

describe('keys that are renamed', () => {
	const table = `create table tasks (id text primary key, title text not null, op int); insert into tasks select 'k' || n, 'T ' || n from generate_series(1, 4) n`;

	it('a row that still stores its work package keeps it, edited or not; its key field follows', async () => {
		world = await keyWorld(table);
		await world.run('full_sync');
		await world.sql(`update tasks set id = 'renamed' where id = 'k1'; update tasks set id = 'other', title = 'T 2 edited' where id = 'k2'`);
		const run = await world.run('incremental');
		expect(run).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(run.remarks.join(' ')).toContain('k1 is now renamed, k2 is now other');
		expect(packagesOf(world)).toEqual(['T 1 New', 'T 2 edited New', 'T 3 New', 'T 4 New']);
		expect(world.server.store.list().map((one) => one.customFields['FLRTS ID']).sort()).toEqual(['k3', 'k4', 'other', 'renamed']);
		await expectQuiet(world);
	});

	it('keys that move on along a chain of rows, or are exchanged, take their work packages along', async () => {
		world = await keyWorld(table);
		await world.run('full_sync');
		await world.sql(`update tasks set id = 'k5' where id = 'k3'; update tasks set id = 'k3' where id = 'k2'; update tasks set id = 'k2' where id = 'k1'`);
		await world.run('incremental');
		expect(await linksOf(world)).toEqual({ k2: 'T 1', k3: 'T 2', k4: 'T 4', k5: 'T 3' });
		await world.sql(`update tasks set id = 'aside' where id = 'k2'; update tasks set id = 'k2' where id = 'k4'; update tasks set id = 'k4' where id = 'aside'`);
		await world.run('incremental');
		expect(await linksOf(world)).toEqual({ k2: 'T 4', k3: 'T 2', k4: 'T 1', k5: 'T 3' });
		expect(packagesOf(world)).toEqual(['T 1 New', 'T 2 New', 'T 3 New', 'T 4 New']);
		await expectQuiet(world);
	});

	it('an id that two rows store is followed to neither; a wrong one not at all', async () => {
		world = await keyWorld(table);
		await world.run('full_sync');
		const [first] = await world.sql<{ op: number }>(`select op from tasks where id = 'k1'`);
		await world.sql(`delete from tasks where id = 'k1'; insert into tasks select 'copy' || n, 'Copy', ${first?.op} from generate_series(1, 2) n`);
		await world.run('incremental');
		const links = await linksOf(world);
		expect([links['copy1'], links['copy2']]).toEqual(['?', '?']);
		expect(links).toMatchObject({ k2: 'T 2', k3: 'T 3', k4: 'T 4' });
	});

	it('without a stored id it is a deletion and a creation', async () => {
		world = await keyWorld(table, { writeBack: {} });
		await world.run('full_sync');
		await world.sql(`update tasks set id = 'renamed' where id = 'k1'`);
		await world.run('incremental');
		expect(packagesOf(world)).toEqual(['T 1 New', 'T 1 Rejected', 'T 2 New', 'T 3 New', 'T 4 New']);
	});
});
