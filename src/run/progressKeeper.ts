import type { Clock } from '../openproject';
import type { Progress } from './types';

/** How often progress is reported at most. */
const REPORT_EVERY_MS = 500;

/** Counts what a run has done, and reports it a few times a second at most. */
export class ProgressKeeper {
	peakMemoryBytes = 0;
	private step: Progress['step'] = 'recover';
	private done = 0;
	private total = 0;
	private stepStartedAt: number;
	private reportedAt: number;

	constructor(private readonly clock: Clock, private readonly report: (progress: Progress) => void) {
		this.stepStartedAt = clock.monotonic();
		this.reportedAt = this.stepStartedAt - REPORT_EVERY_MS;
	}

	begin(step: Progress['step'], total = 0): void {
		this.step = step;
		this.done = 0;
		this.total = total;
		this.stepStartedAt = this.clock.monotonic();
		this.publish(true);
	}

	add(count: number): void {
		this.done += count;
		if (this.done > this.total) this.total = this.done;
		this.publish(false);
	}

	current(): Progress {
		const elapsedMs = this.clock.monotonic() - this.stepStartedAt;
		const rate = elapsedMs > 0 ? (this.done * 1000) / elapsedMs : 0;
		const memoryBytes = process.memoryUsage().rss;
		if (memoryBytes > this.peakMemoryBytes) this.peakMemoryBytes = memoryBytes;
		return {
			step: this.step,
			done: this.done,
			total: this.total,
			rate: Math.round(rate * 10) / 10,
			timeLeftMs: rate > 0 && this.total > 0 ? Math.round(((this.total - this.done) / rate) * 1000) : null,
			memoryBytes,
		};
	}

	private publish(isNow: boolean): void {
		const now = this.clock.monotonic();
		if (!isNow && now - this.reportedAt < REPORT_EVERY_MS) return;
		this.reportedAt = now;
		this.report(this.current());
	}
}
