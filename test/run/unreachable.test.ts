import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { errorLike, remoteAt, runWith } from './anyRun';
import { addTasks, basesOf, editTask, packageOf, useWorld } from './flrtsTasks';

const world = useWorld();

describe('systems that cannot be reached or refuse us', () => {
	it('a database host that is down', async () => {
		await expect((async () => {
			const database = await openDatabase(connectionFromUrl('postgres://somebody:secret-word@127.0.0.1:1/flrts'));
			try { await runWith(world(), { database }); } finally { await database.close(); }
		})()).rejects.toMatchObject({ code: 'DATABASE', sqlState: 'ECONNREFUSED', message: expect.stringMatching(/^(?=.*127\.0\.0\.1:1)(?!.*secret-word)/) as string });
	});

	it('a database user that does not exist', async () => {
		const url = new URL(world().databaseUrl);
		Object.assign(url, { username: 'nobody_here', password: 'secret-word' });
		await expect((async () => {
			const database = await openDatabase(connectionFromUrl(url.href));
			try { await runWith(world(), { database }); } finally { await database.close(); }
		})()).rejects.toMatchObject({ code: 'DATABASE', message: expect.stringMatching(/^(?=.*nobody_here)(?!.*secret-word)/) as string });
	});

	it('an OpenProject host that is down', async () => {
		await addTasks(world(), 1);
		await expect(runWith(world(), { remote: remoteAt(world(), 'http://127.0.0.1:1', 'key') })).rejects.toMatchObject(errorLike(/127\.0\.0\.1:1/, 'REMOTE_UNAVAILABLE'));
	});

	it('a wrong API key, which no message tells', async () => {
		await addTasks(world(), 1);
		await expect(runWith(world(), { remote: remoteAt(world(), world().server.url, 'my-secret-key') })).rejects.toMatchObject(errorLike(/^(?=.*(401|API key))(?!.*my-secret-key)/s, 'REMOTE_REFUSED'));
		expect(world().server.store.count).toBe(0);
	});

	it('a key withdrawn between two runs: the run fails in a sentence, the next goes on', async () => {
		const [id = ''] = await addTasks(world(), 1);
		await world().run('full_sync');
		await editTask(world(), id, { task_title: 'Edited' });
		world().server.tokens.revoke(world().server.apiKey);
		const before = await basesOf(world());
		await expect(world().run('incremental')).rejects.toMatchObject({ code: 'REMOTE_REFUSED' });
		expect(await basesOf(world())).toEqual(before);
		world().server.tokens.addApiKey(world().server.apiKey, world().server.apiUserId);
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { remote: 1 } });
	});

	it.each([
		['HTML instead of the API', { kind: 'loginPage' }, /HTML/],
		['JSON of another product', { kind: 'wrongApi' }, /OpenProject/],
		['JSON that ends in the middle', { kind: 'truncatedJson' }, /JSON/],
	] as const)('an address that answers %s', async (_name, fault, pattern) => {
		const [id = ''] = await addTasks(world(), 2);
		world().server.faults.add({ fault });
		await expect(world().run('full_sync')).rejects.toMatchObject(errorLike(pattern, 'REMOTE_ANSWER'));
		world().server.faults.clear();
		expect(world().server.store.count).toBe(0);
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', remote: { created: 2 } });
		await editTask(world(), id, { task_title: 'Edited' });
		world().server.faults.add({ fault, path: /work_packages$/, method: 'GET' });
		await expect(world().run('incremental')).rejects.toMatchObject(errorLike(pattern, 'REMOTE_ANSWER'));
		expect(await packageOf(world(), id)).toMatchObject({ subject: 'T 1' });
		expect(await world().sql('select status, message from batch_sync.run order by id desc limit 1')).toMatchObject([{ status: 'failed', message: expect.stringMatching(pattern) as string }]);
		world().server.faults.clear();
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { remote: 1 } });
	});

	it('tables made by a newer version of the package', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		await world().sql('insert into batch_sync.migration select (jsonb_populate_record(m, \'{"version": 9000}\')).* from batch_sync.migration m limit 1');
		await expect(world().run('incremental')).rejects.toMatchObject(errorLike(/version 9000.*Update the package/));
	});
});
