import { carriedByRemote, pauseAfter, settleLink } from '../plan';
import type { LinkOutcome } from '../plan';
import { checksum, isEqualJson } from '../record';
import type { JsonObject, Side } from '../record';
import type { Transaction } from '../postgres';
import { provenanceOf } from '../postgres/stores/localTable';
import { updateLinks } from '../postgres/stores/linkStore';
import type { LinkChange } from '../postgres/stores/linkStore';
import { endOperations, insertOperations, MOVED_ON, NOT_CALLED_FOR } from '../postgres/stores/operationStore';
import type { NewOperation, OperationEnd, OperationStatus } from '../postgres/stores/operationStore';
import { rememberRows } from '../postgres/stores/wentBack/rowMarks';
import { columnTypes, fenced, rulesOf } from './context';
import type { RunContext } from './context';
import { findLocked } from './findLocked';
import { snapshotOf } from './recordBases';
import { noteLocked, settleAroundLocks } from './settleAroundLocks';
import type { SettleManner } from './settleAroundLocks';
import { settleConflicts } from './settleConflicts';
import { isEffective, isTombstone } from './settlement';
import type { Settlement } from './settlement';
import { undone } from './undone';
import { writeLocal } from './writeLocal';
import { refusedFor } from './localJob';
import type { LocalWriteResult } from './localJob';
import { writeBackRows } from './writeBackRows';
import type { RemoteWriteResult } from './writeRemote';

const noLocal: LocalWriteResult = refusedFor([]);
/** Somebody else has the row. */
const leftAlone: LocalWriteResult = { ...noLocal, outcome: { status: 'not_done', pending: 'retry' } };

/**
 * One local transaction after the remote effects of a batch: rows, bases, operations, conflicts, write-back. What it
 * commits is what the sides hold; what it cannot settle stays pending.
 */
export async function settleBatch(context: RunContext, results: readonly RemoteWriteResult[]): Promise<void> {
	await settleAroundLocks(context, results, (some, manner) => settleTogether(context, some, manner));
}

async function settleTogether(context: RunContext, results: readonly RemoteWriteResult[], manner: SettleManner): Promise<void> {
	const { locals, settlements } = await fenced(context, async (tx) => {
		const locked = await findLocked(tx, context, results, manner);
		const free = results.filter(({ prepared }) => !locked.has(prepared.link.row.id));
		const written = await writeLocal(tx, context, free.map((result) => ({ prepared: result.prepared, remoteId: result.record?.id ?? result.prepared.link.row.remote_id })));
		const settlements = results.map((result) => {
			const lock = locked.get(result.prepared.link.row.id) ?? null;
			return settle(context, result, lock === null || result.prepared.plan.local === null ? (written.get(result.prepared.link.row.id) ?? noLocal) : leftAlone, lock);
		});
		const operations = await settleOperations(tx, context, settlements);
		await settleConflicts(tx, context, settlements);
		await updateLinks(tx, context.tables, settlements.map((one) => changeOf(context, one, operations.get(one.remote.prepared.link.row.id) ?? null)));
		if (context.undoes === null) await reportBack(tx, context, settlements);
		await rememberRows(tx, context.tables, context.pair.id, context.table, columnTypes(context), results.map((result) => result.prepared.link.row.id));
		return { locals: [...written.values()].filter((result) => result.outcome.status === 'done').length, settlements };
	}, manner.patience);
	for (const { lock, remote } of settlements) {
		if (lock === null) context.locked.links.delete(remote.prepared.link.row.id);
		else noteLocked(context, remote.prepared.link.row.id, lock);
	}
	context.written.local += locals;
	noteDates(context, settlements);
}

/** Dates nobody chose, for the report: taken into the table, or put back. */
function noteDates(context: RunContext, settlements: readonly Settlement[]): void {
	for (const { outcome, remote: { prepared: { plan } } } of settlements) {
		if (outcome.local.status === 'done') context.dates.followed += plan.followed.length;
		if (outcome.remote.status === 'done') context.dates.putBack += plan.putBack.length;
	}
}

function settle(context: RunContext, remote: RemoteWriteResult, local: LocalWriteResult, lock: string | null): Settlement {
	const { prepared } = remote;
	const outcome: LinkOutcome = { local: local.outcome, remote: remote.outcome, refused: [...remote.refused, ...local.refused] };
	const settled = settleLink(prepared.link.input, prepared.plan, outcome, rulesOf(context));
	const { link } = prepared.link.input;
	return {
		remote,
		local,
		outcome,
		settled,
		lock,
		hasBaseMoved: !isEqualJson(link.baseLocal, settled.baseLocal) || !isEqualJson(link.baseRemote, settled.baseRemote),
		baseBefore: checksum({ local: link.baseLocal, remote: link.baseRemote }),
		baseAfter: checksum({ local: settled.baseLocal, remote: settled.baseRemote }),
	};
}

/** Ends the operations of the links; a base that moved without a write gets an operation of its own. Answers the last operation per link. */
async function settleOperations(tx: Transaction, context: RunContext, settlements: readonly Settlement[]): Promise<ReadonlyMap<string, string>> {
	const ends: OperationEnd[] = [];
	const silent: NewOperation[] = [];
	const last = new Map<string, string>();
	for (const one of settlements) {
		const { prepared } = one.remote;
		const carrier = carrierOf(context, one);
		const { link } = prepared.link.input;
		for (const side of ['remote', 'local'] as const) {
			const id = prepared.operations[side];
			if (id === undefined) continue;
			const status = statusOn(one, side);
			ends.push({
				id,
				status,
				code: one.outcome.refused[0]?.code ?? null,
				message: side === 'remote' ? one.remote.message : (one.lock ?? one.local.refused[0]?.message ?? null),
				after: side === 'remote' ? (one.remote.record?.record ?? null) : one.local.outcome.status === 'done' ? one.local.outcome.record : null,
				before: side === 'local' ? one.local.whole : null,
				...carriedBase(one, side === carrier, status),
			});
			last.set(link.id, id);
		}
		for (const id of prepared.dropped) ends.push({ id, status: 'superseded', code: null, message: one.remote.prepared.hasMovedOn ? MOVED_ON : NOT_CALLED_FOR, after: null, agreedLocal: null, agreedRemote: null, baseBefore: null, baseAfter: null });
		const isQuietEnd = prepared.plan.end === 'tombstone' && (context.undoes !== null || (prepared.operations.remote ?? prepared.operations.local) === undefined);
		if (carrier === null && (one.hasBaseMoved || isQuietEnd)) silent.push(silentOperation(context, one));
	}
	await endOperations(tx, context.tables, ends);
	const ids = await insertOperations(tx, context.tables, silent);
	silent.forEach((operation, index) => void last.set(operation.link, ids[index] as string));
	return last;
}

/**
 * The side whose operation records how base moved: one that is done, since only such are folded. A write whose fate is open, or that was
 * refused, says nothing of what the link agreed on beside it; and what an undo does to base no write can say (fields may lose theirs).
 */
function carrierOf(context: RunContext, one: Settlement): Side | null {
	if (context.undoes !== null) return null;
	return (['remote', 'local'] as const).find((side) => one.remote.prepared.operations[side] !== undefined && statusOn(one, side) === 'done') ?? null;
}

function statusOn(one: Settlement, side: Side): OperationStatus {
	return side === 'remote' ? one.remote.status : localStatus(one.local);
}

function carriedBase(one: Settlement, isCarrier: boolean, status: OperationStatus): Pick<OperationEnd, 'agreedLocal' | 'agreedRemote' | 'baseBefore' | 'baseAfter'> {
	// An operation whose fate is open keeps what it would agree on: recovery needs it.
	if (status === 'sending' || status === 'creating') {
		return { agreedLocal: carriedByRemote(one.remote.prepared.plan, 'local'), agreedRemote: carriedByRemote(one.remote.prepared.plan, 'remote'), baseBefore: null, baseAfter: null };
	}
	if (!isCarrier || !one.hasBaseMoved) return { agreedLocal: null, agreedRemote: null, baseBefore: null, baseAfter: null };
	return { agreedLocal: one.settled.movedLocal, agreedRemote: one.settled.movedRemote, baseBefore: one.baseBefore, baseAfter: one.baseAfter };
}

function localStatus(result: LocalWriteResult): OperationStatus {
	switch (result.outcome.status) {
		case 'done': return 'done';
		case 'none': return 'refused';
		case 'not_done': return 'superseded';
	}
}

function silentOperation(context: RunContext, one: Settlement): NewOperation {
	const { prepared } = one.remote;
	const { link } = prepared.link.input;
	if (context.undoes !== null) return { ...snapshotOf(context, link.id, { local: one.settled.baseLocal, remote: one.settled.baseRemote }, `undo of run ${context.undoes}`), baseBefore: one.baseBefore, baseAfter: one.baseAfter };
	const isFirst = Object.keys(link.baseLocal).length === 0 && Object.keys(link.baseRemote).length === 0;
	const isEnd = isTombstone(one);
	const agreed = prepared.plan.agreements.filter((agreement) => agreement.needs.every((side) => one.outcome[side].status === 'done'));
	return {
		run: context.run.id, batch: null, pair: context.pair.id, link: link.id, side: 'none',
		kind: isEnd ? 'tombstone' : isFirst ? 'adopt' : 'agree',
		status: 'done', fields: agreed.map((agreement) => agreement.field), values: null, before: null,
		agreedLocal: one.settled.movedLocal, agreedRemote: one.settled.movedRemote,
		reason: isEnd ? `gone: ${link.goneSide ?? 'both'}` : 'both sides hold the same',
		plannedLocalSum: null, plannedRemoteSum: null, provenance: null, remoteUser: null, deadlineMs: null, baseBefore: one.baseBefore, baseAfter: one.baseAfter,
	};
}

function changeOf(context: RunContext, one: Settlement, operation: string | null): LinkChange {
	const { settled, remote, local } = one;
	const { row, live } = remote.prepared.link;
	const { plan } = remote.prepared;
	const pending = one.lock === null || plan.local !== null ? settled.pending : [...settled.pending, 'write_back' as const];
	const isDue = pending.length > 0 && pending.every((reason) => reason === 'retry' || reason === 'waiting') && pending.includes('retry');
	const hasOutage = settled.failure === null && Object.keys(settled.fieldFailures).length === 0;
	const failure = settled.failure ?? openFailure(one);
	const attempts = failure === null ? 0 : row.attempts + 1;
	const failureTimes = Object.values(settled.fieldFailures).map((one) => one.nextAttemptAt);
	const recordTime = settled.failure === null ? [] : [new Date(context.nowMs() + pauseAfter(attempts)).toISOString()];
	const createdId = plan.remote?.kind === 'create' ? remote.record?.id : undefined;
	// As the table spells it now, which a trigger may have had a hand in.
	const key = local.row?.key ?? live?.key ?? null;
	return {
		id: row.id,
		...(key === null || key === row.local_key ? {} : { localKey: key }),
		...(createdId === undefined ? {} : { remoteId: createdId }),
		...(createdId === undefined || row.local_key === null ? {} : { provenance: provenanceOf(row.local_key) }),
		...endOf(one),
		baseLocal: settled.baseLocal,
		baseRemote: settled.baseRemote,
		remoteSeen: settled.remote === null || isEqualJson(settled.remote, settled.baseRemote) ? null : settled.remote,
		localSum: local.row?.sum ?? live?.sum ?? null,
		remoteSum: remote.record === null ? (row.remote_sum ?? null) : checksum(remote.record.record),
		remoteLock: remote.record?.lockVersion ?? row.remote_lock,
		remoteUpdatedAt: remote.record?.updatedAt ?? row.remote_updated_at,
		remoteFacts: remote.record?.facts ?? row.remote_facts,
		remoteCreatedAt: remote.record?.createdAt ?? null,
		...(context.undoes === null ? { followed: settled.followed } : {}),
		effect: effectOf(one),
		pending: isTombstone(one) || plan.end === 'vanished' && isEffective(one) ? [] : pending,
		attempts,
		nextAttemptAt: isDue && !hasOutage ? ([...failureTimes, ...recordTime].sort()[0] ?? null) : null,
		lastFailure: failure,
		fieldFailures: settled.fieldFailures,
		unresolved: isTombstone(one) ? [] : settled.unresolved,
		bounces: settled.bounces,
		parentLink: plan.parentLink,
		title: plan.title,
		lastOperation: operation,
		...(context.undoes === null ? {} : undone(context, one)),
	};
}

/** A failure for the report, of the whole record. A write whose outcome nobody knows yet is none: it waits to be looked into. */
function openFailure(one: Settlement): JsonObject | null {
	const { status, message } = one.remote;
	if (one.settled.failure !== null) return { ...one.settled.failure, fields: [] };
	if (one.lock !== null && one.remote.prepared.plan.local !== null) return { code: 'ROW_LOCKED', side: 'local', fields: [], message: one.lock };
	if (status === 'failed') return { code: 'REMOTE_MISSING', side: 'remote', fields: [], message: message ?? 'The work package is not visible.' };
	return null;
}

function effectOf(one: Settlement): LinkChange['effect'] {
	const { plan, link } = one.remote.prepared;
	if (plan.local?.kind === 'restore' && one.outcome.local.status === 'done') return null;
	if (plan.end === 'vanished' && plan.local?.kind === 'archive' && one.outcome.local.status === 'done') return { side: 'local', before: plan.local.before ?? {}, after: plan.local.values };
	return link.row.effect;
}

function endOf(one: Settlement): Partial<Pick<LinkChange, 'state' | 'goneSide' | 'localSumAfterEffect' | 'remoteSumAfterEffect'>> {
	const { plan, link } = one.remote.prepared;
	if (plan.end === 'vanished' && isEffective(one)) return { state: 'vanished' };
	if (!isTombstone(one)) return {};
	const gone = link.input.link.goneSide;
	const isBothGone = one.remote.isDeleted || one.local.whole !== null || gone === 'both' || gone === null;
	return {
		state: 'tombstone',
		goneSide: isBothGone ? 'both' : gone,
		remoteSumAfterEffect: gone === 'local' && !one.remote.isDeleted ? checksum(one.settled.remote ?? {}) : null,
		localSumAfterEffect: gone === 'remote' && one.local.whole === null ? (one.local.row?.sum ?? link.live?.sum ?? null) : null,
	};
}

async function reportBack(tx: Transaction, context: RunContext, settlements: readonly Settlement[]): Promise<void> {
	const entries = settlements.flatMap((one) => {
		const { row, live } = one.remote.prepared.link;
		const key = one.local.row?.key ?? (live === null ? null : row.local_key);
		if (key === null || one.lock !== null || one.local.whole !== null || (isTombstone(one) && one.remote.prepared.link.input.link.goneSide !== 'remote')) return [];
		const remoteId = one.remote.record?.id ?? row.remote_id;
		if (live?.stored_id !== undefined && live.stored_id !== null && remoteId !== null && live.stored_id !== remoteId) {
			const remark = `Row ${key} stored work package id ${live.stored_id}, but it is linked to ${remoteId}; the stored id was not followed and has been set right.`;
			// A batch that met a lock is settled again.
			if (!context.remarks.includes(remark)) context.remarks.push(remark);
		}
		const failures = [openFailure(one)?.['message'], ...Object.values(one.settled.fieldFailures).map((failure) => failure.message)].filter((message): message is string => typeof message === 'string');
		const status = failures.length > 0 ? 'error' : one.remote.prepared.plan.conflicts.length > 0 ? 'conflict' : remoteId === null || one.settled.pending.length > 0 ? 'pending' : 'synced';
		const isWritten = one.outcome.local.status === 'done' || one.outcome.remote.status === 'done' || (row.pending ?? []).includes('write_back');
		return [{ key, remoteId, status, lastError: failures.length === 0 ? null : failures.join(' '), isWritten }];
	});
	await writeBackRows(tx, context, entries);
}
