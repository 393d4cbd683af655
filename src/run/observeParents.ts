import { BatchSyncError } from '../errors';
import { recordRemote } from '../postgres/stores/recordRemote';
import { addPending } from '../postgres/stores/tables';
import { fenced } from './context';
import type { RunContext } from './context';
import { observationOf } from './observeRemote';
import { datesOf } from './pairConfiguration';

/** Parents looked at in one run; what is left out is seen by the next. */
const MOST = 200;

/**
 * Looks at the parents of what this run made or moved, where the pair keeps the table's dates: from 15.4 on a first child makes a work package
 * that was scheduled manually take its dates from its children. One request; a parent that changed is settled in the second pass.
 */
export async function observeParents(context: RunContext): Promise<void> {
	if (datesOf(context.configuration.remote).scheduling !== 'keep' || !context.mapping.remoteProperties.some((property) => property === 'startDate' || property === 'dueDate')) return;
	const rows = await fenced(context, (tx) =>
		tx.query<{ id: string }>({
			text: `select distinct values_sent ->> 'parent' as id from ${context.tables.operation}
				where run = $1 and side = 'remote' and status = 'done' and kind in ('create', 'update') and values_sent ->> 'parent' ~ '^[0-9]{1,18}$' order by 1 limit ${MOST}`,
			values: [context.run.id],
		}),
	);
	if (rows.length === 0) return;
	// What cannot be read now, the next run sees: nothing of this one depends on it.
	const parents = await context.remote.readMany(rows.map((row) => row.id)).catch((error: unknown) => {
		if (error instanceof BatchSyncError) return [];
		throw error;
	});
	if (parents.length === 0) return;
	await fenced(context, async (tx) => {
		await recordRemote(tx, context.tables, context.pair.id, parents.map(observationOf), { trustSeen: true, versusUpdate: context.configuration.deletePolicy.versusUpdate });
		await tx.execute({
			text: `update ${context.tables.link} l set pending = ${addPending('l', 'settle')} where l.pair = $1 and l.remote_id = any($2::bigint[]) and l.state = 'live' and 'remote' = any(l.pending)`,
			values: [context.pair.id, rows.map((row) => row.id)],
		});
	});
}
