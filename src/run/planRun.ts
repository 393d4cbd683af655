import { planLink } from '../plan';
import type { LinkPlan, PlanInput, PlannedWrite } from '../plan';
import type { Side } from '../record';
import type { Transaction } from '../postgres';
import { raiseConflicts } from '../postgres/stores/conflictStore';
import { readPendingLinks } from '../postgres/stores/linkStore';
import { insertOperations, supersedePlanned } from '../postgres/stores/operationStore';
import type { NewOperation } from '../postgres/stores/operationStore';
import { fenced, rulesOf } from './context';
import type { RunContext } from './context';
import { orderByTree } from './orderByTree';
import { readInputs } from './readInputs';
import type { PlannableLink } from './readInputs';
import { closeOpenedCycles } from './reopenCycles';

/** Links are planned this many at a time; only they are in memory. */
const PLAN_COUNT = 500;

/** What a plan comes to, in numbers the guards and the report want. */
export interface PlanSummary {
	readonly links: number;
	readonly agreements: number;
	readonly noBaseConflicts: number;
}

/**
 * Plans every pending link and stores the operations as `planned`. Moves no base and no link state: what the
 * plan means takes effect only when it is carried out. `only` restricts to the second pass.
 */
export async function planRun(context: RunContext, only?: 'settle'): Promise<PlanSummary> {
	if (only === undefined) await fenced(context, (tx) => supersedePlanned(tx, context.tables, context.pair.id, context.run.id));
	let after = '0';
	let links = 0;
	let agreements = 0;
	let noBaseConflicts = 0;
	for (;;) {
		const batch = await fenced(context, async (tx) => {
			const rows = await readPendingLinks(tx, context.tables, { pair: context.pair.id, after, limit: PLAN_COUNT, ...(only === undefined ? {} : { only }) });
			const inputs = await readInputs(tx, context, rows);
			const plans = inputs.map((link) => ({ link, plan: planLink(withoutCycles(link.input), rulesOf(context)) }));
			await storePlans(tx, context, plans);
			return plans;
		});
		links += batch.length;
		agreements += batch.reduce((sum, { plan }) => sum + (plan.local === null && plan.remote === null && plan.agreements.length > 0 ? 1 : 0), 0);
		noBaseConflicts += batch.reduce((sum, { plan }) => sum + plan.conflicts.filter((conflict) => conflict.kind === 'no_base').length, 0);
		context.progress.add(batch.length);
		const last = batch.at(-1);
		if (last === undefined || batch.length < PLAN_COUNT || context.stop.reason() !== null) break;
		after = last.link.row.id;
	}
	const inCycles = await orderByTree(context);
	if (only === undefined) await closeOpenedCycles(context, inCycles);
	return { links, agreements, noBaseConflicts };
}

/** Whether records still hang in a circle is found anew by ordering them; an open conflict about it decides nothing here. */
function withoutCycles(input: PlanInput): PlanInput {
	return { ...input, link: { ...input.link, conflicts: input.link.conflicts.filter((known) => known.kind !== 'cycle' || known.status !== 'pending_review') } };
}

export async function storePlans(tx: Transaction, context: RunContext, plans: ReadonlyArray<{ readonly link: PlannableLink; readonly plan: LinkPlan }>): Promise<void> {
	const operations = plans.flatMap(({ link, plan }) =>
		(['remote', 'local'] as const).flatMap((side) => {
			const write = plan[side];
			return write === null ? [] : [plannedOperation(context, link, side, write)];
		}),
	);
	await insertOperations(tx, context.tables, operations);
	const scope = { pair: context.pair.id, run: context.run.id };
	// What an undo finds is raised when it is carried out: a preview of it must not leave conflicts behind.
	if (context.undoes === null) await raiseConflicts(tx, context.tables, scope, plans.flatMap(({ link, plan }) => plan.conflicts.map((conflict) => ({ link: link.row.id, conflict }))));
	await describeLinks(tx, context, plans);
}

/** What the order of writes and the report want to know of a link: its parent as it will be, and something to call it by. */
async function describeLinks(tx: Transaction, context: RunContext, plans: ReadonlyArray<{ readonly link: PlannableLink; readonly plan: LinkPlan }>): Promise<void> {
	const known = plans.filter(({ plan }) => plan.parentLink !== undefined || plan.title !== null);
	if (known.length === 0) return;
	await tx.execute({
		text: `update ${context.tables.link} l set parent_link = case when p.sets_parent then p.parent else l.parent_link end, title = coalesce(p.title, l.title)
			from unnest($1::bigint[], $2::boolean[], $3::bigint[], $4::text[]) p (id, sets_parent, parent, title)
			where l.id = p.id and ((p.sets_parent and l.parent_link is distinct from p.parent) or l.title is distinct from coalesce(p.title, l.title))`,
		values: [known.map(({ link }) => link.row.id), known.map(({ plan }) => plan.parentLink !== undefined), known.map(({ plan }) => plan.parentLink ?? null), known.map(({ plan }) => plan.title)],
	});
}

/** A write as an operation that is planned, not sent. */
export function plannedOperation(context: RunContext, link: PlannableLink, side: Side, write: PlannedWrite): NewOperation {
	return {
		run: context.run.id,
		batch: null,
		pair: context.pair.id,
		link: link.row.id,
		side,
		kind: write.kind,
		status: 'planned',
		fields: write.fields,
		values: write.values,
		before: write.before,
		agreedLocal: null,
		agreedRemote: null,
		reason: write.reason,
		plannedLocalSum: link.live?.sum ?? null,
		plannedRemoteSum: link.row.remote_sum,
		provenance: null,
		remoteUser: null,
		deadlineMs: null,
		baseBefore: null,
		baseAfter: null,
	};
}
