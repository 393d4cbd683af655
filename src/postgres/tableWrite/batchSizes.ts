import type { TableWrite } from './types';

const FIRST = 1_000;
const SMALLEST = 100;
const LARGEST = 50_000;
/** What a batch should take. */
const TARGET_MS = 1_000;

/** How many records the next batch takes: all, a fixed number, or as many as took about a second before (at most doubled or halved). */
export class BatchSizes {
	private size: number;

	constructor(private readonly batches: TableWrite['batches'], total: number) {
		this.size = batches.kind === 'one' ? Math.max(1, total) : batches.kind === 'fixed' ? batches.rows : FIRST;
	}

	get next(): number {
		return this.size;
	}

	took(ms: number): void {
		if (this.batches.kind !== 'adaptive') return;
		this.resize(Math.min(2, Math.max(0.5, TARGET_MS / Math.max(1, ms))));
	}

	/** After a statement that took too long. Answers false where it cannot be smaller. */
	shrink(): boolean {
		if (this.batches.kind !== 'adaptive' || this.size <= SMALLEST) return false;
		this.resize(0.5);
		return true;
	}

	private resize(factor: number): void {
		this.size = Math.min(LARGEST, Math.max(SMALLEST, Math.round(this.size * factor)));
	}
}
