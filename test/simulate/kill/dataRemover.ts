import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes a data folder at the end, by a process of its own where the simulation is killed: its server outlives restarts, and so do the data. */
export class DataRemover {
	private readonly guard: ChildProcess;

	constructor(private readonly dataDir: string) {
		this.guard = spawn(process.execPath, [join(__dirname, '../../../sandbox/postgres/endWithParent.cjs'), dataDir, 'remove'], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/', env: {}, windowsHide: true });
		this.guard.unref();
		(this.guard.stdin as unknown as { unref(): void }).unref();
		this.guard.stdin?.on('error', () => undefined);
	}

	/** The process that has to be gone before the data go. */
	serverIs(pid: number): void {
		this.guard.stdin?.write(`${pid}\n`);
	}

	/** `placed`: where the server put its data, which may be elsewhere. */
	async remove(placed = this.dataDir): Promise<void> {
		this.guard.stdin?.end('done');
		for (const path of new Set([this.dataDir, placed])) await rm(path, { recursive: true, force: true, maxRetries: 3 });
	}
}
