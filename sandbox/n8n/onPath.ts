import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../processes/runCommand';
import type { N8nHost } from './host';
import { fitOf } from './versions';

export type PathSearch =
	| { readonly status: 'found'; readonly host: N8nHost }
	| { readonly status: 'none' }
	/** `why` completes 'It is not used: …'. */
	| { readonly status: 'unfit'; readonly path: string; readonly why: string };

/** The first n8n on PATH, and whether the sandbox can drive it under the Node that PATH gives it. */
export async function findOnPath(signal?: AbortSignal, path: string = process.env['PATH'] ?? ''): Promise<PathSearch> {
	const file = executableOn(path, process.platform === 'win32' ? ['n8n.cmd', 'n8n.exe'] : ['n8n']);
	if (file === null) return { status: 'none' };
	const env = { ...process.env, PATH: path };
	// Windows starts .cmd files only through a shell; the sandbox does not, so it uses an n8n of its own there.
	if (file.endsWith('.cmd')) return { status: 'unfit', path: file, why: 'it is a batch file' };
	const answer = await runCommand({ file, args: ['--version'], env, signal, timeoutMs: 60_000 });
	signal?.throwIfAborted();
	const version = answer.stdout.trim().split('\n').at(-1) ?? '';
	if (answer.code !== 0) return { status: 'unfit', path: file, why: "'n8n --version' fails" };
	const node = await runCommand({ file: 'node', args: ['--version'], env, signal, timeoutMs: 60_000 });
	const fit = fitOf(version, node.stdout);
	if (!fit.fits) return { status: 'unfit', path: file, why: fit.why };
	return { status: 'found', host: { version, file, args: [], nodeFolder: null, origin: file } };
}

function executableOn(path: string, names: readonly string[]): string | null {
	const candidates = path.split(delimiter).filter((folder) => folder !== '').flatMap((folder) => names.map((name) => join(folder, name)));
	return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
