import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { access, chown, lstat, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries';
import { canEnter, ownBy, type ServerUser } from './serverUser';

/** Name of the superuser of every embedded server. */
export const SUPERUSER = 'postgres';
/** Major version of the embedded server; data folders of another one cannot be opened. */
const MAJOR_VERSION = '17';
const PASSWORD_FILE = 'superuser_password';

/**
 * Makes sure that the folder holds a PostgreSQL data folder, made now where it is empty, and answers the superuser's
 * password, which is kept in it. A folder half made by an interrupted start is made again. No server may run on it.
 */
export async function openDataFolder(path: string, binaries: Binaries, user: ServerUser | null): Promise<string> {
	const version = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => null);
	if (version === null) await initialise(path, binaries, user);
	else if (version.trim() !== MAJOR_VERSION) {
		throw new Error(`The data in '${path}' are of PostgreSQL ${version.trim()}; this package brings PostgreSQL ${MAJOR_VERSION}. Move the folder away to start afresh.`);
	}
	if (user !== null && (await stat(path)).uid !== user.uid) await ownBy(path, user);
	return await readFile(join(path, PASSWORD_FILE), 'utf8').catch((cause: unknown) => {
		throw new Error(`'${path}' holds a PostgreSQL that was not made by this program: the file ${PASSWORD_FILE} is missing. Name another folder.`, { cause });
	});
}

/**
 * Makes the folder where it is missing. Answers the folder itself, or, where the server's user may not enter it (below
 * root's home), one in the temporary folder that stands for it.
 */
export async function placeData(dataDir: string, user: ServerUser | null): Promise<string> {
	const existed = await exists(dataDir);
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	await refuseForeign(dataDir);
	if (user === null) return dataDir;
	if (!existed) await ownBy(dataDir, user);
	if (await canEnter(dirname(dataDir), user)) return dataDir;
	const place = join(tmpdir(), `batch-sync-data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
	await mkdir(place, { recursive: true, mode: 0o700 });
	const found = await lstat(place);
	if (!found.isDirectory() || (found.uid !== 0 && found.uid !== user.uid)) throw new Error(`'${place}' belongs to somebody else, so no database can be kept there. Remove it, or set TMPDIR to another folder.`);
	await refuseForeign(place);
	// Only a new one: a server may be at work in it.
	if (found.uid !== user.uid) await ownBy(place, user);
	return place;
}

async function refuseForeign(path: string): Promise<void> {
	const isOurs = (await exists(join(path, 'PG_VERSION'))) || (await readdir(path)).length === 0;
	if (!isOurs) throw new Error(`'${path}' is not empty and holds no PostgreSQL data. Name an empty folder, or one that does not exist.`);
}

async function initialise(path: string, binaries: Binaries, user: ServerUser | null): Promise<void> {
	const making = `${path}.initialising`;
	await rm(making, { recursive: true, force: true });
	await mkdir(making, { mode: 0o700 });
	const password = randomBytes(18).toString('base64url');
	const passwordFile = `${making}.password`;
	try {
		await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
		await ownBy(making, user);
		await giveFile(passwordFile, user);
		await runInitdb(making, passwordFile, binaries, user);
		await writeFile(join(making, PASSWORD_FILE), password, { mode: 0o600 });
		await giveFile(join(making, PASSWORD_FILE), user);
		await rm(path, { recursive: true });
		await rename(making, path);
	} finally {
		await rm(passwordFile, { force: true });
		await rm(making, { recursive: true, force: true });
	}
}

async function giveFile(file: string, user: ServerUser | null): Promise<void> {
	if (user !== null) await chown(file, user.uid, user.gid);
}

async function runInitdb(folder: string, passwordFile: string, binaries: Binaries, user: ServerUser | null): Promise<void> {
	const args = [`--pgdata=${folder}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
	try {
		await promisify(execFile)(binaries.initdb, args, { ...(user === null ? {} : { uid: user.uid, gid: user.gid }), cwd: folder, env: { ...process.env, LC_ALL: 'C' } });
	} catch (cause) {
		throw new Error(`PostgreSQL could not make its data folder '${folder}': ${(cause as { stderr?: string }).stderr?.trim() ?? String(cause)}`, { cause });
	}
}

async function exists(path: string): Promise<boolean> {
	return await access(path).then(() => true, () => false);
}
