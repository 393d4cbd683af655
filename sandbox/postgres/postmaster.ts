import { execFile } from 'node:child_process';
import { readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server that runs on a data folder. */
export interface Postmaster {
	readonly pid: number;
	readonly port: number | null;
}

/**
 * The server that owns a data folder, or null. A file left behind by a crash is removed: after a restart of the machine
 * its process id may belong to something else, and PostgreSQL would then refuse to start.
 */
export async function findPostmaster(dataDir: string): Promise<Postmaster | null> {
	const file = join(dataDir, 'postmaster.pid');
	const lines = await readFile(file, 'utf8').then((text) => text.split('\n'), () => null);
	if (lines === null) return null;
	const pid = Number(lines[0]);
	if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && (await isPostgresOn(pid, dataDir))) {
		const port = Number(lines[3]);
		return { pid, port: Number.isInteger(port) && port > 0 ? port : null };
	}
	await rm(file, { force: true });
	return null;
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Whether the process is a PostgreSQL server; on Linux also whether it works in this folder. */
async function isPostgresOn(pid: number, dataDir: string): Promise<boolean> {
	if (process.platform === 'linux') {
		const [command, folder] = await Promise.all([readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''), readlink(`/proc/${pid}/cwd`).catch(() => null)]);
		return command.startsWith('postgres') && (folder === null || folder === dataDir);
	}
	const [program, args] = process.platform === 'win32' ? ['tasklist', ['/fi', `PID eq ${pid}`, '/nh']] as const : ['ps', ['-o', 'comm=', '-p', String(pid)]] as const;
	const { stdout } = await promisify(execFile)(program, [...args]).catch(() => ({ stdout: 'postgres' }));
	return stdout.includes('postgres');
}
