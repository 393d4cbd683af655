import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, runCommand } from '../processes/runCommand';
import { commandOf, type N8nHost } from './host';

export interface CredentialJson {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	/** In plain text; n8n encrypts it. */
	readonly data: Readonly<Record<string, unknown>>;
}

export interface Import {
	readonly host: N8nHost;
	readonly env: NodeJS.ProcessEnv;
	/** Folder for the file that n8n reads; the file is gone afterwards. */
	readonly folder: string;
	readonly signal: AbortSignal;
}

/** Puts credentials into n8n's database, before any server or owner exists; the same ids again replace them. */
export async function importCredentials(target: Import, credentials: readonly CredentialJson[]): Promise<void> {
	await importFile(target, 'import:credentials', credentials);
}

/** Puts workflows with ids into n8n's database; the same ids again replace them, and leave them inactive. */
export async function importWorkflows(target: Import, workflows: readonly object[]): Promise<void> {
	await importFile(target, 'import:workflow', workflows);
}

async function importFile(target: Import, command: string, content: readonly object[]): Promise<void> {
	const file = join(target.folder, `${command.replace(':', '-')}.json`);
	await writeFile(file, JSON.stringify(content), { mode: 0o600 });
	try {
		const result = await runCommand({ ...commandOf(target.host, [command, `--input=${file}`]), env: target.env, signal: target.signal, timeoutMs: 180_000 });
		target.signal.throwIfAborted();
		// n8n reports some failures with exit code 0, but success always in words.
		if (result.code !== 0 || !/Successfully imported/.test(result.stdout + result.stderr)) {
			throw new Error(`'n8n ${command}' failed. n8n said:\n${lastLines(result.stdout + result.stderr, 15)}`);
		}
	} finally {
		await rm(file, { force: true });
	}
}
