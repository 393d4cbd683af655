import { parentField, viewParents } from '../plan';
import type { PlannedConflict } from '../plan';
import type { Transaction } from '../postgres';
import { raiseConflicts } from '../postgres/stores/conflictStore';
import { readLinks } from '../postgres/stores/linkStore';
import { pauseAfter } from '../plan';
import { fenced, rulesOf } from './context';
import type { RunContext } from './context';
import { readInputs } from './readInputs';

/** Deepest tree that is followed; anything deeper is ordered last. */
const DEEPEST = 500;
/** Deletes come after everything else, children before parents. */
const DELETE_ORDER = 1_000_000;

/**
 * Orders the planned operations by the tree as it will be: parents first, deletes last and bottom-up. A cycle that
 * both sides made together becomes a conflict; a cycle within one side is a failure of its records.
 */
export async function orderByTree(context: RunContext): Promise<void> {
	const field = parentField(context.mapping);
	if (field === undefined) {
		await fenced(context, (tx) => orderDeletes(tx, context));
		return;
	}
	await fenced(context, async (tx) => {
		const walked = await walkUp(tx, context);
		await tx.execute({
			text: `update ${context.tables.operation} o set priority = d.depth from unnest($3::bigint[], $4::integer[]) d (link, depth) where o.run = $1 and o.pair = $2 and o.link = d.link and o.status = 'planned'`,
			values: [context.run.id, context.pair.id, walked.depths.map((one) => one.link), walked.depths.map((one) => one.depth)],
		});
		await orderDeletes(tx, context);
		if (walked.inCycles.length > 0) await breakCycles(tx, context, walked.inCycles);
	});
}

async function orderDeletes(tx: Transaction, context: RunContext): Promise<void> {
	await tx.execute({
		text: `update ${context.tables.operation} set priority = $2 - priority where run = $1 and status = 'planned' and kind = 'delete' and priority <= $3`,
		values: [context.run.id, DELETE_ORDER, DEEPEST],
	});
}

interface Walk {
	readonly depths: ReadonlyArray<{ readonly link: string; readonly depth: number }>;
	/** Links that are their own ancestor. */
	readonly inCycles: readonly string[];
}

async function walkUp(tx: Transaction, context: RunContext): Promise<Walk> {
	const rows = await tx.query<{ link: string; depth: number; is_cycle: boolean }>({
		text: `with recursive planned as (
				select distinct o.link from ${context.tables.operation} o where o.run = $1 and o.status = 'planned'
			), walk (start, at, depth, is_cycle) as (
				select p.link, l.parent_link, 0, false from planned p join ${context.tables.link} l on l.id = p.link
				union all
				select w.start, l.parent_link, w.depth + 1, w.at = w.start
				from walk w join ${context.tables.link} l on l.id = w.at
				where w.at is not null and not w.is_cycle and w.depth < $2
			)
			select start as link, max(depth)::integer as depth, bool_or(is_cycle) as is_cycle from walk group by start having max(depth) > 0 or bool_or(is_cycle)`,
		values: [context.run.id, DEEPEST],
	});
	return { depths: rows, inCycles: rows.filter((row) => row.is_cycle).map((row) => row.link) };
}

async function breakCycles(tx: Transaction, context: RunContext, links: readonly string[]): Promise<void> {
	const rows = await readLinks(tx, context.tables, links);
	const seen = (await readInputs(tx, context, rows)).map((link) => ({ link, parents: viewParents(link.input, rulesOf(context)) }));
	const planned = new Map(rows.map((row) => [row.id, row]));
	const isWithinOneSide = (side: 'local' | 'remote'): boolean => seen.every(({ parents }) => parents[side] !== null && planned.has(parents[side] as string));
	const { tables } = context;
	if (isWithinOneSide('local') || isWithinOneSide('remote')) {
		const side = isWithinOneSide('local') ? 'local' : 'remote';
		const message = 'The record is its own ancestor: following its parents leads back to it. Give one of the records in that circle another parent; nothing of them is carried until then.';
		await tx.execute({
			text: `update ${tables.link} set last_failure = $2, attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $3 / 1000.0) where id = any($1::bigint[])`,
			values: [links, JSON.stringify({ code: 'PARENT_CYCLE', side, fields: [], message }), pauseAfter(1)],
		});
	} else {
		const conflicts = seen.flatMap(({ link, parents }): Array<{ link: string; conflict: PlannedConflict }> => {
			if (!parents.isMoved) return [];
			const name = parents.field;
			return [{ link: link.row.id, conflict: { field: name, fields: [name], kind: 'cycle', base: parents.base, local: parents.local, remote: parents.remote } }];
		});
		await raiseConflicts(tx, tables, { pair: context.pair.id, run: context.run.id }, conflicts);
	}
	await tx.execute({
		text: `update ${tables.operation} set status = 'superseded', finished_at = clock_timestamp(), last_message = 'parent cycle' where run = $1 and status = 'planned' and link = any($2::bigint[]) ${isWithinOneSide('local') || isWithinOneSide('remote') ? '' : `and fields = array['${(parentField(context.mapping)?.name ?? '').replaceAll("'", "''")}']`}`,
		values: [context.run.id, links],
	});
}
