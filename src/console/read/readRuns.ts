import type { Database, Transaction } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import type { RunMode, RunStatus, RunTask } from '../../run/types';
import type { RunLine } from '../types';
import { readOnly } from './readOnly';
import { isoTime } from '../../postgres/isoTime';

interface Row {
	readonly id: string;
	readonly task: RunTask['kind'];
	readonly mode: RunMode;
	readonly status: RunStatus;
	readonly message: string;
	readonly started_by: string;
	readonly started_at: string;
	readonly finished_at: string | null;
	readonly counts: { readonly conflicts?: number; readonly failures?: number } | null;
}

/** Runs of a pair, newest first, and how many there are. */
export async function readRuns(database: Database, schema: string, query: { readonly pairId: string; readonly from: number; readonly limit: number }): Promise<{ readonly total: number; readonly from: number; readonly runs: readonly RunLine[] }> {
	return await readOnly(database, schema, async (tx, tables) => {
		const [count] = await tx.query<{ total: string }>({ text: `select count(*) as total from ${tables.run} where pair = $1`, values: [query.pairId] });
		return { total: Number(count?.total ?? 0), from: query.from, runs: await selectRuns(tx, tables, query) };
	});
}

/** The lines of a page of runs. */
export async function selectRuns(tx: Transaction, tables: Tables, { pairId, from, limit }: { readonly pairId: string; readonly from: number; readonly limit: number }): Promise<readonly RunLine[]> {
	const rows = await tx.query<Row>({
		text: `select id, task, mode, status, message, started_by, ${isoTime('started_at')} as started_at, ${isoTime('finished_at')} as finished_at, counts
			from ${tables.run} where pair = $1 order by id desc offset $2 limit $3`,
		values: [pairId, from, limit],
	});
	return rows.map((row) => ({
		run: row.id, task: row.task, mode: row.mode, status: row.status, message: row.status === 'running' ? 'Goes on.' : row.message, startedBy: row.started_by, startedAt: row.started_at, finishedAt: row.finished_at,
		conflicts: row.counts?.conflicts ?? null, failures: row.counts?.failures ?? null,
	}));
}
