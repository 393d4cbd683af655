import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Binaries } from './binaries';
import type { ServerUser } from './serverUser';

const START_TIMEOUT_MS = 60_000;
const FAST_STOP_MS = 15_000;
const LOG_CHARACTERS = 8000;

/** The server ended, or took too long, before it accepted connections; `log` is the end of what it printed. */
export class ServerDidNotStart extends Error {
	readonly log: string;

	constructor(reason: string, log: string) {
		super(`PostgreSQL did not start: ${reason}.${log === '' ? '' : ` It printed:\n${log.trim()}`}`);
		this.log = log;
	}
}

export interface Launch {
	readonly binaries: Binaries;
	readonly dataDir: string;
	readonly user: ServerUser | null;
	readonly settings: Readonly<Record<string, string>>;
	/** Told the process id as soon as there is one. */
	readonly onSpawn: (pid: number) => void;
}

/** Starts a server and waits until it accepts connections. */
export async function launchServer({ binaries, dataDir, user, settings, onSpawn }: Launch): Promise<ChildProcess> {
	const args = ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
	const server = spawn(binaries.postgres, args, {
		...(user === null ? {} : { uid: user.uid, gid: user.gid }),
		cwd: dataDir,
		env: { ...process.env, LC_ALL: 'C' },
		// A group of its own: Ctrl-C in the terminal reaches only us, and we decide what ends when.
		detached: process.platform !== 'win32',
		stdio: ['ignore', 'ignore', 'pipe'],
		windowsHide: true,
	});
	if (server.pid !== undefined) onSpawn(server.pid);
	await waitUntilReady(server);
	server.unref();
	(server.stderr as unknown as { unref(): void }).unref();
	return server;
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
	let log = '';
	await new Promise<void>((resolve, reject) => {
		const fail = (reason: string): void => {
			clearTimeout(timer);
			reject(new ServerDidNotStart(reason, log));
		};
		const timer = setTimeout(() => {
			server.kill('SIGQUIT');
			fail(`it was not ready after ${START_TIMEOUT_MS / 1000} seconds`);
		}, START_TIMEOUT_MS);
		server.once('error', (error) => fail(error.message));
		server.once('close', (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}`));
		server.stderr?.setEncoding('utf8');
		// Read on for as long as it runs: a full pipe would stop the server.
		server.stderr?.on('data', (text: string) => {
			log = (log + text).slice(-LOG_CHARACTERS);
			if (!log.includes('ready to accept connections')) return;
			clearTimeout(timer);
			resolve();
		});
	});
}

/** Ends all sessions and the server; harder after a while. */
export async function stopServer(server: ChildProcess, binaries: Binaries, dataDir: string, user: ServerUser | null): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	server.ref();
	const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
	if (process.platform === 'win32') await promisify(execFile)(binaries.pgCtl, ['stop', '-D', dataDir, '-m', 'fast', '-w'], user ?? {}).catch(() => server.kill());
	else server.kill('SIGINT');
	const isSlow = await Promise.race([ended.then(() => false), sleep(FAST_STOP_MS, true, { ref: false })]);
	if (isSlow) server.kill('SIGQUIT');
	await ended;
}
