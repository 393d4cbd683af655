import { BatchSyncError, type DatabaseError } from '../errors';
import { endRun } from '../postgres/stores/runStore';
import { bareResult } from './bareResult';
import type { RunContext } from './context';
import type { RunResult } from './types';

/**
 * Ends a run that could not even read what it came to, because somebody has the package's own tables locked: in part, with who it is.
 * Null: the end cannot be written either; the next run closes it.
 */
export async function endInPart(context: RunContext, failure: DatabaseError): Promise<RunResult | null> {
	const { configuration, request, task, run, effectiveMode, begunAt, remarks, written, tables, lease, pair } = context;
	const message = `Stopped early after ${written.remote} writes to OpenProject and ${written.local} to the table; the next run goes on from there. ${failure.message}`;
	try {
		// Not behind the fence, which may be what is locked: the lease says as well whether this run is still the pair's.
		const finishedAt = await context.database.transaction(async (tx) => {
			const [held] = await tx.query({ text: `select 1 from ${tables.lease} where pair = $1 and fence = $2`, values: [pair.id, lease.fence] });
			if (held === undefined) return null;
			return await endRun(tx, tables, run.id, { status: 'partial', effectiveMode, message, guards: [], remarks, counts: null, openPlan: null, metrics: null });
		});
		if (finishedAt === null) return null;
		return bareResult(context, { run, pair: configuration.name, request, task: task.kind, effectiveMode, status: 'partial', message, finishedAt, begunAt, remarks, written });
	} catch (second) {
		if (!(second instanceof BatchSyncError)) throw second;
		return null;
	}
}
