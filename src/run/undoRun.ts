import type { LinkPlan } from '../plan';
import { findReplaced, readLinks, readTouched } from '../postgres/stores/linkStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { orderByTree } from './orderByTree';
import { planFor } from './planFor';
import { storePlans } from './planRun';
import type { PlanSummary } from './planRun';
import { readInputs } from './readInputs';
import { readQuiet } from './readQuiet';
import { settleBatch } from './settleBatch';

/** Links are planned this many at a time. */
const PLAN_COUNT = 500;
/** Named in one remark. */
const MOST_NAMED = 20;

/** What an undo found besides what it can take back. */
interface Left {
	/** Titles of records that another link has taken over since. */
	readonly replaced: string[];
	/** Records the run made that the pair's delete policy leaves where they are. */
	kept: number;
	/** Fields and records somebody edited since. */
	edited: number;
}

/** Plans taking back what a run did, link by link, and stores the operations as `planned`. Links that no longer stand for the same records are left alone. */
export async function planUndoRun(context: RunContext): Promise<PlanSummary> {
	const left: Left = { replaced: [], kept: 0, edited: 0 };
	let links = 0;
	for await (const ids of touchedLinks(context)) {
		await fenced(context, async (tx) => {
			const replaced = new Set(await findReplaced(tx, context.tables, ids));
			const rows = await readLinks(tx, context.tables, ids.filter((id) => !replaced.has(id)));
			const inputs = (await readInputs(tx, context, rows)).filter((link) => link.history !== null);
			const plans = inputs.map((link) => ({ link, plan: planFor(context, link) }));
			await storePlans(tx, context, plans);
			for (const { plan } of plans) note(left, plan);
			left.replaced.push(...(await readLinks(tx, context.tables, [...replaced])).map((row) => row.title ?? `link ${row.id}`));
			links += plans.length;
		});
		context.progress.add(ids.length);
		if (context.stop.reason() !== null) break;
	}
	await orderByTree(context);
	context.remarks.push(...remarksOn(left));
	return { links, agreements: 0, noBaseConflicts: 0 };
}

/** Links of the run that need no write: base goes back, and what somebody edited since becomes a conflict. */
export async function settleUndone(context: RunContext): Promise<void> {
	for await (const ids of touchedLinks(context)) {
		if (context.stop.reason() !== null) return;
		const quiet = await fenced(context, async (tx) => {
			const replaced = new Set(await findReplaced(tx, context.tables, ids));
			const planned = await tx.query<{ link: string }>({ text: `select distinct link from ${context.tables.operation} where run = $1 and link = any($2::bigint[])`, values: [context.run.id, ids] });
			const busy = new Set(planned.map((row) => row.link));
			return ids.filter((id) => !replaced.has(id) && !busy.has(id));
		});
		if (quiet.length > 0) await settleBatch(context, await readQuiet(context, quiet));
	}
}

/** Ids of the links a run did anything to, in order, many at a time. */
async function* touchedLinks(context: RunContext): AsyncGenerator<readonly string[]> {
	let after = '0';
	for (;;) {
		const ids = await fenced(context, (tx) => readTouched(tx, context.tables, { run: context.undoes as string, after, limit: PLAN_COUNT }));
		const last = ids.at(-1);
		if (last === undefined) return;
		after = last;
		yield ids;
	}
}

function note(left: Left, plan: LinkPlan): void {
	left.edited += plan.conflicts.length;
	if (plan.waiting.length > 0) left.kept += 1;
}

function remarksOn(left: Left): readonly string[] {
	const remarks: string[] = [];
	if (left.edited > 0) remarks.push(`${left.edited} fields or records were edited since: they are left as they are, and a conflict says so for each.`);
	if (left.kept > 0) remarks.push(`${left.kept} records that the run made stay where they are, because the pair leaves records whose partner is deleted (When a Row Is Deleted, When a Work Package Is Deleted).`);
	if (left.replaced.length > 0) remarks.push(`${left.replaced.length} records came back under a new link since and are left alone: ${left.replaced.slice(0, MOST_NAMED).join(', ')}${left.replaced.length > MOST_NAMED ? ', …' : ''}.`);
	return remarks;
}
