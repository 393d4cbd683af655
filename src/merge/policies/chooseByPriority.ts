import type { MergeSettings, PolicySpec } from '../types';
import type { Choice } from '../unit';
import { positionIn } from './positionIn';

/** The side whose record has the more important value in the policy's field; passes on where they are equal or unknown. */
export function chooseByPriority(policy: Extract<PolicySpec, { kind: 'priority' }>, settings: MergeSettings): Choice | null {
	const local = positionIn(policy.order, settings.valueOf('local', policy.field));
	const remote = positionIn(policy.order, settings.valueOf('remote', policy.field));
	if (local === null || remote === null || local === remote) return null;
	return { winner: local > remote ? 'local' : 'remote' };
}
