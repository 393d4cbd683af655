import type { Transaction } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import type { RunSource } from '../types';

/** Everything ever counted of the runs of one name that ended alike. */
export interface TotalRow {
	readonly name: string;
	readonly source: RunSource;
	readonly status: string;
	readonly runs: number;
	readonly processed: number;
	readonly failed: number;
	readonly conflicts_found: number;
	readonly conflicts_settled: number;
	readonly written: number;
	readonly requests: number;
	readonly retries: number;
	readonly bytes: number;
	readonly duration_ms: number;
}

const COLUMNS = ['runs', 'processed', 'failed', 'conflicts_found', 'conflicts_settled', 'written', 'requests', 'retries', 'bytes', 'duration_ms'] as const;

/** The totals, which outlive the history. */
export async function readTotals(tx: Transaction, tables: Tables): Promise<readonly TotalRow[]> {
	return await tx.query<TotalRow>({ text: `select name, source, status, ${COLUMNS.map((column) => `${column}::float8`).join(', ')} from ${tables.run_total} order by name, source, status` });
}
