import { isEqualJson, partOf } from '../record';
import { planCreate } from './planCreate';
import { planDeletion } from './planDeletion';
import { planMerge } from './planMerge';
import { emptyPlan } from './planParts';
import type { LinkPlan, PlanInput, PlanRules } from './types';

/**
 * Decides what is to happen to one link, from what is known of it. Pure: equal inputs give equal plans, and
 * nothing is read or written. `input.link.state` is 'live' or 'vanished'; other states are not planned.
 */
export function planLink(input: PlanInput, rules: PlanRules): LinkPlan {
	const { link, local, remote } = input;
	const isLocalDoubtful = link.localKey !== null && local === null && link.goneSide !== 'local' && link.goneSide !== 'both';
	const isRemoteDoubtful = link.remoteId !== null && remote === null && link.goneSide !== 'remote' && link.goneSide !== 'both';
	// Not there, but not known to be gone either: nothing is concluded from that.
	if (isLocalDoubtful || isRemoteDoubtful) return { ...emptyPlan(input), waiting: ['*'] };
	const hasLocal = local !== null && link.goneSide !== 'local' && link.goneSide !== 'both';
	const hasRemote = remote !== null && link.remoteId !== null && link.goneSide !== 'remote' && link.goneSide !== 'both';
	if (hasLocal && hasRemote) {
		const restore = planRestore(input);
		return restore ?? planMerge({ ...input, local, remote }, rules);
	}
	if (hasLocal) return link.remoteId === null ? planCreate('local', local, input, rules) : planDeletion('remote', local, input, rules);
	if (hasRemote) return link.localKey === null ? planCreate('remote', remote, input, rules) : planDeletion('local', remote, input, rules);
	return { ...emptyPlan(input), end: 'tombstone' };
}

/** A record that came back: what we did to its partner meanwhile is taken back, unless somebody has edited that since. */
function planRestore(input: PlanInput): LinkPlan | null {
	const { effect } = input.link;
	if (effect === null || !input.link.pending.includes('reappeared')) return null;
	const present = effect.side === 'local' ? input.local : input.remote;
	if (!isEqualJson(partOf(present, Object.keys(effect.after)), effect.after)) return null;
	const write = { kind: 'restore' as const, fields: [], values: effect.before, before: effect.after, reason: 'the record came back' };
	return { ...emptyPlan(input), [effect.side]: write };
}
