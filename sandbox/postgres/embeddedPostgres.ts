import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from '../ports';
import { prepareBinaries, type Binaries } from './binaries';
import { openDataFolder, placeData, SUPERUSER } from './dataFolder';
import { findPostmaster } from './postmaster';
import { serverUser, type ServerUser } from './serverUser';
import { launchServer, ServerDidNotStart, stopServer } from './serverProcess';

const LOCALHOST = '127.0.0.1';
const TRIES = 5;
const PATIENCE_MS = 8000;

export interface EmbeddedPostgresOptions {
	/** Made where it is missing; a data folder that is there is taken up again. */
	readonly dataDir: string;
	/** Default: any free one. */
	readonly port?: number;
	/** False: faster, and the data do not survive a crash of the machine. Default true. */
	readonly durable?: boolean;
	/** The data folder is removed at the end, however it comes. Default false. */
	readonly temporary?: boolean;
	/** How long to wait for a server that is still on the data: one whose starter was just killed is on its way down. Default 8 s. */
	readonly patienceMs?: number;
	/** Further server settings, by name. */
	readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
	/** Of the database 'postgres', with user and password. */
	readonly url: string;
	readonly host: '127.0.0.1';
	readonly port: number;
	readonly user: string;
	readonly password: string;
	/** Where the data are; another folder than asked for only where the server's user could not enter that. */
	readonly dataDir: string;
	/** Ends all sessions and waits until the server is gone; safe to call twice. */
	stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL 17 that listens on 127.0.0.1 only, with room for 200 connections. It ends with the process that
 * started it, even where that is killed. As root it runs as an unprivileged user. Throws an Error that says what to do
 * where the data folder is in use, not empty or of another version, or the port is taken.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
	const user = serverUser();
	const binaries = await prepareBinaries(user);
	const dataDir = await placeData(resolve(options.dataDir), user);
	await refuseSecondServer(dataDir, options.patienceMs ?? PATIENCE_MS);
	const guard = startGuard(dataDir, options.temporary === true);
	const tidyUp = async (): Promise<void> => {
		endGuard(guard);
		if (options.temporary !== true) return;
		for (const path of new Set([dataDir, resolve(options.dataDir)])) await rm(path, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		const password = await openDataFolder(dataDir, binaries, user);
		const { server, port } = await launch(options, { binaries, dataDir, user, guard });
		return describe({ dataDir, password, port }, async () => {
			await stopServer(server, binaries, dataDir, user);
			await tidyUp();
		});
	} catch (error) {
		await tidyUp();
		throw error;
	}
}

async function refuseSecondServer(dataDir: string, patienceMs: number): Promise<void> {
	const until = Date.now() + patienceMs;
	for (;;) {
		const owner = await findPostmaster(dataDir);
		if (owner === null) return;
		if (Date.now() > until) {
			throw new Error(
				`A PostgreSQL already runs on the data in '${dataDir}' (process ${owner.pid}${owner.port === null ? '' : `, port ${owner.port}`}). Stop the program that started it, or name another data folder.`,
			);
		}
		await sleep(200);
	}
}

interface Installation {
	readonly binaries: Binaries;
	readonly dataDir: string;
	readonly user: ServerUser | null;
	readonly guard: ChildProcess;
}

/** A port that was free a moment ago may be taken now: another one is tried unless it was asked for. */
async function launch(options: EmbeddedPostgresOptions, { binaries, dataDir, user, guard }: Installation): Promise<{ readonly server: ChildProcess; readonly port: number }> {
	for (let attempt = 1; ; attempt++) {
		const port = options.port ?? (await anyFreePort());
		try {
			const settings = { ...settingsFor(port, options.durable ?? true), ...options.settings };
			const server = await launchServer({ binaries, dataDir, user, settings, onSpawn: (pid) => guard.stdin?.write(`${pid}\n`) });
			return { server, port };
		} catch (error) {
			if (!(error instanceof ServerDidNotStart)) throw error;
			const isTaken = /could not bind|could not create any TCP/i.test(error.log);
			if (isTaken && options.port !== undefined) throw new Error(`Port ${port} on ${LOCALHOST} is taken. Choose another one, or none to have a free one picked.`, { cause: error });
			// Processes of a server that was killed hold its shared memory until they notice.
			const isPassing = isTaken || /shared memory block|lock file/i.test(error.log);
			if (!isPassing || attempt >= TRIES) throw error;
			await sleep(500);
		}
	}
}

function settingsFor(port: number, durable: boolean): Record<string, string> {
	return {
		port: String(port),
		listen_addresses: LOCALHOST,
		unix_socket_directories: '',
		max_connections: '200',
		logging_collector: 'off',
		lc_messages: 'C',
		timezone: 'UTC',
		...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', autovacuum_naptime: '10min' }),
	};
}

function describe({ dataDir, password, port }: { readonly dataDir: string; readonly password: string; readonly port: number }, stop: () => Promise<void>): EmbeddedPostgres {
	let stopping: Promise<void> | undefined;
	return {
		url: `postgresql://${SUPERUSER}:${password}@${LOCALHOST}:${port}/postgres`,
		host: LOCALHOST,
		port,
		user: SUPERUSER,
		password,
		dataDir,
		stop: () => (stopping ??= stop()),
	};
}

/** A process of its own, since whoever is killed cannot tidy up. */
function startGuard(dataDir: string, temporary: boolean): ChildProcess {
	const guard = spawn(process.execPath, [join(__dirname, 'endWithParent.cjs'), dataDir, temporary ? 'remove' : 'keep'], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/', env: {}, windowsHide: true });
	guard.unref();
	(guard.stdin as unknown as { unref(): void }).unref();
	guard.stdin?.on('error', () => undefined);
	return guard;
}

function endGuard(guard: ChildProcess): void {
	guard.stdin?.end('done');
}
