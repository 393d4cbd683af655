import { BatchSyncError } from '../errors';
import { addPending } from '../postgres/stores/tables';
import { fenced } from './context';
import type { RunContext } from './context';
import { guardsParents } from './firstChildren';
import { recordSeen } from './recordSeen';

/** Parents read with one request. */
const PAGE = 200;

/**
 * Looks at the parents of what this run made or moved, where the pair keeps the table's dates: from 15.4 on a first child makes a work package
 * that was scheduled manually take its dates from its children. One request for each 200; a parent that changed is settled in the second pass.
 */
export async function observeParents(context: RunContext): Promise<void> {
	if (!guardsParents(context)) return;
	for (let ids = await parentsAfter(context, '0'); ids.length > 0 && context.stop.reason() === null; ids = await parentsAfter(context, ids[ids.length - 1] ?? '')) {
		// What cannot be read now, the next run sees: nothing of this one depends on it.
		const parents = await context.remote.readMany(ids).catch((error: unknown) => {
			if (error instanceof BatchSyncError) return null;
			throw error;
		});
		if (parents === null) return;
		await fenced(context, async (tx) => {
			await recordSeen(tx, context, parents, true);
			await tx.execute({
				text: `update ${context.tables.link} l set pending = ${addPending('l', 'settle')} where l.pair = $1 and l.remote_id = any($2::bigint[]) and l.state = 'live' and 'remote' = any(l.pending)`,
				values: [context.pair.id, ids],
			});
		});
	}
}

/** Ids of the parents that this run has sent, in their order, from the first after the one given. */
async function parentsAfter(context: RunContext, after: string): Promise<readonly string[]> {
	const rows = await fenced(context, (tx) =>
		tx.query<{ id: string }>({
			text: `select p.id::text as id from (
					select distinct case when values_sent ->> 'parent' ~ '^[0-9]{1,18}$' then (values_sent ->> 'parent')::bigint end as id from ${context.tables.operation}
						where run = $1 and side = 'remote' and status = 'done' and kind in ('create', 'update')) p
				where p.id > $2::bigint order by p.id limit ${PAGE}`,
			values: [context.run.id, after],
		}),
	);
	return rows.map((row) => row.id);
}
