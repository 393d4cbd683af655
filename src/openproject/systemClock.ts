import type { Clock } from './types';

/** The machine's own clock and chance. */
export function systemClock(): Clock {
	return {
		now: () => Date.now(),
		monotonic: () => performance.now(),
		sleep,
		random: () => Math.random(),
	};
}

function sleep(ms: number, wake?: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const end = (): void => {
			clearTimeout(timer);
			wake?.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, wake?.aborted === true ? 0 : Math.max(0, ms));
		wake?.addEventListener('abort', end);
	});
}
