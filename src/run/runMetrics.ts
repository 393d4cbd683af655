/**
 * What one run did and cost, as stored with it. Counts are of records (links), sizes in bytes of request and answer bodies
 * before any compression. null: not known, e.g. because the run failed first.
 */
export interface RunMetrics {
	/** Records of the pair on the side that has more of them. */
	readonly total: number | null;
	/** Records that had changed or waited, and were planned. */
	readonly processed: number | null;
	/** Records that could not be written in this run, wholly or in some fields. */
	readonly failed: number | null;
	/** Records that are failing at the end, whenever they began to. */
	readonly failing: number | null;
	/** Writes that took effect, on both sides. */
	readonly written: number;
	/** Conflicts found in this run, those a policy settled at once included. */
	readonly conflictsFound: number;
	/** Conflicts settled: by a policy, or by a person whose decision was carried out. */
	readonly conflictsSettled: number;
	/** Conflicts that wait for a person at the end. */
	readonly conflictsOpen: number | null;
	readonly durationMs: number;
	/** Duration by record processed; null where none was. */
	readonly itemMs: number | null;
	/** Records processed a second. */
	readonly rate: number;
	readonly peakMemoryBytes: number;
	readonly requests: number;
	readonly retries: number;
	readonly bytesSent: number;
	readonly bytesReceived: number;
	/** Age of the oldest change that was seen and is not carried over yet; null: none waits. */
	readonly lagMs: number | null;
	/** From the end of the last good run to the start of this one; null: there was none. */
	readonly sinceGoodMs: number | null;
	readonly batchSize: number;
	readonly workers: number;
}

/** Numbers out of which the rate of a run is told. */
export function paceOf(processed: number | null, durationMs: number): Pick<RunMetrics, 'itemMs' | 'rate'> {
	if (processed === null || processed === 0) return { itemMs: null, rate: 0 };
	return { itemMs: rounded(durationMs / processed), rate: durationMs > 0 ? rounded((processed * 1000) / durationMs) : 0 };
}

function rounded(value: number): number {
	return Math.round(value * 1000) / 1000;
}
