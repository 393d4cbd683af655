import { OUTCOMES, type Outcome, type RowFailure, type WriteCounts } from './types';

export interface TallySnapshot {
	readonly outcomes: Uint8Array;
	readonly failures: number;
	readonly deletedRest: number;
	readonly remarks: number;
}

/** Books of a write: every record ends in exactly one outcome, and the database's count of equal rows has to agree. */
export class Tally {
	readonly outcomes: Uint8Array;
	readonly failures: RowFailure[] = [];
	/** What a person should know about the records. */
	readonly remarks: string[] = [];
	private equalRows = 0;
	deletedRest = 0;

	constructor(private readonly given: number) {
		this.outcomes = new Uint8Array(given);
	}

	note(outcome: Outcome, indexes: readonly number[]): void {
		const code = OUTCOMES.indexOf(outcome);
		for (const index of indexes) this.outcomes[index] = code;
	}

	fail(failures: readonly RowFailure[]): void {
		this.failures.push(...failures);
		this.note('failed', failures.map(({ index }) => index));
	}

	/** Rows PostgreSQL found equal. */
	unchanged(count: number): void {
		this.equalRows += count;
	}

	/** The books as they are, to be put back if what is noted next is not committed. */
	snapshot(): TallySnapshot {
		return { outcomes: this.outcomes.slice(), failures: this.failures.length, deletedRest: this.deletedRest, remarks: this.remarks.length };
	}

	restore({ outcomes, failures, deletedRest, remarks }: TallySnapshot): void {
		this.outcomes.set(outcomes);
		this.failures.length = failures;
		this.deletedRest = deletedRest;
		this.remarks.length = remarks;
		this.equalRows = 0;
	}

	/** Settles the records of a range that nothing else was noted for: PostgreSQL found their rows equal. */
	settle(from: number, to: number): void {
		const [pending, unchanged] = [OUTCOMES.indexOf('pending'), OUTCOMES.indexOf('unchanged')];
		let settled = 0;
		for (let index = from; index < to; index += 1) {
			if (this.outcomes[index] !== pending) continue;
			this.outcomes[index] = unchanged;
			settled += 1;
		}
		if (settled !== this.equalRows) throw new Error(`The books do not add up: ${settled} records without a write, and PostgreSQL found ${this.equalRows} rows equal. Nothing of this batch was written.`);
		this.equalRows = 0;
	}

	counts(): WriteCounts {
		const counts = { given: this.given, inserted: 0, updated: 0, unchanged: 0, deleted: this.deletedRest, not_found: 0, skipped: 0, duplicate: 0, failed: 0 };
		for (const code of this.outcomes) {
			const outcome = OUTCOMES[code];
			if (outcome !== 'pending' && outcome !== undefined) counts[outcome] += 1;
		}
		return counts;
	}
}
