import type { SideCounts } from '../../../../src/run';
import type { SimRun } from '../engines';

/** E19: every record is in exactly one bucket per side. E7: a preview and a run stopped by a guard write nothing. */
export function countBreaks(runs: readonly SimRun[]): readonly string[] {
	const found: string[] = [];
	for (const { process, preview, result } of runs) {
		if (result === null) continue;
		for (const side of ['local', 'remote'] as const) {
			const { seen, ...buckets } = result[side] as SideCounts & Record<string, number>;
			const sum = Object.values(buckets).reduce((total, count) => total + count, 0);
			if (sum !== seen) found.push(`E19 ${process.name}: ${seen} ${side} records seen, ${sum} in buckets: ${JSON.stringify(result[side])}`);
		}
		if ((preview || result.status === 'previewed') && result.written.local + result.written.remote > 0) found.push(`E7 ${process.name}: a preview wrote`);
	}
	return found;
}
