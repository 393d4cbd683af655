import { ConfigurationError } from '../errors';
import { checkSchemaVersion } from '../postgres';
import { readSessionWaits } from '../postgres/stores/sessionWaits';
import { tablesIn } from '../postgres/stores/tables';
import type { GetRun } from './engine';
import { runningMessage } from './runMessage';
import { requireRunId } from './settings';
import type { Progress, RunMode, RunStatus, RunTask, SideCounts } from './types';
import { isoTime } from '../postgres/isoTime';

interface RunRow {
	readonly task: RunTask['kind'];
	readonly started_by: string;
	readonly heartbeat_age_ms: string | null;
	readonly cancel_requested: boolean;
	readonly plan_state: string | null;
	readonly undone_by: string | null;
	readonly undoes: string | null;
	readonly applies: string | null;
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
	if (query.run !== null) requireRunId(query.run, 'run');
	const tables = tablesIn(ports.schema);
	return await ports.database.transaction(async (tx) => {
		if ((await checkSchemaVersion(tx, ports.schema)) === 'missing') throw new ConfigurationError(`The tables of Batch Sync are not in schema '${ports.schema}'. Run the operation Set Up first.`);
		const [row] = await tx.query<RunRow>({
			text: `select r.id, r.mode, r.status, r.message, ${isoTime('r.started_at')} as started_at, ${isoTime('r.finished_at')} as finished_at, r.progress, r.counts, r.task, r.started_by, r.cancel_requested, r.plan_state, r.undoes, r.applies,
					(select floor(extract(epoch from clock_timestamp() - l.heartbeat_at) * 1000)::bigint from ${tables.lease} l where l.run = r.id) as heartbeat_age_ms,
					(select max(u.id) from ${tables.run} u where u.undoes = r.id and u.status in ('done', 'partial', 'cancelled')) as undone_by
				from ${tables.run} r join ${tables.pair} p on p.id = r.pair where p.name = $1 and ($2::bigint is null or r.id = $2) order by r.id desc limit 1`,
			values: [query.pair, query.run],
		});
		if (row === undefined) {
			throw new ConfigurationError(query.run === null ? `Pair '${query.pair}' has had no run yet, or there is no pair of that name.` : `Pair '${query.pair}' has no run ${query.run}.`);
		}
		const [wait = null] = row.status === 'running' ? await readSessionWaits(tx) : [];
		const heartbeatAgeMs = row.status !== 'running' || row.heartbeat_age_ms === null ? null : Number(row.heartbeat_age_ms);
		return {
			task: row.task, startedBy: row.started_by, heartbeatAgeMs, isCancelRequested: row.cancel_requested, planState: row.plan_state, undoneBy: row.undone_by, undoes: row.undoes, applies: row.applies,
			run: row.id, pair: query.pair, mode: row.mode, status: row.status, message: row.status === 'running' ? runningMessage(row.progress, heartbeatAgeMs, row.cancel_requested, wait) : row.message, startedAt: row.started_at, finishedAt: row.finished_at, progress: row.progress,
			local: row.counts?.local ?? null, remote: row.counts?.remote ?? null, conflictCount: row.counts?.conflicts ?? null, failureCount: row.counts?.failures ?? null,
		};
	}, { readOnly: true });
};
