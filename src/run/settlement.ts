import type { LinkOutcome, SettledLink } from '../plan';
import type { LocalWriteResult } from './localJob';
import type { RemoteWriteResult } from './writeRemote';

/** Everything known of one link at the end of its batch. */
export interface Settlement {
	readonly remote: RemoteWriteResult;
	readonly local: LocalWriteResult;
	readonly outcome: LinkOutcome;
	readonly settled: SettledLink;
	/** Why the row was left alone, somebody else having it; null: nobody has. */
	readonly lock: string | null;
	readonly hasBaseMoved: boolean;
	readonly baseBefore: Buffer;
	readonly baseAfter: Buffer;
}

/** A deletion takes hold of the link only when its effect took place. */
export function isTombstone(one: Settlement): boolean {
	return one.remote.prepared.plan.end === 'tombstone' && isEffective(one);
}

export function isEffective(one: Settlement): boolean {
	const { plan } = one.remote.prepared;
	return (plan.remote === null || one.outcome.remote.status === 'done') && (plan.local === null || one.outcome.local.status === 'done');
}
