import type { Clock } from './types';

/** The machine's own clock and chance. */
export function systemClock(): Clock {
	return {
		now: () => Date.now(),
		monotonic: () => performance.now(),
		sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms))),
		random: () => Math.random(),
	};
}
