import type { Clock } from '../openproject';

/** What a run is at: what it only looks at is stopped at once, what it has effected elsewhere is recorded, and its end is always told. */
export type HaltPhase = 'observe' | 'apply' | 'end';

/** How long a transaction that records effects may still take once the run is to stop. What it does not come to is recovered by the next run. */
const GRACE_MS = 5000;

interface OpenTransaction {
	readonly startedAt: number;
	readonly controller: AbortController;
}

/** Carries the end of a run to the statements it has under way on the server. */
export class Halt {
	private phase: HaltPhase = 'observe';
	private stoppedAt: number | null = null;
	private readonly open = new Set<OpenTransaction>();

	constructor(private readonly clock: Pick<Clock, 'monotonic'>) {}

	enter(phase: HaltPhase): void {
		this.phase = phase;
	}

	/** To be called again and again from when the run is to stop. */
	beat(): void {
		const now = this.clock.monotonic();
		this.stoppedAt ??= now;
		const stoppedAt = this.stoppedAt;
		if (this.phase === 'end') return;
		for (const { startedAt, controller } of this.open) {
			if (this.phase === 'observe' || now - Math.max(startedAt, stoppedAt) >= GRACE_MS) controller.abort();
		}
	}

	/** Carries out a transaction that can be stopped as the phase it is begun in says. */
	async under<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const one: OpenTransaction = { startedAt: this.clock.monotonic(), controller: new AbortController() };
		if (this.phase === 'observe' && this.stoppedAt !== null) one.controller.abort();
		this.open.add(one);
		try {
			return await work(one.controller.signal);
		} finally {
			this.open.delete(one);
		}
	}
}
