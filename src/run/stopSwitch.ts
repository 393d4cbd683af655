import type { Clock } from '../openproject';
import type { LeaseKeeper } from './leaseKeeper';

export type StopReason = 'cancelled' | 'deadline' | 'outage';

/** Says whether a run should take up more work. Work in flight is always finished. */
export class StopSwitch {
	/** Failures in a row that look like an outage rather than like trouble with one record. */
	private outages = 0;
	private readonly startedAt: number;

	constructor(private readonly options: { readonly clock: Clock; readonly deadlineMs: number; readonly outageLimit: number; readonly signal: AbortSignal | undefined; readonly lease: LeaseKeeper }) {
		this.startedAt = options.clock.monotonic();
	}

	reason(): StopReason | null {
		if (this.options.signal?.aborted === true || this.options.lease.isCancelRequested) return 'cancelled';
		if (this.outages >= this.options.outageLimit) return 'outage';
		if (this.options.clock.monotonic() - this.startedAt > this.options.deadlineMs) return 'deadline';
		return null;
	}

	/** Until the deadline; 0 from then on. */
	remainingMs(): number {
		return Math.max(0, this.startedAt + this.options.deadlineMs - this.options.clock.monotonic());
	}

	noteOutage(): void {
		this.outages += 1;
	}

	noteAnswer(): void {
		if (this.outages < this.options.outageLimit) this.outages = 0;
	}
}
