import { ConfigurationError } from '../errors';
import { checkSchemaVersion } from '../postgres';
import { tablesIn } from '../postgres/stores/tables';
import type { GetRun } from './engine';
import type { Progress, RunMode, RunStatus, SideCounts } from './types';

interface RunRow {
	readonly id: string;
	readonly mode: RunMode;
	readonly status: RunStatus;
	readonly message: string;
	readonly started_at: string;
	readonly finished_at: string | null;
	readonly progress: Progress | null;
	readonly counts: { readonly local: SideCounts; readonly remote: SideCounts; readonly conflicts: number; readonly failures: number } | null;
}

/** A run as stored, by id or the newest of the pair. Throws a ConfigurationError where there is none. */
export const getRun: GetRun = async (ports, query) => {
	if (query.run !== null && !/^\d{1,18}$/.test(query.run)) throw new ConfigurationError(`'${query.run}' is not a run id. Run ids are whole numbers, as shown in the summary of a run.`);
	const tables = tablesIn(ports.schema);
	return await ports.database.transaction(async (tx) => {
		if ((await checkSchemaVersion(tx, ports.schema)) === 'missing') throw new ConfigurationError(`The tables of Batch Sync are not in schema '${ports.schema}'. Run the operation Set Up first.`);
		const stamp = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
		const [row] = await tx.query<RunRow>({
			text: `select r.id, r.mode, r.status, r.message, ${stamp('r.started_at')} as started_at, ${stamp('r.finished_at')} as finished_at, r.progress, r.counts
				from ${tables.run} r join ${tables.pair} p on p.id = r.pair where p.name = $1 and ($2::bigint is null or r.id = $2) order by r.id desc limit 1`,
			values: [query.pair, query.run],
		});
		if (row === undefined) {
			throw new ConfigurationError(query.run === null ? `Pair '${query.pair}' has had no run yet, or there is no pair of that name.` : `Pair '${query.pair}' has no run ${query.run}.`);
		}
		return {
			run: row.id, pair: query.pair, mode: row.mode, status: row.status, message: row.message, startedAt: row.started_at, finishedAt: row.finished_at, progress: row.progress,
			local: row.counts?.local ?? null, remote: row.counts?.remote ?? null, conflictCount: row.counts?.conflicts ?? null, failureCount: row.counts?.failures ?? null,
		};
	}, { readOnly: true });
};
