import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LockTimes {
	/** How often the holder shows that it lives. Default 5 s. */
	readonly heartbeatMs: number;
	/** A lock without a sign of life for this long belongs to nobody. Default 60 s. */
	readonly staleMs: number;
}

const DEFAULT_TIMES: LockTimes = { heartbeatMs: 5000, staleMs: 60_000 };

/**
 * Does work that only one process at a time may do, on any machine that shares the folder. The lock is a folder (making
 * one is atomic everywhere) whose time the holder keeps moving; `onWait` is called with the milliseconds waited so far.
 */
export async function withFolderLock<T>(
	path: string,
	work: () => Promise<T>,
	options: { readonly signal?: AbortSignal; readonly onWait?: (waitedMs: number) => void; readonly times?: LockTimes } = {},
): Promise<T> {
	const times = options.times ?? DEFAULT_TIMES;
	await mkdir(dirname(path), { recursive: true });
	await acquire(path, times, options);
	const heartbeat = setInterval(() => void touch(path), times.heartbeatMs);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		await rm(path, { recursive: true, force: true });
	}
}

async function acquire(path: string, times: LockTimes, options: { readonly signal?: AbortSignal; readonly onWait?: (waitedMs: number) => void }): Promise<void> {
	const since = Date.now();
	for (;;) {
		options.signal?.throwIfAborted();
		try {
			await mkdir(path);
			await writeFile(join(path, 'holder'), `process ${process.pid}\n`);
			return;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		if ((await ageOf(path)) > times.staleMs) await rm(path, { recursive: true, force: true });
		options.onWait?.(Date.now() - since);
		await sleep(Math.min(1000, times.heartbeatMs), undefined, { signal: options.signal });
	}
}

async function ageOf(path: string): Promise<number> {
	try {
		return Date.now() - (await stat(path)).mtimeMs;
	} catch {
		// Released meanwhile: the next turn of the loop takes it.
		return 0;
	}
}

async function touch(path: string): Promise<void> {
	const now = new Date();
	// Gone only where somebody took the lock for stale while this process was asleep; nothing to keep alive then.
	await utimes(path, now, now).catch(() => undefined);
}
