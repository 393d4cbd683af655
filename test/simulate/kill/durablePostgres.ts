import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../sandbox/postgres';
import { findPostmaster, isAlive } from '../../../sandbox/postgres/postmaster';
import { DataRemover } from './dataRemover';

/** As it is set where data matter; said once more, so that a default that changes does not weaken this. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', wal_level: 'replica' };

/** A PostgreSQL that survives being killed: at the same address, with all that was committed. */
export class DurablePostgres {
	private constructor(private server: EmbeddedPostgres, private readonly remover: DataRemover, private readonly settings: Readonly<Record<string, string>>) {}

	/** On data of its own in the temporary folder, which go however the simulation ends. `more` are further settings of the server, by name. */
	static async start(more: Readonly<Record<string, string>> = {}): Promise<DurablePostgres> {
		const dataDir = await mkdtemp(join(tmpdir(), 'batch-sync-durable-'));
		const remover = new DataRemover(dataDir);
		const settings = { ...DURABLE, ...more };
		try {
			const postgres = new DurablePostgres(await startEmbeddedPostgres({ dataDir, settings }), remover, settings);
			await postgres.tellRemover();
			return postgres;
		} catch (error) {
			await remover.remove();
			throw error;
		}
	}

	get url(): string {
		return this.server.url;
	}

	/** SIGKILL to the postmaster and every process it started (they are in groups of their own), as if the machine failed. Returns how many died. */
	async kill(): Promise<number> {
		const postmaster = await findPostmaster(this.server.dataDir);
		if (postmaster === null) throw new Error('The PostgreSQL that was to be killed does not run.');
		const children = await childrenOf(postmaster.pid);
		for (const pid of [postmaster.pid, ...children]) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch (error) {
				// A session that ended by itself in the meantime.
				if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
			}
		}
		while (isAlive(postmaster.pid)) await sleep(5);
		return children.length + 1;
	}

	/** Starts it again after `kill`; it recovers from its write-ahead log. */
	async restart(): Promise<void> {
		const { port, dataDir } = this.server;
		await this.server.stop();
		this.server = await startEmbeddedPostgres({ dataDir, port, settings: this.settings });
		await this.tellRemover();
	}

	async close(): Promise<void> {
		await this.server.stop();
		await this.remover.remove(this.server.dataDir);
	}

	private async tellRemover(): Promise<void> {
		const postmaster = await findPostmaster(this.server.dataDir);
		if (postmaster !== null) this.remover.serverIs(postmaster.pid);
	}
}

async function childrenOf(parent: number): Promise<readonly number[]> {
	const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
	return stdout.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
}
