import type { PairingDecision, RunMode, RunStatus, RunTask } from '../../run/types';
import type { Transaction } from '../types';
import { MOVED_ON } from './operationStore';
import type { Tables } from './tables';

/** A run as far as applying its plan or undoing it is concerned. */
export interface PlannedRun {
	readonly id: string;
	readonly pair: string;
	readonly pair_name: string;
	readonly mode: RunMode;
	readonly task: RunTask['kind'];
	readonly status: RunStatus;
	readonly plan_state: 'open' | 'approved' | 'applied' | 'superseded' | 'expired' | null;
	readonly age_ms: string;
	readonly config_hash: string | null;
	readonly shape_hash: string | null;
	/** Hash of the configuration that was the pair's own when the run began. */
	readonly adopted_hash: string | null;
	/** For a plan that waits: the configuration it was made under. */
	readonly config: unknown;
	readonly undoes: string | null;
	readonly applied_by: string | null;
	readonly images_cleaned_at: string | null;
	/** The run that undid it, itself not undone since. */
	readonly undone_by: string | null;
	/** Operations that took effect. */
	readonly effects: string;
	readonly open_plan: string | null;
	/** Names of the guards that spoke when it was made. */
	readonly guards: readonly string[];
}

/** A run of any pair, by id. */
export async function readPlannedRun(tx: Transaction, tables: Tables, id: string): Promise<PlannedRun | undefined> {
	const [row] = await tx.query<PlannedRun>({
		text: `select r.id, r.pair, p.name as pair_name, r.mode, r.task, r.status, r.plan_state, r.config_hash, r.shape_hash, r.adopted_hash, r.config, r.undoes, r.applied_by, r.images_cleaned_at::date::text as images_cleaned_at, p.open_plan,
				coalesce((select array_agg(g ->> 'guard') from jsonb_array_elements(case when jsonb_typeof(r.guards) = 'array' then r.guards end) g), '{}') as guards,
				floor(extract(epoch from clock_timestamp() - coalesce(r.plan_confirmed_at, r.finished_at, r.started_at)) * 1000)::bigint as age_ms,
				(select count(*) from ${tables.operation} o where o.run = r.id and o.status = 'done' and (o.side <> 'none' or o.kind in ('agree', 'adopt', 'snapshot'))) as effects,
				(select max(u.id) from ${tables.run} u where u.undoes = r.id and u.status = 'done'
					and not exists (select 1 from ${tables.run} v where v.undoes = u.id and v.status = 'done')) as undone_by
			from ${tables.run} r join ${tables.pair} p on p.id = r.pair where r.id = $1`,
		values: [id],
	});
	return row;
}

/** Whether operation `n` of this run would do what operation `a` of a plan says, on records that are as they were then. */
function isSame(n: string, a: string): string {
	return `${n}.link = ${a}.link and ${n}.side = ${a}.side and ${n}.kind = ${a}.kind and ${n}.values_sent is not distinct from ${a}.values_sent
		and ${n}.planned_local_sum is not distinct from ${a}.planned_local_sum and ${n}.planned_remote_sum is not distinct from ${a}.planned_remote_sum`;
}

/** SQL: operation `o` is approved by a plan of the pair. */
export function isApproved(tables: Tables, o: string): string {
	return `exists (select 1 from ${tables.run} ar join ${tables.operation} a on a.run = ar.id and a.status = 'planned'
		where ar.pair = ${o}.pair and ar.plan_state = 'approved' and ar.id <> ${o}.run and ${isSame(o, 'a')})`;
}

/**
 * Approves what a plan says and a run has come to again, in one step: its deletions may be withheld, what moved on is
 * marked as such, and operations of the run that the plan does not name are taken out of it. From here on the plan
 * cannot be applied a second time.
 */
export async function approvePlan(tx: Transaction, tables: Tables, approval: { readonly plan: string; readonly run: string; readonly withholdDeletes: boolean }): Promise<void> {
	const { plan, run } = approval;
	const { operation } = tables;
	if (approval.withholdDeletes) {
		await tx.execute({ text: `update ${operation} set status = 'superseded', last_message = 'withheld', finished_at = clock_timestamp() where run = $1 and status = 'planned' and kind in ('delete', 'archive')`, values: [plan] });
	}
	await tx.execute({
		text: `update ${operation} a set status = 'superseded', last_message = '${MOVED_ON}', finished_at = clock_timestamp()
			where a.run = $1 and a.status = 'planned' and a.side <> 'none' and not exists (select 1 from ${operation} n where n.run = $2 and n.status = 'planned' and ${isSame('n', 'a')})`,
		values: [plan, run],
	});
	await tx.execute({
		text: `delete from ${operation} n where n.run = $2 and n.status = 'planned' and n.side <> 'none'
			and not exists (select 1 from ${operation} a where a.run = $1 and a.status = 'planned' and ${isSame('n', 'a')})`,
		values: [plan, run],
	});
	await tx.execute({ text: `update ${tables.run} set plan_state = 'approved', applied_by = $2, config = null where id = $1`, values: [plan, run] });
	await tx.execute({ text: `update ${tables.run} set applies = $1 where id = $2`, values: [plan, run] });
	await tx.execute({ text: `update ${tables.pair} set open_plan = null where open_plan = $1`, values: [plan] });
}

/** Approved operations whose links this run planned otherwise lose their approval: their records moved on. */
export async function dropStaleApprovals(tx: Transaction, tables: Tables, pair: string, run: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.operation} a set status = 'superseded', last_message = '${MOVED_ON}', finished_at = clock_timestamp()
			from ${tables.run} r, ${tables.link} l
			where r.pair = $1 and r.plan_state = 'approved' and a.run = r.id and a.status = 'planned' and l.id = a.link
				and (l.pending is null or l.state = 'tombstone' or exists (select 1 from ${tables.operation} n where n.run = $2 and n.link = a.link and n.status = 'planned' and n.side <> 'none'))
				and not exists (select 1 from ${tables.operation} n where n.run = $2 and n.status = 'planned' and ${isSame('n', 'a')})`,
		values: [pair, run],
	});
	await closeCarriedOut(tx, tables, pair);
}

/** At the end of a run: approved operations that were carried out, or that turned out to have moved on, are approved no longer. */
export async function consumeApprovals(tx: Transaction, tables: Tables, pair: string, run: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.operation} a set status = 'superseded', last_message = case when n.last_message = '${MOVED_ON}' then '${MOVED_ON}' else 'carried out in run ' || $2::text end, finished_at = clock_timestamp()
			from ${tables.run} r, ${tables.operation} n
			where r.pair = $1 and r.plan_state = 'approved' and a.run = r.id and a.status = 'planned' and n.run = $2 and n.side = a.side and n.kind = a.kind and n.values_sent @> a.values_sent
				and n.link = a.link
				and (n.status in ('done', 'refused', 'failed') or (n.status = 'superseded' and n.last_message = '${MOVED_ON}'))`,
		values: [pair, run],
	});
	await closeCarriedOut(tx, tables, pair);
}

async function closeCarriedOut(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.run} r set plan_state = 'applied' where r.pair = $1 and r.plan_state = 'approved'
			and not exists (select 1 from ${tables.operation} a where a.run = r.id and a.status = 'planned' and a.side <> 'none')`,
		values: [pair],
	});
}

/** The plan that waits already, if it is this very plan made under the same configuration: it keeps its number, and this run's copy goes. */
export async function confirmWaitingPlan(tx: Transaction, tables: Tables, pair: string, run: string, configHash: string): Promise<string | null> {
	const [waiting] = await tx.query<{ id: string }>({
		text: `select r.id from ${tables.pair} p join ${tables.run} r on r.id = p.open_plan where p.id = $1 and r.plan_state = 'open' and r.config_hash = $2`,
		values: [pair, configHash],
	});
	if (waiting === undefined) return null;
	const missing = (of: string, among: string): string => `exists (select 1 from ${tables.operation} x where x.run = ${of} and x.status = 'planned' and not exists (select 1 from ${tables.operation} y where y.run = ${among} and y.status = 'planned' and ${isSame('y', 'x')}))`;
	const [differs] = await tx.query<{ differs: boolean }>({ text: `select ${missing('$1', '$2')} or ${missing('$2', '$1')} as differs`, values: [waiting.id, run] });
	if (differs?.differs !== false) return null;
	await tx.execute({ text: `delete from ${tables.operation} where run = $1 and status = 'planned'`, values: [run] });
	await tx.execute({ text: `update ${tables.run} set plan_confirmed_at = clock_timestamp() where id = $1`, values: [waiting.id] });
	return waiting.id;
}

/** Pairings a plan proposed that this run proposes again, restricted to named work packages unless none are named. */
export function readProposed(tx: Transaction, tables: Tables, query: { readonly plan: string; readonly run: string; readonly only: readonly string[] }): Promise<ReadonlyArray<{ readonly operation: string; readonly local_link: string; readonly remote_link: string }>> {
	return tx.query({
		text: `select n.id as operation, n.link as local_link, n.values_sent ->> 'link' as remote_link from ${tables.operation} n
			join ${tables.operation} a on a.run = $1 and a.kind = 'pair' and a.status = 'planned' and a.link = n.link and a.values_sent = n.values_sent
			where n.run = $2 and n.kind = 'pair' and n.status = 'planned' and (cardinality($3::text[]) = 0 or n.values_sent ->> 'remoteId' = any($3::text[])) order by n.id`,
		values: [query.plan, query.run, query.only],
	});
}

/** Ends the proposals a decision was made about, and closes the plan's own copies of all of them. */
export async function endProposals(tx: Transaction, tables: Tables, decision: { readonly plan: string; readonly operations: readonly string[]; readonly made: PairingDecision }): Promise<void> {
	await tx.execute({ text: `update ${tables.operation} set status = case when $2 = 'pair' then 'done' else 'superseded' end, last_message = $2, finished_at = clock_timestamp() where id = any($1::bigint[])`, values: [decision.operations, decision.made] });
	await tx.execute({ text: `update ${tables.operation} set status = 'superseded', last_message = $2, finished_at = clock_timestamp() where run = $1 and kind = 'pair' and status = 'planned'`, values: [decision.plan, decision.made] });
}

/** A record that goes on in a link of the next generation takes its approval along. */
export async function moveApproval(tx: Transaction, tables: Tables, from: string, to: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.operation} a set link = $2 from ${tables.run} r where a.link = $1 and a.status = 'planned' and r.id = a.run and r.plan_state = 'approved'`,
		values: [from, to],
	});
}
