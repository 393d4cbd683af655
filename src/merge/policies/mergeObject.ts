import type { FieldState, PolicySpec, Refusal } from '../types';
import type { Choice } from '../unit';
import { isPlainObject } from '../value/isPlainObject';
import { mergeValue, partLog, type SameValue } from '../value/mergeValue';
import { refuseKind, refuseParts } from './refuse';

/** Both edits of an object in one, key by key. Without base every key counts as added. */
export function mergeObject(policy: Pick<Extract<PolicySpec, { kind: 'object' }>, 'prefer'>, state: FieldState, isEqual?: SameValue): Choice | Refusal {
	const refused = refuseKind('object', state, 'objects', isPlainObject);
	if (refused !== null) return refused;
	const log = partLog(policy.prefer, isEqual);
	const value = mergeValue({ base: isPlainObject(state.base) ? state.base : undefined, local: state.local, remote: state.remote }, '', log);
	return log.conflicts.length > 0 || value === undefined ? refuseParts('object', state, log.conflicts) : { winner: 'merged', value, lost: log.lost };
}
