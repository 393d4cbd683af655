import { judgeWentBack } from '../plan';
import type { GuardMeasures } from '../plan';
import { isApproved } from '../postgres/stores/planStore';
import { readWentBack } from '../postgres/stores/wentBack/readWentBack';
import { fenced } from './context';
import type { RunContext } from './context';
import type { PlanSummary } from './planRun';

/** Counts what the guards look at, from the stored plan and the links. */
export async function measureGuards(context: RunContext, summary: PlanSummary, observed: { readonly localRows: number; readonly remoteTotal: number | null }): Promise<GuardMeasures> {
	const { link, operation } = context.tables;
	// Links whose absent record was judged before (vanished, elsewhere, before a person) say nothing new about an empty side.
	const isCounted = `state not in ('tombstone', 'vanished', 'out_of_scope')
		and not (gone_side is not null and exists (select 1 from ${context.tables.conflict} c where c.link = l.id and c.field = '*' and c.status = 'pending_review'))`;
	const [links] = await fenced(context, (tx) =>
		tx.query<{ live: string; paired: string; remote: string }>({
			text: `select count(*) filter (where local_key is not null and remote_id is not null and base_local <> '{}'::jsonb and ${isCounted}) as live,
					count(*) filter (where local_key is not null and remote_id is not null and state <> 'tombstone') as paired,
					count(*) filter (where remote_id is not null and state <> 'tombstone' and coalesce(gone_side, 'local') = 'local' and coalesce(out_side, 'local') = 'local') as remote
				from ${link} l where pair = $1`,
			values: [context.pair.id],
		}),
	);
	// What a person has approved, and what still is as it was then, is not held against the plan again.
	const hasApprovals = await fenced(context, async (tx) => (await tx.query({ text: `select 1 from ${context.tables.run} where pair = $1 and plan_state = 'approved' limit 1`, values: [context.pair.id] })).length > 0);
	const [operations] = await fenced(context, (tx) =>
		tx.query<{ deletes: string; updates: string; writes: string }>({
			text: `select count(distinct link) filter (where kind in ('delete', 'archive')) as deletes, count(distinct link) filter (where kind in ('update', 'restore')) as updates, count(*) as writes
				from ${operation} n where run = $1 and status = 'planned' and side <> 'none' ${hasApprovals ? `and not ${isApproved(context.tables, 'n')}` : ''}`,
			values: [context.run.id],
		}),
	);
	const live = Number(links?.live ?? 0);
	return {
		liveLinks: live,
		pairedLinks: Number(links?.paired ?? 0),
		deletes: Number(operations?.deletes ?? 0),
		updates: Number(operations?.updates ?? 0),
		plannedWrites: Number(operations?.writes ?? 0),
		localRecords: observed.localRows,
		remoteRecords: observed.remoteTotal ?? Number(links?.remote ?? 0),
		hasAgreedBefore: context.pair.last_good_run !== null || live > 0,
		isScopeChanged: context.changes.isScopeChanged,
		changedFields: context.changes.changedFields,
		noBaseConflicts: summary.noBaseConflicts,
		wentBack: judgeWentBack(await fenced(context, (tx) => readWentBack(tx, context.tables, context.pair.id, context.table))),
	};
}
