import type { Advice } from './adviseInterval';
import type { Pace } from './paceOfRuns';
import type { AdviceLimits } from './recommend';

/** What a batch should take: long enough to fill its workers, short enough to lose little when a run is stopped. */
const BATCH_MS = 10_000;
/** From these shares on the systems are taken to be under strain. */
const MANY_RETRIES_PERCENT = 5;
const MUCH_TROUBLE_PERCENT = 50;

/** How many records to handle together. Moves by a factor of two at most, since the pace was measured at another size. */
export function adviseBatchSize(pace: Pace, limits: AdviceLimits): Advice {
	const wanted = wantedBatchSize(pace);
	const value = Math.min(limits.maxBatchSize, Math.max(limits.minBatchSize, wanted.value));
	if (value === wanted.value) return wanted;
	return { value, reason: `${wanted.reason} ${value > wanted.value ? 'The smallest' : 'The largest'} batch allowed is ${value}.` };
}

function wantedBatchSize({ batchSize, itemMs, retryPercent, troubledPercent, runs }: Pace): Advice {
	const half = Math.max(1, Math.round(batchSize / 2));
	if (retryPercent >= MANY_RETRIES_PERCENT) return { value: half, reason: `${retryPercent} % of the requests had to be repeated: half of ${batchSize} puts less on OpenProject at a time.` };
	if (runs > 0 && troubledPercent >= MUCH_TROUBLE_PERCENT) return { value: half, reason: `${troubledPercent} % of the runs failed or did not get to their end: with half of ${batchSize} less is open when one stops.` };
	if (itemMs === null || itemMs === 0) return { value: batchSize, reason: `Too few records were processed to tell what one takes, so ${batchSize} stays.` };
	const ideal = BATCH_MS / itemMs;
	const value = Math.round(Math.min(batchSize * 2, Math.max(batchSize / 2, ideal)));
	return { value, reason: `A record takes ${itemMs} ms, so ${value} take about ${Math.max(1, Math.round((value * itemMs) / 1000))} s; a batch should take some 10 s.` };
}
