import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from '../processes/runCommand';
import { stopTree } from '../processes/stopTree';
import { commandOf, type N8nHost } from './host';

/** A running n8n. */
export interface N8nServer {
	readonly url: string;
	readonly pid: number;
	/** Resolves when n8n ends, whoever ended it. */
	readonly ended: Promise<void>;
	/** Ends n8n and its task runners; safe to call twice. */
	stop(): Promise<void>;
}

export interface ServerStart {
	readonly host: N8nHost;
	readonly env: NodeJS.ProcessEnv;
	readonly url: string;
	/** File that takes what n8n prints; begun anew. */
	readonly logFile: string;
	readonly signal: AbortSignal;
	/** Called as soon as there is a process, before it is ready, so that it can be stopped from outside. */
	readonly onProcess: (stop: () => Promise<void>) => void;
}

/** Above n8n's own shutdown timeout. */
const STOP_PATIENCE_MS = 15_000;
const READY_WITHIN_MS = 180_000;

/** Starts n8n and waits until it is ready for work (not merely listening: /healthz answers before its migrations have run). */
export async function startN8n(start: ServerStart): Promise<N8nServer> {
	const log = openSync(start.logFile, 'w', 0o600);
	const { file, args } = commandOf(start.host, ['start']);
	const child = spawn(file, [...args], {
		env: start.env,
		stdio: ['ignore', log, log],
		detached: process.platform !== 'win32',
		windowsHide: true,
	});
	closeSync(log);
	let failure: Error | undefined;
	child.once('error', (error) => (failure = error));
	const stop = async () => await stopTree(child, STOP_PATIENCE_MS);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	start.onProcess(stop);
	await untilReady(start, child, () => failure);
	return { url: start.url, pid: child.pid!, ended, stop };
}

async function untilReady(start: ServerStart, child: ChildProcess, failure: () => Error | undefined): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await isReady(start.url))) {
		start.signal.throwIfAborted();
		const trouble = failure();
		if (trouble !== undefined) throw new Error(`n8n could not be started: ${trouble.message}`);
		if (child.exitCode !== null || child.signalCode !== null) {
			throw new Error(`n8n ended before it was ready (${child.exitCode ?? child.signalCode}). Its log, ${start.logFile}, ends with:\n${await endOf(start.logFile)}`);
		}
		if (Date.now() > deadline) throw new Error(`n8n was not ready within ${READY_WITHIN_MS / 1000} s. Its log, ${start.logFile}, ends with:\n${await endOf(start.logFile)}`);
		await sleep(200, undefined, { signal: start.signal });
	}
}

async function isReady(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/healthz/readiness`, { signal: AbortSignal.timeout(5000) })).ok;
	} catch {
		return false;
	}
}

async function endOf(logFile: string): Promise<string> {
	return lastLines(await readFile(logFile, 'utf8'), 15);
}
