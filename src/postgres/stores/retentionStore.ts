import { foldBases } from '../../plan/foldBases';
import type { BaseStep } from '../../plan/foldBases';
import { groupBy } from '../../record';
import type { Transaction } from '../types';
import type { Tables } from './tables';

/** Runs that nothing may be taken from: going on, with a plan that waits, or with writes whose fate is open. */
function mayBeCleaned(tables: Tables, r: string): string {
	return `${r}.status <> 'running' and coalesce(${r}.plan_state, '') not in ('open', 'approved')
		and not exists (select 1 from ${tables.operation} o where o.run = ${r}.id and o.status in ('sending', 'creating'))`;
}

/** Plans older than they may be applied are closed; their operations never took effect and go. */
export async function expirePlans(tx: Transaction, tables: Tables, pair: string, maxAgeMs: number): Promise<void> {
	await tx.execute({
		text: `with old as (
				update ${tables.run} set plan_state = 'expired', config = null where pair = $1 and plan_state = 'open' and coalesce(plan_confirmed_at, finished_at, started_at) < clock_timestamp() - make_interval(secs => $2 / 1000.0) returning id
			), unlisted as (update ${tables.pair} set open_plan = null where open_plan in (select id from old))
			delete from ${tables.operation} where status = 'planned' and run in (select id from old)`,
		values: [pair, maxAgeMs],
	});
}

/** The oldest runs whose images, or whose history, is past its time. `keep`: so many of the newest runs stay at most. */
export async function readDue(tx: Transaction, tables: Tables, query: { readonly pair: string; readonly what: 'images' | 'history'; readonly ageMs: number; readonly keep: number; readonly limit: number }): Promise<readonly string[]> {
	const rows = await tx.query<{ id: string }>({
		text: `select r.id from ${tables.run} r where r.pair = $1 and r.${query.what}_cleaned_at is null and ${mayBeCleaned(tables, 'r')}
				and (coalesce(r.finished_at, r.started_at) < clock_timestamp() - make_interval(secs => $2 / 1000.0)
					or r.id <= (select k.id from ${tables.run} k where k.pair = $1 order by k.id desc offset $3 limit 1))
			order by r.id limit $4`,
		values: [query.pair, query.ageMs, query.keep, query.limit],
	});
	return rows.map((row) => row.id);
}

/** Takes the images from some of a run's operations. Answers how many; 0: none are left, and the run cannot be undone any more. */
export async function cleanImages(tx: Transaction, tables: Tables, run: string, limit: number): Promise<number> {
	const cleaned = await tx.execute({
		text: `update ${tables.operation} set before_image = null, after_image = null
			where id in (select id from ${tables.operation} where run = $1 and (before_image is not null or after_image is not null) limit $2)`,
		values: [run, limit],
	});
	// From the first one on: half of a run is not to be undone.
	await tx.execute({ text: `update ${tables.run} set images_cleaned_at = clock_timestamp() where id = $1`, values: [run] });
	return cleaned;
}

/** Nothing will come of the operation any more, or everything has. */
const isOver = `status not in ('planned', 'sending', 'creating')`;

interface FoldRow extends BaseStep {
	readonly id: string;
	readonly link: string;
}

/**
 * Folds some links' operations of a run, with what was folded before, into one snapshot each, in place of the last of
 * them, so that the rest of the chain still begins where it did. Operations that moved no base go. Answers how many links
 * were looked at; 0: nothing of the run is left to fold.
 */
export async function foldHistory(tx: Transaction, tables: Tables, run: string, limit: number): Promise<number> {
	const links = await tx.query<{ link: string }>({
		text: `select distinct link from ${tables.operation} where run = $1 and not (kind = 'snapshot' and reason = 'history') and ${isOver} order by link limit $2`,
		values: [run, limit],
	});
	if (links.length === 0) return 0;
	const ids = links.map((row) => row.link);
	const steps = await tx.query<FoldRow>({
		text: `select o.id, o.link, o.kind, o.agreed_local, o.agreed_remote from ${tables.operation} o where o.link = any($2::bigint[]) and o.run <= $1 and o.status = 'done' and o.base_after is not null order by o.settled_order`,
		values: [run, ids],
	});
	const folded = [...groupBy(steps, (step) => step.link).values()].map((own) => ({ id: (own.at(-1) as FoldRow).id, base: foldBases(own) }));
	await tx.execute({
		text: `update ${tables.operation} o set kind = 'snapshot', side = 'none', reason = 'history', agreed_local = f.local, agreed_remote = f.remote, base_before = null, fields = '{}', values_sent = null, before_image = null, after_image = null, last_message = null
			from jsonb_to_recordset($1::jsonb) as f (id bigint, local jsonb, remote jsonb) where o.id = f.id`,
		values: [JSON.stringify(folded.map(({ id, base }) => ({ id, local: base.local, remote: base.remote })))],
	});
	await tx.execute({
		text: `delete from ${tables.operation} where link = any($2::bigint[]) and run <= $1 and not (id = any($3::bigint[])) and ${isOver}`,
		values: [run, ids, folded.map((one) => one.id)],
	});
	return ids.length;
}

/** Nothing of the run is left to fold: it is done with, and goes where nothing refers to it any more. */
export async function endHistory(tx: Transaction, tables: Tables, run: string): Promise<void> {
	await tx.execute({ text: `update ${tables.run} set history_cleaned_at = clock_timestamp(), images_cleaned_at = coalesce(images_cleaned_at, clock_timestamp()) where id = $1`, values: [run] });
	await tx.execute({
		text: `delete from ${tables.run} r where r.id = $1 and not exists (select 1 from ${tables.pair} p where p.last_good_run = r.id or p.open_plan = r.id) and not exists (select 1 from ${tables.lease} l where l.run = r.id)`,
		values: [run],
	});
}

/** Ids that a sweep which never ended left behind. */
export async function clearStaging(tx: Transaction, tables: Tables, pair: string, run: string): Promise<void> {
	await tx.execute({ text: `delete from ${tables.sweep} where pair = $1 and run <> $2`, values: [pair, run] });
}
