import { conflictsByField, conflictsChart, failuresChart, lagChart, runReport, runsChart, throughputChart } from '../../../src/metrics';
import type { Database } from '../../../src/postgres';

/** Days of history in the charts. */
const CHART_DAYS = 14;

/** The dashboard's charts of a pair, by day in UTC, as SVG. */
export async function readCharts(database: Database, schema: string, pair: string, nowMs: number): Promise<readonly string[]> {
	const span = { from: new Date(nowMs - CHART_DAYS * 86_400_000).toISOString(), to: new Date(nowMs).toISOString() };
	const report = await runReport({ database, schema }, { name: pair, by: 'day', timeZone: 'UTC', ...span });
	const fields = await conflictsByField({ database, schema }, { name: pair, ...span });
	return [runsChart(report), throughputChart(report), conflictsChart(fields), failuresChart(report), lagChart(report)];
}
