import { addPending } from '../postgres/stores/tables';
import { fenced } from './context';
import type { RunContext } from './context';

/**
 * A conflict `cycle` is about several records at once. As soon as one record of such a conflict is to be planned
 * again, all of them are: the circle may have been opened, and then the other moves can be carried.
 */
export async function reopenCycles(context: RunContext): Promise<void> {
	const { link, conflict } = context.tables;
	const open = `select c.link from ${conflict} c where c.pair = $1 and c.kind = 'cycle' and c.status = 'pending_review'`;
	await fenced(context, (tx) =>
		tx.execute({
			text: `update ${link} l set pending = ${addPending('l', 'reconcile')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null
				where l.pair = $1 and l.state = 'live' and l.id in (${open}) and exists (select 1 from ${link} x where x.id in (${open}) and x.pending is not null)`,
			values: [context.pair.id],
		}),
	);
}

/** Closes conflicts `cycle` whose records were planned again and turned out to be in no circle any more. */
export async function closeOpenedCycles(context: RunContext, stillInCycles: readonly string[]): Promise<void> {
	const { link, conflict } = context.tables;
	await fenced(context, (tx) =>
		tx.execute({
			text: `update ${conflict} c set status = 'superseded', updated_at = clock_timestamp() from ${link} l
				where c.pair = $1 and c.kind = 'cycle' and c.status = 'pending_review' and l.id = c.link and l.pending is not null and not (l.id = any($2::bigint[]))`,
			values: [context.pair.id, stillInCycles],
		}),
	);
}
