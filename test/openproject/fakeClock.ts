import type { Clock } from '../../src/openproject';

/** A clock that stands still but for `sleep` and `pass`; remembers how long was slept. */
export interface FakeClock extends Clock {
	readonly sleeps: readonly number[];
	pass(ms: number): void;
}

export function fakeClock(options: { readonly now?: number; readonly random?: () => number } = {}): FakeClock {
	const sleeps: number[] = [];
	let now = options.now ?? Date.parse('2026-03-01T08:00:00.000Z');
	return {
		sleeps,
		now: () => now,
		monotonic: () => now,
		random: options.random ?? (() => 1),
		pass: (ms) => void (now += ms),
		async sleep(ms) {
			sleeps.push(ms);
			now += ms;
			await Promise.resolve();
		},
	};
}
