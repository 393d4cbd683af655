import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnSystems, SandboxOptions } from './args';
import { claimFolder } from './processes/claimFolder';

/** What a sandbox keeps from one start to the next. */
export interface Kept {
	/** Of n8n's owner account. */
	readonly ownerPassword: string;
	readonly encryptionKey: string;
	/** Of the role the sync signs in as. */
	readonly syncPassword: string;
	readonly apiKey: string;
	/** Ports of last time, taken again where they are free, so that addresses in n8n stay as they were. */
	readonly ports: { readonly postgres?: number; readonly openProject?: number };
	/** What n8n was given last, so that it is not given again: credentials by checksum, the workflow once. */
	readonly importedCredentials: string | null;
	readonly hasWorkflow: boolean;
	/** Whether the last sandbox here ended as it should. The stand-in lives in memory and is saved at the end. */
	readonly endedCleanly: boolean;
}

/** Folders and memory of one sandbox. */
export interface SandboxState {
	readonly folder: string;
	readonly isTemporary: boolean;
	readonly kept: Kept;
	/** Whether there is anything from an earlier start. */
	readonly isNew: boolean;
	keep(changes: Partial<Kept>): Promise<void>;
	/** Gives the folder free for the next start; a temporary one goes. */
	close(): Promise<void>;
}

/**
 * Opens the state a start with these options works on: a fresh temporary folder with --once, else a folder in `.sandbox`
 * for each number of tasks, and for each systems of one's own. State that was not left cleanly is thrown away: database and
 * stand-in would no longer fit together.
 */
export async function openState(options: SandboxOptions, checkout: string, say: (line: string) => void): Promise<SandboxState> {
	if (options.once) {
		const folder = await mkdtemp(join(tmpdir(), 'batch-sync-sandbox-'));
		return await stateIn({ folder, isTemporary: true, found: null, close: async () => await rm(folder, { recursive: true, force: true }) });
	}
	const folder = join(checkout, '.sandbox', options.own === null ? `tasks-${options.tasks}` : nameOf(options.own));
	const close = await claimFolder(folder);
	const found = await readKept(folder);
	if (found === null || found.endedCleanly) return await stateIn({ folder, isTemporary: false, found, close });
	say('the last sandbox here did not end cleanly; starting afresh');
	// PostgreSQL, whose starter was killed, may still be on its way down and write.
	await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
	await mkdir(folder, { recursive: true });
	return await stateIn({ folder, isTemporary: false, found: null, close });
}

/** The same systems, the same name; passwords and keys may change. */
function nameOf(own: OwnSystems): string {
	const { host, pathname } = new URL(own.databaseUrl);
	return `own-${createHash('sha256').update(JSON.stringify([host, pathname, own.openProjectUrl, own.openProjectProject])).digest('hex').slice(0, 12)}`;
}

async function stateIn({ folder, isTemporary, found, close }: { folder: string; isTemporary: boolean; found: Kept | null; close: () => Promise<void> }): Promise<SandboxState> {
	let kept: Kept = found ?? {
		// n8n wants eight characters or more, among them a digit and a capital.
		ownerPassword: `Sandbox-${randomBytes(6).toString('hex')}-1`,
		encryptionKey: randomBytes(24).toString('hex'),
		syncPassword: randomBytes(16).toString('hex'),
		apiKey: randomBytes(32).toString('hex'),
		ports: {},
		importedCredentials: null,
		hasWorkflow: false,
		endedCleanly: false,
	};
	const keep = async (changes: Partial<Kept>) => {
		kept = { ...kept, ...changes };
		const file = join(folder, 'state.json');
		await writeFile(`${file}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 });
		await rename(`${file}.new`, file);
	};
	await keep({ endedCleanly: false });
	return { folder, isTemporary, isNew: found === null, keep, close, get kept() { return kept; } };
}

async function readKept(folder: string): Promise<Kept | null> {
	try {
		return JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')) as Kept;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw new Error(`${join(folder, 'state.json')} cannot be read. Delete the folder to start afresh.`, { cause: error });
	}
}
