/** Microseconds within one millisecond, spread so that times rarely end in zeros. */
const FIRST_MICRO_STEP = 7919;
const LAST_MICRO = 999;

/**
 * The clock of the stand-in: milliseconds come from outside, each write gets a time with microseconds, as the
 * database behind OpenProject stores it. Can be set forward and back while the server runs.
 */
export class ServerClock {
	private offsetMs = 0;
	private lastMs: number | null = null;
	private micro = 0;

	constructor(private readonly source: () => number) {}

	/** Milliseconds since the epoch, as the `Date` header tells them. */
	nowMs(): number {
		return Math.floor(this.source()) + this.offsetMs;
	}

	/** Time of a write in microseconds; never falls within one millisecond, but repeats when writes are many. */
	tick(): number {
		const ms = this.nowMs();
		this.micro = ms === this.lastMs ? Math.min(LAST_MICRO, this.micro + 3) : 1 + ((ms * FIRST_MICRO_STEP) % 400);
		this.lastMs = ms;
		return ms * 1000 + this.micro;
	}

	/** Sets the clock forward (positive) or back (negative) by this much, on top of earlier shifts. */
	shift(ms: number): void {
		this.offsetMs += ms;
	}

	/** Takes all shifts back. */
	reset(): void {
		this.offsetMs = 0;
	}
}
