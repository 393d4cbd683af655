import { carriedByRemote, decidedByRemote } from '../plan';
import type { LinkPlan, PlannedWrite } from '../plan';
import { emptyPlan } from '../plan/planParts';
import type { JsonObject, Side } from '../record';
import type { Transaction } from '../postgres';
import { provenanceOf } from '../postgres/stores/localTable';
import { holdLinks, readLinks } from '../postgres/stores/linkStore';
import { insertOperations, markSending } from '../postgres/stores/operationStore';
import type { OperationKind, Sending } from '../postgres/stores/operationStore';
import { moveApproval } from '../postgres/stores/planStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { openGeneration } from './openGeneration';
import { isWithinPlan } from './isWithinPlan';
import { planFor } from './planFor';
import { plannedOperation } from './planRun';
import { readInputs } from './readInputs';
import type { PlannableLink } from './readInputs';

/** A link re-read and re-planned just before its writes, its operations committed as about to be sent. */
export interface PreparedLink {
	readonly link: PlannableLink;
	readonly plan: LinkPlan;
	/** Operation id per side that is written. */
	readonly operations: Readonly<Partial<Record<Side, string>>>;
	/** Operations planned for the link that its present state no longer calls for. */
	readonly dropped: readonly string[];
	/** The plan that is applied does not fit the link any more; nothing of it is written. */
	readonly hasMovedOn: boolean;
}

interface PlannedRow {
	readonly id: string;
	readonly link: string;
	readonly side: Side;
	readonly kind: OperationKind;
	readonly values_sent: JsonObject | null;
}

/**
 * Reads the links again, merges again, and commits what is about to be sent, with exact values. A deletion that was
 * not part of the plan is left for the next run, since no guard has seen it.
 */
export function prepareBatch(context: RunContext, ids: readonly string[], batch: number): Promise<readonly PreparedLink[]> {
	return fenced(context, async (tx) => {
		const inputs = await readInputs(tx, context, (await readLinks(tx, context.tables, ids)).filter((row) => context.undoes !== null || row.state === 'live' || row.state === 'vanished'));
		const planned = await tx.query<PlannedRow>({
			text: `select id, link, side, kind, values_sent from ${context.tables.operation} where run = $1 and link = any($2::bigint[]) and status = 'planned' and side <> 'none' order by id`,
			values: [context.run.id, ids],
		});
		const prepared: PreparedLink[] = [];
		for (const input of inputs) prepared.push(await prepareLink(tx, context, input, planned.filter((row) => row.link === input.row.id)));
		// Before anything is sent: whatever becomes of this process, the links stay on hold.
		if (context.undoes !== null) await holdLinks(tx, context.tables, context.run.id, prepared.filter((one) => !one.hasMovedOn).map((one) => one.link.row.id));
		await markSending(tx, context.tables, prepared.flatMap((one) => sendingOf(context, one, batch)));
		return prepared;
	});
}

async function prepareLink(tx: Transaction, context: RunContext, given: PlannableLink, planned: readonly PlannedRow[]): Promise<PreparedLink> {
	let link = given;
	let plan = planFor(context, link);
	const hasMovedOn = context.plan !== null && !fitsPlan(context, plan, planned);
	const isUnguarded = (['local', 'remote'] as const).some((side) => isDeletion(plan[side]) && !planned.some((row) => row.side === side && row.kind === plan[side]?.kind));
	if (hasMovedOn || isUnguarded) return { link, plan: { ...emptyPlan(link.input), isUndo: context.undoes !== null, waiting: ['*'] }, operations: {}, dropped: planned.map((row) => row.id), hasMovedOn };
	if (plan.end === 'new_generation') {
		link = await openGeneration(tx, context, link);
		await moveApproval(tx, context.tables, given.row.id, link.row.id);
		plan = planFor(context, link);
	}
	const operations = new Map<Side, string>();
	for (const side of ['remote', 'local'] as const) {
		const write = plan[side];
		if (write === null) continue;
		const found = planned.find((row) => row.side === side);
		const id = found?.id ?? (await insertOperations(tx, context.tables, [plannedOperation(context, link, side, write)]))[0];
		if (id === undefined) continue;
		if (found !== undefined && link !== given) await tx.execute({ text: `update ${context.tables.operation} set link = $2 where id = $1`, values: [id, link.row.id] });
		operations.set(side, id);
	}
	const used = new Set(operations.values());
	return { link, plan, operations: Object.fromEntries(operations), dropped: planned.filter((row) => !used.has(row.id)).map((row) => row.id), hasMovedOn: false };
}

/** Whether what the link calls for now is what was planned for it, on either side. */
function fitsPlan(context: RunContext, plan: LinkPlan, planned: readonly PlannedRow[]): boolean {
	return (['local', 'remote'] as const).every((side) => {
		const write = plan[side];
		const row = planned.find((one) => one.side === side);
		if (write === null || row === undefined) return write === null && row === undefined;
		return isWithinPlan(context, { kind: row.kind, values: row.values_sent ?? {} }, write);
	});
}

function isDeletion(write: PlannedWrite | null): boolean {
	return write !== null && (write.kind === 'delete' || write.kind === 'archive');
}

function sendingOf(context: RunContext, prepared: PreparedLink, batch: number): readonly Sending[] {
	const id = prepared.operations.remote;
	const write = prepared.plan.remote;
	return id === undefined || write === null ? [] : [sendingFor(context, prepared, id, write, batch)];
}

/** The row of an operation about to be sent. Also used when a 409 made the values change. */
export function sendingFor(context: RunContext, prepared: PreparedLink, id: string, write: PlannedWrite, batch: number): Sending {
	const { localKey } = prepared.link.input.link;
	return {
		id,
		status: write.kind === 'create' ? 'creating' : 'sending',
		kind: write.kind,
		fields: write.fields,
		values: write.values,
		before: write.before,
		agreedLocal: carriedByRemote(prepared.plan, 'local'),
		agreedRemote: carriedByRemote(prepared.plan, 'remote'),
		plannedLocalSum: prepared.link.live?.sum ?? null,
		plannedRemoteSum: prepared.link.row.remote_sum,
		provenance: write.kind === 'create' && localKey !== null ? provenanceOf(localKey) : null,
		remoteUser: context.info.userId,
		deadlineMs: context.settings.requestDeadlineMs + context.settings.createMarginMs,
		serverTimeMs: context.nowMs() + context.clockDifferenceMs,
		decides: decidedByRemote(prepared.plan),
		batch,
	};
}
