import type { Progress } from '../../src/run';

/** What was seen of a run while it went on. */
export interface RunWatch {
	/** Milliseconds spent in each step; a step that came twice counts together. */
	readonly steps: Readonly<Partial<Record<Progress['step'], number>>>;
	/** Largest resident memory seen, in bytes. */
	readonly peakBytes: number;
}

const SAMPLE_EVERY_MS = 50;

/** Samples this process's memory and notes how long the steps of a run take. The run's own progress goes to `note`; `clock` is in milliseconds. */
export function watchRun(clock: () => number = () => performance.now()): { note(progress: Progress): void; end(): RunWatch } {
	const steps: Partial<Record<Progress['step'], number>> = {};
	let step: Progress['step'] | null = null;
	let since = clock();
	let peakBytes = 0;
	const sample = (): void => {
		peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
	};
	const close = (): void => {
		const now = clock();
		if (step !== null) steps[step] = (steps[step] ?? 0) + now - since;
		since = now;
	};
	const timer = setInterval(sample, SAMPLE_EVERY_MS);
	return {
		note(progress) {
			sample();
			if (progress.step === step) return;
			close();
			step = progress.step;
		},
		end() {
			clearInterval(timer);
			sample();
			close();
			step = null;
			return { steps, peakBytes };
		},
	};
}
