import type { EnginePorts } from './engine';
import { paceOf, type RunMetrics } from './runMetrics';
import type { RunSettings } from './types';

/** What a run cost that never came to look at a record. */
export function measureUnopened(ports: Pick<EnginePorts, 'clock' | 'remote'>, { begunAt, settings }: { readonly begunAt: number; readonly settings: RunSettings }): RunMetrics {
	const { requests, retries, bytesSent, bytesReceived } = ports.remote.stats();
	const durationMs = Math.round(ports.clock.monotonic() - begunAt);
	return {
		total: null, processed: null, failed: null, failing: null, written: 0, conflictsFound: 0, conflictsSettled: 0, conflictsOpen: null, durationMs, ...paceOf(null, durationMs),
		peakMemoryBytes: process.memoryUsage().rss, requests, retries, bytesSent, bytesReceived, lagMs: null, sinceGoodMs: null, batchSize: settings.batchSize, workers: settings.workers,
	};
}
