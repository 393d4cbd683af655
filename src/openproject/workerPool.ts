export interface WorkerPool {
	/** Starts the task as soon as a worker is free, in the order given. Settles as the task does. */
	run<T>(task: () => Promise<T>): Promise<T>;
	/** Resolves once nothing runs and nothing waits; never rejects. */
	drain(): Promise<void>;
}

/**
 * Runs at most `count` tasks at once and keeps that many busy while tasks wait. A task that fails rejects its own
 * promise only; the others go on.
 *
 * @param count 1 to 10; a RangeError otherwise.
 */
export function createWorkerPool(count: number): WorkerPool {
	if (!Number.isInteger(count) || count < 1 || count > 10) throw new RangeError(`${count} workers were asked for. Give a whole number from 1 to 10.`);
	const waiting: Array<() => void> = [];
	const drained: Array<() => void> = [];
	let busy = 0;
	const finish = (): void => {
		const next = waiting.shift();
		if (next !== undefined) return next();
		busy -= 1;
		if (busy === 0) for (const resolve of drained.splice(0)) resolve();
	};
	return {
		async run(task) {
			if (busy < count) busy += 1;
			else await new Promise<void>((resolve) => void waiting.push(resolve));
			try {
				return await task();
			} finally {
				finish();
			}
		},
		async drain() {
			if (busy > 0) await new Promise<void>((resolve) => void drained.push(resolve));
		},
	};
}
