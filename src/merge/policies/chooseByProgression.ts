import type { FieldState, PolicySpec } from '../types';
import type { Choice } from '../unit';
import { positionIn } from './positionIn';

/** The value further along the policy's order; passes on where a value is not in it. */
export function chooseByProgression(policy: Extract<PolicySpec, { kind: 'progression' }>, state: FieldState): Choice | null {
	const local = positionIn(policy.order, state.local);
	const remote = positionIn(policy.order, state.remote);
	if (local === null || remote === null || local === remote) return null;
	return { winner: local > remote ? 'local' : 'remote' };
}
