import { connectionFromUrl, openKeptDatabase, type Database } from '../../src/postgres';
import { usePostgres } from '../support/usePostgres';

const postgres = usePostgres();
const backendOf = async (database: Database): Promise<unknown> => (await database.transaction((tx) => tx.query({ text: 'select pg_backend_pid() as pid' })))[0]?.['pid'];
const open = (keepMs?: number): Promise<Database> => openKeptDatabase({ ...connectionFromUrl(postgres.url), maxConnections: 3 }, keepMs);
const sessions = async (pids: readonly unknown[]): Promise<number> => (await postgres.sql(`select 1 from pg_stat_activity where pid in (${pids.join(', ')})`)).length;

/** A session ends some time after its connection. */
async function untilThereAre(count: number, pids: readonly unknown[]): Promise<void> {
	while ((await sessions(pids)) > count) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a kept database', () => {
	it('goes to the next who opens it, with its connection', async () => {
		const first = await open();
		const pid = await backendOf(first);
		await first.close();
		const second = await open();
		expect(await backendOf(second)).toBe(pid);
		await second.close();
	});

	it('serves one at a time', async () => {
		const [first, second] = [await open(), await open()];
		expect(await backendOf(first)).not.toBe(await backendOf(second));
		await Promise.all([first.close(), second.close()]);
	});

	it('is another for other settings', async () => {
		const first = await open();
		const pid = await backendOf(first);
		await first.close();
		const other = await openKeptDatabase({ ...connectionFromUrl(postgres.url), maxConnections: 2 });
		expect(await backendOf(other)).not.toBe(pid);
		await other.close();
	});

	it('is refused to the one who closed it', async () => {
		const database = await open();
		await Promise.all([database.close(), database.close()]);
		await expect(database.transaction((tx) => tx.query({ text: 'select 1' }))).rejects.toThrow('closed already');
	});

	it('connects anew where the server ended the session meanwhile', async () => {
		const first = await open();
		const pid = await backendOf(first);
		await first.close();
		await postgres.sql(`select pg_terminate_backend(${String(pid)})`);
		await untilThereAre(0, [pid]);
		const second = await open();
		expect(await backendOf(second)).not.toBe(pid);
		await second.close();
	});

	it('ends when nobody has opened it for a while', async () => {
		const database = await open(150);
		const pid = await backendOf(database);
		await database.close();
		expect(await sessions([pid])).toBe(1);
		await untilThereAre(0, [pid]);
	});

	it('is kept four times at most', async () => {
		const databases = await Promise.all(Array.from({ length: 8 }, () => open()));
		const pids = await Promise.all(databases.map(backendOf));
		expect(new Set(pids).size).toBe(8);
		await Promise.all(databases.map((database) => database.close()));
		await untilThereAre(4, pids);
		expect(await sessions(pids)).toBe(4);
	});
});
