import { MOVED_BY_REMOTE } from '../plan';
import type { LinkOutcome, PendingReason, PlannedWrite, SideOutcome } from '../plan';
import { isEqualJson, partOf, checksum } from '../record';
import type { JsonObject } from '../record';
import { provenanceOf } from '../postgres/stores/localTable';
import { markSending, MOVED_ON } from '../postgres/stores/operationStore';
import type { OperationStatus } from '../postgres/stores/operationStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { holdsUncarriedDates } from './firstChildren';
import { keepHiddenParents } from './hiddenParents';
import { isWithinPlan } from './isWithinPlan';
import { datesOf } from './pairConfiguration';
import { planFor } from './planFor';
import { sendingFor } from './prepareBatch';
import type { PreparedLink } from './prepareBatch';
import { recordSeen } from './recordSeen';
import type { RemoteRecord, WriteAnswer } from './remotePort';

const PARENT_FIRST = 'Its parent was edited in OpenProject, and would lose its dates to a first child: it follows once they have been carried.';

/** A write that came to nothing because the record kept moving is left for the next run. */
const CONFLICT_TRIES = 3;

/** What became of the remote write of one link, and the plan it was finally carried out under. */
export interface RemoteWriteResult {
	readonly prepared: PreparedLink;
	readonly outcome: SideOutcome;
	readonly refused: LinkOutcome['refused'];
	/** The record as it was last seen, where it was read or written. */
	readonly record: RemoteRecord | null;
	/** The record is gone because we deleted it. */
	readonly isDeleted: boolean;
	/** How the operation is to be recorded. */
	readonly status: OperationStatus;
	readonly message: string | null;
	/** Deleting it would take along records that live. */
	readonly wouldCascade: boolean;
}

const nothing = { refused: [], record: null, isDeleted: false, message: null, wouldCascade: false } as const;

/** Carries out the planned remote write of one link. Never throws for what a single record causes. */
export async function writeRemote(context: RunContext, prepared: PreparedLink, batch: number): Promise<RemoteWriteResult> {
	const write = prepared.plan.remote;
	if (write === null) return { ...nothing, prepared, outcome: { status: 'none' }, status: 'superseded' };
	if (context.stop.reason() !== null) return notSent(prepared, null);
	if (!(await context.lease.covers(context.settings.requestDeadlineMs))) return notSent(prepared, 'The lease could not be renewed in time.');
	switch (write.kind) {
		case 'create': return await create(context, prepared, write);
		case 'delete': return await remove(context, prepared);
		case 'update':
		case 'archive':
		case 'restore': return await update(context, prepared, write, batch);
	}
}

function notSent(prepared: PreparedLink, message: string | null, pending: PendingReason = 'retry'): RemoteWriteResult {
	return { ...nothing, prepared, outcome: { status: 'not_done', pending }, status: 'superseded', message };
}

async function create(context: RunContext, prepared: PreparedLink, write: PlannedWrite): Promise<RemoteWriteResult> {
	const { localKey } = prepared.link.input.link;
	if (await holdsUncarriedDates(context, write.values)) return notSent(prepared, PARENT_FIRST);
	const provenance = localKey === null || !context.info.hasProvenanceField ? null : provenanceOf(localKey);
	const answer = await context.remote.create(write.values, provenance);
	if (answer.status !== 'refused') return await conclude(context, prepared, answer);
	const fields = fieldsOf(context, answer.properties).filter((name) => name !== 'subject' && write.fields.includes(name));
	if (fields.length === 0) return refusedWhole(context, prepared, answer.message);
	const second = await context.remote.create(without(context, write.values, fields), provenance);
	const result = second.status === 'refused' ? refusedWhole(context, prepared, second.message) : await conclude(context, prepared, second);
	return { ...result, refused: [...result.refused, { fields, side: 'remote', code: 'REMOTE_REFUSED', message: answer.message }] };
}

async function update(context: RunContext, given: PreparedLink, first: PlannedWrite, batch: number): Promise<RemoteWriteResult> {
	let prepared = given;
	let write = first;
	let values = first.values;
	let lock = given.link.row.remote_lock ?? 0;
	let facts = given.link.row.remote_facts;
	let refused: LinkOutcome['refused'] = [];
	if (await holdsUncarriedDates(context, values)) return notSent(prepared, PARENT_FIRST);
	for (let attempt = 1; ; attempt += 1) {
		const hasMoved = attempt === 1 && (await hasMovedUnseen(context, given, values));
		const answer: WriteAnswer = hasMoved ? { status: 'conflict' } : await context.remote.update(given.link.row.remote_id as string, lock, values, { facts });
		if (answer.status === 'refused') {
			const fields = fieldsOf(context, answer.properties).filter((name) => write.fields.includes(name));
			const rest = without(context, values, fields);
			if (fields.length === 0) return { ...refusedWhole(context, prepared, answer.message), refused: [...refused, ...refusedWhole(context, prepared, answer.message).refused] };
			refused = [...refused, { fields, side: 'remote', code: 'REMOTE_REFUSED', message: answer.message }];
			if (Object.keys(rest).length === 0) return { ...nothing, prepared, outcome: { status: 'none' }, refused, status: 'refused', message: answer.message };
			values = rest;
			continue;
		}
		if (answer.status !== 'conflict') {
			const result = await conclude(context, prepared, answer);
			return { ...result, refused: [...refused, ...result.refused] };
		}
		context.stop.noteAnswer();
		if (attempt >= CONFLICT_TRIES) return notSent(prepared, 'The work package kept changing while it was written.', 'guard_refused');
		const again = await readAndReplan(context, prepared);
		if (again === null) return notSent(prepared, 'The work package could not be read again.', 'remote');
		if (again.record.lockVersion < lock) return await notSentBack(context, prepared, again.record);
		prepared = again.prepared;
		lock = again.record.lockVersion;
		facts = again.record.facts;
		if (prepared.plan.remote === null) return { ...nothing, prepared, outcome: { status: 'none' }, refused, record: again.record, status: 'superseded', message: context.plan === null ? null : MOVED_ON };
		write = prepared.plan.remote;
		if (isUnplannedDeletion(first, write)) return notSent(prepared, null, 'guard_refused');
		if (context.plan !== null && !isWithinPlan(context, first, write)) return notSent(prepared, MOVED_ON, 'guard_refused');
		values = without(context, write.values, refused.flatMap((one) => one.fields));
		if (Object.keys(values).length === 0) return { ...nothing, prepared, outcome: { status: 'none' }, refused, record: again.record, status: 'refused' };
		const sending = sendingFor(context, prepared, given.operations.remote as string, { ...write, values }, batch);
		await fenced(context, (tx) => markSending(tx, context.tables, [sending]));
	}
}

/** The work package is older than it was: OpenProject was set back since it was read. Nothing is merged with that; the next run looks at everything. */
async function notSentBack(context: RunContext, prepared: PreparedLink, record: RemoteRecord): Promise<RemoteWriteResult> {
	await fenced(context, (tx) => recordSeen(tx, context, [record], true));
	return notSent(prepared, 'The work package is in an older state than it was; OpenProject was set back.', 'remote');
}

/** An edit of a custom field may not raise lockVersion, so that PATCH would not notice it: such records are looked at just before. */
async function hasMovedUnseen(context: RunContext, prepared: PreparedLink, values: JsonObject): Promise<boolean> {
	if (!Object.keys(values).some((name) => name.startsWith('customField'))) return false;
	const answer = await context.remote.read(prepared.link.row.remote_id as string);
	return answer.status === 'found' && !isEqualJson(answer.record.record, prepared.link.input.remote ?? {});
}

function isUnplannedDeletion(first: PlannedWrite, write: PlannedWrite): boolean {
	return (write.kind === 'delete' || write.kind === 'archive') && first.kind !== write.kind;
}

/** 409: what the record holds now is merged against the same base. Our own writes of this run are in it too, and agree. */
async function readAndReplan(context: RunContext, prepared: PreparedLink): Promise<{ readonly prepared: PreparedLink; readonly record: RemoteRecord } | null> {
	const answer = await context.remote.read(prepared.link.row.remote_id as string);
	if (answer.status === 'missing') return null;
	const { row: known } = prepared.link;
	const [remote = null] = await fenced(context, (tx) => keepHiddenParents(tx, context, [known], [answer.record.record]));
	const input = { ...prepared.link.input, link: { ...prepared.link.input.link, computed: answer.record.facts.computed }, remote };
	const row = { ...prepared.link.row, remote_facts: answer.record.facts, remote_lock: answer.record.lockVersion, remote_sum: checksum(answer.record.record) };
	const link = { ...prepared.link, row, input };
	return { prepared: { ...prepared, link, plan: planFor(context, link) }, record: answer.record };
}

async function remove(context: RunContext, prepared: PreparedLink): Promise<RemoteWriteResult> {
	const id = prepared.link.row.remote_id as string;
	const fresh = await context.remote.read(id);
	if (fresh.status === 'missing') return { ...nothing, prepared, outcome: { status: 'done', record: prepared.link.input.remote ?? {} }, isDeleted: true, status: 'done' };
	if (!isEqualJson(fresh.record.record, prepared.link.input.remote ?? {})) {
		const observed = { ...prepared, link: { ...prepared.link, input: { ...prepared.link.input, remote: fresh.record.record } } };
		return { ...notSent(observed, context.plan === null ? 'The work package was edited since; it is not deleted.' : MOVED_ON, 'remote'), record: fresh.record };
	}
	const descendants = await context.remote.descendants(id);
	if (descendants.length > 0) return { ...notSent(prepared, `Deleting it would also delete ${descendants.length} work packages below it.`, 'guard_refused'), record: fresh.record, wouldCascade: true };
	const answer = await context.remote.delete(id);
	if (answer.status === 'done' || answer.status === 'missing') {
		context.written.remote += answer.status === 'done' ? 1 : 0;
		context.stop.noteAnswer();
		return { ...nothing, prepared, outcome: { status: 'done', record: fresh.record.record }, isDeleted: true, status: 'done' };
	}
	return await conclude(context, prepared, answer);
}

/** Turns an answer into an outcome. */
async function conclude(context: RunContext, prepared: PreparedLink, answer: WriteAnswer): Promise<RemoteWriteResult> {
	const isCreate = prepared.plan.remote?.kind === 'create';
	switch (answer.status) {
		case 'done':
			context.stop.noteAnswer();
			context.written.remote += 1;
			if (isCreate) context.tendedParents.add(answer.record.id);
			return { ...nothing, prepared, outcome: { status: 'done', record: answer.record.record }, refused: movedDates(context, prepared, answer), record: answer.record, status: 'done' };
		case 'refused':
			return refusedWhole(context, prepared, answer.message);
		case 'unavailable':
			context.stop.noteOutage();
			context.notMade = { count: (context.notMade?.count ?? 0) + 1, message: answer.message };
			return notSent(prepared, answer.message);
		case 'missing':
			context.stop.noteAnswer();
			if (isCreate) return refusedWhole(context, prepared, 'OpenProject answered 404 to the creation: the project is gone or not visible any more.');
			return { ...notSent(prepared, 'The work package is gone or not visible any more.', 'remote'), status: 'failed' };
		case 'conflict':
			return notSent(prepared, 'The work package changed meanwhile.', 'guard_refused');
		case 'unknown':
			context.stop.noteOutage();
			if (!isCreate) return await settleUnknown(context, prepared, answer.message);
			return { ...nothing, prepared, outcome: { status: 'not_done', pending: 'retry' }, status: 'creating', message: answer.message };
	}
}

/** A date that the server moved though it was to be kept is a failure of that field, not an edit: nobody chose it. */
function movedDates(context: RunContext, { plan }: PreparedLink, { record, moved = [] }: Extract<WriteAnswer, { status: 'done' }>): LinkOutcome['refused'] {
	if (moved.length === 0) return [];
	if (datesOf(context.configuration.remote).nonWorkingDays === 'openproject') {
		context.dates.moved += 1;
		return [];
	}
	const fields = fieldsOf(context, moved).filter((name) => plan.remote?.fields.includes(name) === true);
	const said = moved.map((property) => `${String(plan.remote?.values[property])} became ${String(record.record[property])}`).join(', ');
	return fields.length === 0 ? [] : [{ fields, side: 'remote', code: MOVED_BY_REMOTE, message: `OpenProject moved a date of work package ${record.id}: ${said}. The API user may not switch off working days or automatic scheduling there. The table keeps its date; set the work package to count all days, or change the date.` }];
}

/** A write without a clear answer: if the record now holds what was sent, it took effect; else recovery decides. */
async function settleUnknown(context: RunContext, prepared: PreparedLink, message: string): Promise<RemoteWriteResult> {
	const open: RemoteWriteResult = { ...nothing, prepared, outcome: { status: 'not_done', pending: 'retry' }, status: 'sending', message };
	if (prepared.plan.remote?.kind === 'delete') return open;
	try {
		const answer = await context.remote.read(prepared.link.row.remote_id as string);
		if (answer.status === 'missing') return open;
		if (!holds(context, answer.record.record, prepared.plan.remote?.values ?? {})) return open;
		context.written.remote += 1;
		return { ...nothing, prepared, outcome: { status: 'done', record: answer.record.record }, record: answer.record, status: 'done' };
	} catch {
		// The server still does not answer: the operation stays open, and recovery settles it first thing next time.
		return open;
	}
}

/** Whether a record holds the values, compared in normal form field by field. */
export function holds(context: RunContext, record: JsonObject, values: JsonObject): boolean {
	return context.mapping.fields.every((field) => {
		const names = field.remote.filter((name) => Object.hasOwn(values, name));
		if (names.length === 0) return true;
		const present = partOf(record, field.remote);
		return isEqualJson(field.lens.normalise('remote', present), field.lens.normalise('remote', { ...present, ...partOf(values, names) }));
	});
}

function refusedWhole(context: RunContext, prepared: PreparedLink, message: string): RemoteWriteResult {
	context.stop.noteAnswer();
	return { ...nothing, prepared, outcome: { status: 'none' }, refused: [{ fields: [], side: 'remote', code: 'REMOTE_REFUSED', message }], status: 'refused', message };
}

function fieldsOf(context: RunContext, properties: readonly string[]): string[] {
	return context.mapping.fields.filter((field) => field.remote.some((name) => properties.includes(name))).map((field) => field.name);
}

function without(context: RunContext, values: JsonObject, fields: readonly string[]): JsonObject {
	const dropped = new Set(context.mapping.fields.filter((field) => fields.includes(field.name)).flatMap((field) => field.remote));
	return Object.fromEntries(Object.entries(values).filter(([name]) => !dropped.has(name)));
}
