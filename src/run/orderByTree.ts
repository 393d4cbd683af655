import { parentField, viewParents } from '../plan';
import type { PlannedConflict } from '../plan';
import type { Side } from '../record';
import type { Transaction } from '../postgres';
import { raiseConflicts } from '../postgres/stores/conflictStore';
import { readLinks } from '../postgres/stores/linkStore';
import { fenced, rulesOf } from './context';
import type { RunContext } from './context';
import { readInputs } from './readInputs';

/** Deepest tree that is followed; anything deeper is ordered last. */
const DEEPEST = 500;
/** Deletes come after everything else, children before parents. */
const DELETE_ORDER = 1_000_000;

/**
 * Orders the planned operations by the tree as it will be: parents first, deletes last and bottom-up. A cycle that
 * both sides made together becomes a conflict; a cycle within one side is a failure of its records. Answers the links
 * of cycles that both sides made.
 */
export async function orderByTree(context: RunContext): Promise<readonly string[]> {
	const field = parentField(context.mapping);
	if (field === undefined) {
		await fenced(context, (tx) => orderDeletes(tx, context));
		return [];
	}
	return await fenced(context, async (tx) => {
		const walked = await walkUp(tx, context);
		await tx.execute({
			text: `update ${context.tables.operation} o set priority = d.depth from unnest($3::bigint[], $4::integer[]) d (link, depth) where o.run = $1 and o.pair = $2 and o.link = d.link and o.status = 'planned'`,
			values: [context.run.id, context.pair.id, walked.depths.map((one) => one.link), walked.depths.map((one) => one.depth)],
		});
		await orderDeletes(tx, context);
		return await breakCycles(tx, context, walked.inCycles, field.name);
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
	/** Planned links that are their own ancestors. */
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

/** The circles these links are in, each from parent to parent, links that are not planned included. */
async function readCircles(tx: Transaction, context: RunContext, links: readonly string[]): Promise<ReadonlyArray<readonly string[]>> {
	const rows = await tx.query<{ id: string; parent: string | null }>({
		text: `with recursive member (id) as (
				select unnest($1::bigint[]) union select l.parent_link from member m join ${context.tables.link} l on l.id = m.id where l.parent_link is not null
			) select m.id, l.parent_link as parent from member m join ${context.tables.link} l on l.id = m.id order by m.id`,
		values: [links],
	});
	const parents = new Map(rows.map((row) => [row.id, row.parent]));
	const placed = new Set<string>();
	const circles: string[][] = [];
	for (const start of parents.keys()) {
		const circle: string[] = [];
		for (let at: string | null | undefined = start; at !== null && at !== undefined && !placed.has(at); at = parents.get(at)) {
			placed.add(at);
			circle.push(at);
		}
		if (circle.length > 0) circles.push(circle);
	}
	return circles;
}

/** Takes the operations of circles out of the plan. Answers the links of those that both sides made. */
async function breakCycles(tx: Transaction, context: RunContext, planned: readonly string[], field: string): Promise<readonly string[]> {
	if (planned.length === 0) return [];
	const both: string[] = [];
	for (const links of await readCircles(tx, context, planned)) {
		const seen = (await readInputs(tx, context, await readLinks(tx, context.tables, links))).map((link) => ({ link, parents: viewParents(link.input, rulesOf(context)) }));
		const isWithin = (side: Side): boolean => seen.every(({ parents }) => parents[side] !== null && links.includes(parents[side]));
		const side = (['local', 'remote'] as const).find(isWithin);
		if (side !== undefined) {
			await failCircle(tx, context, links.filter((id) => planned.includes(id)), side);
			continue;
		}
		both.push(...links);
		const conflicts = seen.flatMap(({ link, parents }): Array<{ link: string; conflict: PlannedConflict }> =>
			parents.isMoved ? [{ link: link.row.id, conflict: { field, fields: [field], kind: 'cycle', base: parents.base, local: parents.local, remote: parents.remote } }] : [],
		);
		await raiseConflicts(tx, context.tables, { pair: context.pair.id, run: context.run.id }, conflicts);
		await dropOperations(tx, context, links, field);
	}
	return both;
}

/** A circle within one side: its records are left alone, and looked at again at every run until it is opened. */
async function failCircle(tx: Transaction, context: RunContext, links: readonly string[], side: Side): Promise<void> {
	const message = 'The record is its own ancestor: following its parents leads back to it. Give one of the records in that circle another parent; nothing of them is carried until then.';
	await tx.execute({
		text: `update ${context.tables.link} set last_failure = $2, attempts = attempts + 1 where id = any($1::bigint[])`,
		values: [links, JSON.stringify({ code: 'PARENT_CYCLE', side, fields: [], message })],
	});
	await dropOperations(tx, context, links, null);
}

/** Takes the links' operations out of the plan; with a field, only those that are about it alone. */
async function dropOperations(tx: Transaction, context: RunContext, links: readonly string[], field: string | null): Promise<void> {
	await tx.execute({
		text: `update ${context.tables.operation} set status = 'superseded', finished_at = clock_timestamp(), last_message = 'parent cycle'
			where run = $1 and status = 'planned' and link = any($2::bigint[]) and ($3::text is null or fields = array[$3::text])`,
		values: [context.run.id, links, field],
	});
}
