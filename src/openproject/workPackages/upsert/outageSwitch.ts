import { outage } from '../outcome';
import type { Outcome } from '../outcome';

/** So many failures in a row that have nothing to do with one work package mean that OpenProject is out. */
const ENOUGH = 5;

/** Stops sending once OpenProject is out, so that a thousand items do not wait for a thousand deadlines. */
export class OutageSwitch {
	private count = 0;
	private reason: string | null = null;

	/** The outcome of an item that need not be tried any more; null while there is hope. */
	get verdict(): Outcome | null {
		return this.reason === null ? null : outage(`Not tried: OpenProject failed for ${ENOUGH} items in a row before this one. ${this.reason}`);
	}

	note(outcome: Outcome): Outcome {
		const isOutage = 'isOutage' in outcome && outcome.isOutage;
		this.count = isOutage ? this.count + 1 : 0;
		if (isOutage && this.count >= ENOUGH) this.reason ??= outcome.reason;
		return outcome;
	}
}
