import { cleanImages, clearStaging, endHistory, expirePlans, foldHistory, readDue } from '../postgres/stores/retentionStore';
import { fenced } from './context';
import type { RunContext } from './context';

/** Runs cleaned in one run at most; a run of the pair every 15 minutes keeps ahead of it. */
const MOST_RUNS = 50;
/** Operations whose images are taken in one statement. */
const IMAGE_COUNT = 10_000;
/** Links folded in one transaction. */
const CHUNK_COUNT = 1000;

/**
 * Cleans up what is past its time: plans nobody applied, images of old runs (they can no longer be undone then), and
 * history, folded into one operation per link so that the audit trail still comes to base. A run spends a bounded time
 * on it, and goes on where the one before stopped. Links, tombstones and conflicts with what they lost are never touched.
 */
export async function retain(context: RunContext): Promise<void> {
	const { retention, planMaxAgeMs } = context.settings;
	const until = context.clock.monotonic() + retention.budgetMs;
	const isTimeUp = (): boolean => context.clock.monotonic() > until || context.stop.reason() !== null;
	const { tables, pair } = context;
	await fenced(context, (tx) => expirePlans(tx, tables, pair.id, planMaxAgeMs));
	await fenced(context, (tx) => clearStaging(tx, tables, pair.id, context.run.id));
	for (const run of await due(context, 'images', retention.imagesMs)) {
		if (isTimeUp()) return;
		while ((await fenced(context, (tx) => cleanImages(tx, tables, run, IMAGE_COUNT))) > 0);
	}
	for (const run of await due(context, 'history', retention.historyMs)) {
		// In order, oldest first: what is folded into a snapshot must not have anything older behind it.
		for (;;) {
			if (isTimeUp()) return;
			const folded = await fenced(context, (tx) => foldHistory(tx, tables, run, CHUNK_COUNT));
			if (folded === 0) break;
		}
		await fenced(context, (tx) => endHistory(tx, tables, run));
	}
}

function due(context: RunContext, what: 'images' | 'history', ageMs: number): Promise<readonly string[]> {
	return fenced(context, (tx) => readDue(tx, context.tables, { pair: context.pair.id, what, ageMs, keep: context.settings.retention.maxRuns, limit: MOST_RUNS }));
}
