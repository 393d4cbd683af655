import { checksum } from '../record';
import type { Side } from '../record';
import type { LinkChange } from '../postgres/stores/linkStore';
import type { RunContext } from './context';
import { isEffective } from './settlement';
import type { Settlement } from './settlement';

/**
 * What an undo makes of a link beside its base: it is on hold until a person releases it. Where the undo takes back
 * another undo and nothing stood in its way, the link is again what it was before that one.
 */
export function undone(context: RunContext, one: Settlement): Partial<LinkChange> {
	const { row } = one.remote.prepared.link;
	const { plan } = one.remote.prepared;
	if (one.remote.prepared.hasMovedOn) return { pending: row.pending ?? [], nextAttemptAt: null };
	const goneSide = goneSideOf(one);
	const isClean = plan.conflicts.length === 0 && plan.waiting.length === 0 && one.outcome.refused.length === 0 && isEffective(one);
	const former = context.undoesUndo && isClean ? (row.held_state ?? row.state) : 'held';
	const isEnded = former === 'tombstone';
	const kept = [...new Set([...(row.pending ?? []), ...one.settled.pending.filter((reason) => reason !== 'settle' && reason !== 'waiting')])];
	return {
		state: former,
		heldBy: former === 'held' ? context.run.id : null,
		goneSide,
		...(isEnded ? sumsAfterEffect(one, goneSide) : {}),
		effect: one.outcome.local.status === 'done' ? null : row.effect,
		pending: isEnded ? [] : former === 'held' ? kept : [...new Set([...kept, 'released' as const])],
		nextAttemptAt: null,
	};
}

function goneSideOf(one: Settlement): Side | 'both' | null {
	const { row } = one.remote.prepared.link;
	const { plan } = one.remote.prepared;
	const was = (side: Side): boolean => row.gone_side === side || row.gone_side === 'both';
	const isMade = (side: Side): boolean => plan[side]?.kind === 'create' && one.outcome[side].status === 'done';
	const isLocalGone = one.local.whole !== null || (was('local') && !isMade('local'));
	const isRemoteGone = one.remote.isDeleted || (was('remote') && !isMade('remote'));
	if (isLocalGone && isRemoteGone) return 'both';
	return isLocalGone ? 'local' : isRemoteGone ? 'remote' : null;
}

/** A living partner of a deleted record is left alone until it differs from this. */
function sumsAfterEffect(one: Settlement, gone: Side | 'both' | null): Partial<LinkChange> {
	const { row, live } = one.remote.prepared.link;
	return {
		remoteSumAfterEffect: gone === 'local' ? (one.remote.record === null ? row.remote_sum : checksum(one.remote.record.record)) : null,
		localSumAfterEffect: gone === 'remote' ? (one.local.row?.sum ?? live?.sum ?? null) : null,
	};
}
