import { spawnSync } from 'node:child_process';
import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The user a server runs as that may not run as root. */
export interface ServerUser {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
}

/** Users tried, in order; the second is on practically every system. Nothing is added to the system. */
const CANDIDATES = ['postgres', 'nobody'];

/** PostgreSQL refuses to run as root: null for everybody else, for root an unprivileged user of the system. */
export function serverUser(): ServerUser | null {
	if (process.getuid?.() !== 0) return null;
	for (const name of CANDIDATES) {
		const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' })).map(({ status, stdout }) => (status === 0 ? Number(stdout.trim()) : NaN));
		if (uid !== undefined && gid !== undefined && Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0) return { name, uid, gid };
	}
	throw new Error(`PostgreSQL does not run as root, and this system has no user named ${CANDIDATES.join(' or ')} to run it as. Start it as a user other than root.`);
}

/** Whether the user may enter a folder: root's own folders are often closed to everybody else. */
export async function canEnter(folder: string, user: ServerUser | null): Promise<boolean> {
	if (user === null) return true;
	return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid: user.uid, gid: user.gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Gives a folder and what is in it to the user. */
export async function ownBy(folder: string, user: ServerUser | null): Promise<void> {
	if (user === null) return;
	await chown(folder, user.uid, user.gid);
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) await ownBy(path, user);
		else if (entry.isFile()) await chown(path, user.uid, user.gid);
	}
}
