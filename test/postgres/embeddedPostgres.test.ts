import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../sandbox/postgres';

let folder: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'batch-sync-embedded-'));
	// Open to the unprivileged user a server runs as where the tests run as root.
	if (process.getuid?.() === 0) rmSync(folder, { recursive: true });
	if (process.getuid?.() === 0) mkdirSync(folder, { mode: 0o755 });
	dataDir = join(folder, 'data');
});
afterEach(async () => {
	for (const server of running.splice(0)) await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function start(options: { readonly port?: number; readonly patienceMs?: number } = {}): Promise<EmbeddedPostgres> {
	const server = await startEmbeddedPostgres({ dataDir, durable: false, patienceMs: 0, ...options });
	running.push(server);
	return server;
}

async function ask(url: string, sql: string): Promise<unknown> {
	const client = new Client(url);
	await client.connect();
	try {
		return Object.values((await client.query(sql)).rows[0] ?? {})[0];
	} finally {
		await client.end();
	}
}

const postmasterPid = (): number => Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);

async function isGone(pid: number, withinMs: number): Promise<boolean> {
	for (const until = Date.now() + withinMs; Date.now() < until; await sleep(50)) {
		try {
			process.kill(pid, 0);
		} catch {
			return true;
		}
	}
	return false;
}

describe('an embedded PostgreSQL', () => {
	it('listens on 127.0.0.1 only, asks for the password, and has room for many', async () => {
		const server = await start();
		expect(await ask(server.url, 'show listen_addresses')).toBe('127.0.0.1');
		expect(await ask(server.url, 'show max_connections')).toBe('200');
		expect(await ask(server.url, 'show unix_socket_directories')).toBe('');
		await expect(ask(server.url.replace(server.password, 'wrong'), 'select 1')).rejects.toThrow(/password authentication failed/);
	});

	it('takes its data up again, also after a crash', async () => {
		const server = await start();
		await ask(server.url, 'create table kept as select 7 as seven');
		await server.stop();
		await server.stop();
		const again = await start();
		expect(await ask(again.url, 'select seven from kept')).toBe(7);
		await ask(again.url, 'checkpoint');
		const pid = postmasterPid();
		process.kill(pid, 'SIGKILL');
		expect(await isGone(pid, 5000)).toBe(true);
		expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(true);
		expect(await ask((await start()).url, 'select seven from kept')).toBe(7);
	});

	it('starts where the process id a crash left behind belongs to something else by now', async () => {
		await (await start()).stop();
		writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n`);
		expect(await ask((await start()).url, 'select 1')).toBe(1);
	});

	it('makes the folder anew that an interrupted start left half made', async () => {
		mkdirSync(`${dataDir}.initialising`);
		writeFileSync(join(`${dataDir}.initialising`, 'PG_VERSION'), '17\n');
		expect(await ask((await start()).url, 'select 1')).toBe(1);
		expect(readdirSync(folder)).toEqual(['data']);
	});

	it('is refused where another one runs on the same data, by process and port', async () => {
		const server = await start();
		await expect(start()).rejects.toThrow(new RegExp(`already runs on the data in '.*data' \\(process ${postmasterPid()}, port ${server.port}\\)\\. Stop the program that started it`));
		expect(await ask(server.url, 'select 1')).toBe(1);
	});

	it('is refused on a taken port, in a folder with other things in it, and on data of another version', async () => {
		const taken = createServer();
		await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()));
		const { port } = taken.address() as AddressInfo;
		await expect(start({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken. Choose another one`);
		taken.close();
		rmSync(dataDir, { recursive: true });
		mkdirSync(dataDir);
		writeFileSync(join(dataDir, 'letter.txt'), 'mine');
		await expect(start()).rejects.toThrow(/is not empty and holds no PostgreSQL data/);
		expect(readFileSync(join(dataDir, 'letter.txt'), 'utf8')).toBe('mine');
		writeFileSync(join(dataDir, 'PG_VERSION'), '15\n');
		await expect(start()).rejects.toThrow(/are of PostgreSQL 15; this package brings PostgreSQL 17/);
	});
});

describe('a server whose starter is killed', () => {
	let holder: ChildProcess;

	async function hold(kind: 'keep' | 'temporary'): Promise<number> {
		holder = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '../support/postgresHolder.ts'), dataDir, kind], { stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((resolve) => holder.stdout?.once('data', resolve));
		return postmasterPid();
	}
	afterEach(() => holder.kill('SIGKILL'));

	it('ends, keeps its data, and can be started again at once', async () => {
		const pid = await hold('keep');
		holder.kill('SIGKILL');
		expect(await ask((await start({ patienceMs: 8000 })).url, 'select 1')).toBe(1);
		expect(await isGone(pid, 5000)).toBe(true);
	});

	it('ends, and leaves nothing of a temporary one', async () => {
		const pid = await hold('temporary');
		holder.kill('SIGKILL');
		expect(await isGone(pid, 5000)).toBe(true);
		for (const until = Date.now() + 5000; Date.now() < until && existsSync(dataDir); ) await sleep(50);
		expect(readdirSync(folder)).toEqual([]);
	});
});
