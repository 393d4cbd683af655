import { isEqualJson, partOf, withoutNames } from '../record';
import type { Json, JsonObject, Side } from '../record';
import { failureSignature } from './failureSignature';
import { namesOf, viewField } from './fieldView';
import type { Bounces, FieldFailure, LinkPlan, LinkView, PendingReason, PlanInput, PlannedFailure, PlanRules, UnresolvedReference } from './types';
import { pauseAfter } from './pauseAfter';

/** Code of a refusal of a value that was taken, and stored as another. */
export const MOVED_BY_REMOTE = 'MOVED_BY_REMOTE';
/** Code of a value that the table's own triggers or rules replaced by one that is nobody's edit. */
export const CHANGED_BY_TABLE = 'CHANGED_BY_TABLE';

/** What became of the write to one side. */
export type SideOutcome =
	/** Nothing was to be written. */
	| { readonly status: 'none' }
	/** Written: the record as the side holds it now. */
	| { readonly status: 'done'; readonly record: JsonObject }
	/** Not written, or not known to be: base stays, the link stays pending for this reason. */
	| { readonly status: 'not_done'; readonly pending: PendingReason };

export interface LinkOutcome {
	readonly local: SideOutcome;
	readonly remote: SideOutcome;
	/** Fields a side refused while it took the others; and failures of the whole record (no fields). */
	readonly refused: ReadonlyArray<{ readonly fields: readonly string[]; readonly side: Side; readonly code: string; readonly message: string }>;
}

/** The link after its plan was carried out as far as it went. */
export interface SettledLink {
	readonly baseLocal: JsonObject;
	readonly baseRemote: JsonObject;
	/** The part of base that moved, by side: what the audit trail records. */
	readonly movedLocal: JsonObject;
	readonly movedRemote: JsonObject;
	readonly local: JsonObject | null;
	readonly remote: JsonObject | null;
	readonly bounces: Bounces;
	readonly pending: readonly PendingReason[];
	readonly fieldFailures: Readonly<Record<string, FieldFailure>>;
	/** Failure of the whole record, if any. */
	readonly failure: { readonly side: Side | null; readonly code: string; readonly message: string } | null;
	readonly unresolved: readonly UnresolvedReference[];
	/** Fields whose agreed value the remote side worked out. */
	readonly followed: readonly string[];
}

/**
 * What base, pending and failures become. Base moves per field, only for what the writes carried; everything
 * else the sides now show is a new observation (pending `settle`), to be planned in a second pass.
 */
export function settleLink(input: PlanInput, plan: LinkPlan, outcome: LinkOutcome, rules: PlanRules): SettledLink {
	const refusedFields = new Set(outcome.refused.flatMap((refusal) => refusal.fields));
	const moved = moveBases(input, plan, outcome, refusedFields, rules);
	const local = outcome.local.status === 'done' ? outcome.local.record : input.local;
	const remote = outcome.remote.status === 'done' ? outcome.remote.record : input.remote;
	const link: LinkView = { ...input.link, baseLocal: moved.baseLocal, baseRemote: moved.baseRemote };
	const after: PlanInput = { ...input, link, local, remote };
	const fieldFailures = nextFieldFailures(after, plan, outcome, rules);
	const failure = recordFailure(input, plan, outcome);
	return {
		...moved,
		local,
		remote,
		bounces: moved.bounces,
		pending: nextPending(after, plan, outcome, fieldFailures, failure !== null, rules),
		fieldFailures,
		failure,
		unresolved: plan.unresolved,
		followed: nextFollowed(input, plan, outcome, refusedFields),
	};
}

/** A field follows from when a worked out value was taken into the table until the table's own was written to the remote side, or both came to another. */
function nextFollowed(input: PlanInput, plan: LinkPlan, outcome: LinkOutcome, refused: ReadonlySet<string>): readonly string[] {
	const followed = new Set(input.link.followed);
	for (const { field, needs } of plan.agreements) {
		if (refused.has(field) || !needs.every((side) => outcome[side].status === 'done')) continue;
		if (plan.followed.includes(field)) followed.add(field);
		else followed.delete(field);
	}
	return [...followed].sort();
}

interface MovedBases {
	readonly baseLocal: JsonObject;
	readonly baseRemote: JsonObject;
	readonly movedLocal: JsonObject;
	readonly movedRemote: JsonObject;
	readonly bounces: Bounces;
}

function moveBases(input: PlanInput, plan: LinkPlan, outcome: LinkOutcome, refused: ReadonlySet<string>, rules: PlanRules): MovedBases {
	let movedLocal: JsonObject = {};
	let movedRemote: JsonObject = {};
	const forgotten: Record<Side, string[]> = { local: [], remote: [] };
	const bounces = new Map(Object.entries(input.link.bounces));
	for (const agreement of plan.agreements) {
		if (refused.has(agreement.field)) {
			movedRemote = { ...movedRemote, ...heldInstead(agreement.field, plan, outcome, rules) };
			movedLocal = { ...movedLocal, ...leftByTable(agreement.field, outcome, rules) };
			continue;
		}
		if (!agreement.needs.every((side) => outcome[side].status === 'done')) continue;
		movedLocal = { ...movedLocal, ...agreement.local };
		movedRemote = { ...movedRemote, ...agreement.remote };
		forgotten.local.push(...(agreement.forgetLocal ?? []));
		forgotten.remote.push(...(agreement.forgetRemote ?? []));
	}
	for (const side of ['local', 'remote'] as const) {
		const result = outcome[side];
		if (result.status !== 'done' || plan.isUndo === true) continue;
		noteBounces(side, result.record, plan, refused, bounces, rules);
	}
	return {
		baseLocal: withoutNames({ ...input.link.baseLocal, ...movedLocal }, forgotten.local),
		baseRemote: withoutNames({ ...input.link.baseRemote, ...movedRemote }, forgotten.remote),
		movedLocal,
		movedRemote,
		bounces: Object.fromEntries(bounces),
	};
}

/** A work package made without a field it refused, or that stored another value than was sent: what it holds there is its base, so that the row's value still counts as an edit. */
function heldInstead(name: string, plan: LinkPlan, outcome: LinkOutcome, rules: PlanRules): JsonObject {
	const field = rules.mapping.fields.find((candidate) => candidate.name === name);
	const isStoredOtherwise = outcome.refused.some((refusal) => refusal.code === MOVED_BY_REMOTE && refusal.fields.includes(name));
	if (field === undefined || (plan.remote?.kind !== 'create' && !isStoredOtherwise) || outcome.remote.status !== 'done') return {};
	return field.lens.normalise('remote', partOf(outcome.remote.record, field.remote));
}

/** What the table's own triggers put in place of a value is its base: nobody edited it, and the work package's value still counts as an edit. */
function leftByTable(name: string, outcome: LinkOutcome, rules: PlanRules): JsonObject {
	const field = rules.mapping.fields.find((candidate) => candidate.name === name);
	const isChanged = outcome.refused.some((refusal) => refusal.code === CHANGED_BY_TABLE && refusal.fields.includes(name));
	if (field === undefined || !isChanged || outcome.local.status !== 'done') return {};
	return field.lens.normalise('local', partOf(outcome.local.record, field.local));
}

/** Counts how often the very value sent came back different, and forgets it once it stuck. */
function noteBounces(side: Side, record: JsonObject, plan: LinkPlan, refused: ReadonlySet<string>, bounces: Map<string, Bounces[string]>, rules: PlanRules): void {
	for (const agreement of plan.agreements) {
		if (!agreement.needs.includes(side) || refused.has(agreement.field)) continue;
		const sent = agreement[side];
		const field = rules.mapping.fields.find((candidate) => candidate.name === agreement.field);
		if (field === undefined) continue;
		const stuck = isEqualJson(field.lens.normalise(side, partOf(record, namesOf(field, side))), sent);
		const before = bounces.get(agreement.field) ?? {};
		if (stuck) {
			const { [side]: _gone, ...rest } = before;
			if (Object.keys(rest).length === 0) bounces.delete(agreement.field);
			else bounces.set(agreement.field, rest);
			continue;
		}
		const earlier = before[side];
		const count = earlier !== undefined && isEqualJson(earlier.sent, sent) ? earlier.count + 1 : 1;
		bounces.set(agreement.field, { ...before, [side]: { sent: sent as Json, count } });
	}
}

function nextFieldFailures(after: PlanInput, plan: LinkPlan, outcome: LinkOutcome, rules: PlanRules): Record<string, FieldFailure> {
	const next = new Map<string, FieldFailure>();
	const fresh: ReadonlyArray<Pick<PlannedFailure, 'fields' | 'side' | 'code' | 'message'>> = [...plan.failures.filter((failure) => !failure.isWaiting), ...outcome.refused];
	for (const failure of plan.failures) {
		if (!failure.isWaiting) continue;
		for (const name of failure.fields) {
			const known = after.link.fieldFailures[name];
			if (known !== undefined) next.set(name, known);
		}
	}
	for (const failure of fresh) {
		for (const name of failure.fields) {
			const signature = signatureOf(name, after, rules);
			const known = after.link.fieldFailures[name];
			const attempts = known !== undefined && known.signature === signature ? known.attempts + 1 : 1;
			const nextAttemptAt = new Date(rules.nowMs + pauseAfter(attempts)).toISOString();
			next.set(name, { signature, side: failure.side ?? 'local', code: failure.code, message: failure.message, attempts, nextAttemptAt });
		}
	}
	return Object.fromEntries(next);
}

function signatureOf(name: string, after: PlanInput, rules: PlanRules): string {
	const field = rules.mapping.fields.find((candidate) => candidate.name === name);
	if (field === undefined || after.local === null || after.remote === null) return '';
	const view = viewField(field, { ...after, local: after.local, remote: after.remote }, rules);
	return view === null ? '' : failureSignature(view);
}

function recordFailure(input: PlanInput, plan: LinkPlan, outcome: LinkOutcome): SettledLink['failure'] {
	const isCreate = input.local === null || input.remote === null;
	const whole = outcome.refused.find((refusal) => refusal.fields.length === 0) ?? plan.failures.find((failure) => failure.fields.length === 0);
	if (whole !== undefined) return { side: whole.side, code: whole.code, message: whole.message };
	// A create that could not even be planned has no second side whose fields could go on.
	const first = plan.failures[0];
	return isCreate && first !== undefined && plan.conflicts.length === 0 && !first.isWaiting && plan.end === 'live' && plan.unresolved.length === 0
		? { side: first.side, code: first.code, message: first.message }
		: null;
}

function nextPending(after: PlanInput, plan: LinkPlan, outcome: LinkOutcome, failures: Readonly<Record<string, FieldFailure>>, hasFailed: boolean, rules: PlanRules): PendingReason[] {
	const reasons = new Set<PendingReason>();
	for (const side of ['local', 'remote'] as const) {
		const result = outcome[side];
		if (result.status === 'not_done') reasons.add(result.pending);
	}
	if (hasFailed || Object.keys(failures).length > 0) reasons.add('retry');
	if (plan.waiting.length > 0) reasons.add('waiting');
	if (plan.end === 'live' && hasUnexplainedChange(after, plan, failures, rules)) reasons.add('settle');
	return [...reasons].sort();
}

/** Whether a side shows something its base does not, which no conflict, failure, reference or direction accounts for. */
function hasUnexplainedChange(after: PlanInput, plan: LinkPlan, failures: Readonly<Record<string, FieldFailure>>, rules: PlanRules): boolean {
	const { local, remote } = after;
	if (local === null || remote === null) return false;
	const explained = new Set([
		...plan.conflicts.flatMap((conflict) => conflict.fields),
		...Object.keys(failures),
		...plan.unresolved.map((reference) => reference.field),
		...plan.waiting,
	]);
	if (explained.has('*')) return false;
	return rules.mapping.fields.some((field) => {
		if (explained.has(field.name)) return false;
		const view = viewField(field, { ...after, local, remote }, rules);
		if (view === null) return false;
		return view.localChanged || view.remoteChanged;
	});
}
