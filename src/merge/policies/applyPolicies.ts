import type { ConflictKind, FieldState, MergeSettings, PolicySpec, Refusal } from '../types';
import type { Choice, Unit, UnitOutcome } from '../unit';
import { chooseByAuthority } from './chooseByAuthority';
import { chooseByOrder } from './chooseByOrder';
import { chooseByPriority } from './chooseByPriority';
import { chooseByProgression } from './chooseByProgression';
import { chooseNewest } from './chooseNewest';
import { isRefusal } from './refuse';
import { mergeCounter } from './mergeCounter';
import { mergeList } from './mergeList';
import { mergeObject } from './mergeObject';
import { mergeOperations } from './mergeOperations';
import { mergeTextField } from './mergeTextField';
import { mergeUnion } from './mergeUnion';

/** Tries the policies in order; the first that can decide does, `manual` stops, and none deciding is a conflict. */
export function applyPolicies(unit: Unit, kind: ConflictKind, policies: readonly PolicySpec[], settings: MergeSettings): UnitOutcome {
	const refusals: Refusal[] = [];
	for (const policy of policies) {
		if (policy.kind === 'manual') break;
		const choice = chooseSide(policy, settings) ?? chooseForField(policy, unit, settings);
		if (choice === null) continue;
		if (isRefusal(choice)) refusals.push(choice);
		else return { status: 'resolved', kind, policy: policy.kind, choice };
	}
	return { status: 'conflicted', kind, ...(refusals.length === 0 ? {} : { refusals }) };
}

/** Policies that pick a side whatever the values are: they apply to fields and groups alike. */
function chooseSide(policy: PolicySpec, settings: MergeSettings): Choice | null {
	switch (policy.kind) {
		case 'remote_wins': return { winner: 'remote' };
		case 'local_wins': return { winner: 'local' };
		case 'newest_wins': return chooseNewest(settings);
		case 'priority': return chooseByPriority(policy, settings);
		case 'progression':
		case 'higher':
		case 'lower':
		case 'union':
		case 'manual':
		case 'text':
		case 'list':
		case 'object':
		case 'counter':
		case 'authority':
		case 'operations': return null;
		default: {
			const impossible: never = policy;
			return impossible;
		}
	}
}

/** Policies that look at one value. A group has several, so they pass on for it. */
function chooseForField(policy: PolicySpec, { states, isGroup }: Unit, settings: MergeSettings): Choice | Refusal | null {
	const [state] = states;
	return isGroup || state === undefined ? null : chooseByValue(policy, state, settings);
}

function chooseByValue(policy: PolicySpec, state: FieldState, settings: MergeSettings): Choice | Refusal | null {
	switch (policy.kind) {
		case 'progression': return chooseByProgression(policy, state);
		case 'higher': return chooseByOrder('higher', state, settings.timeZone);
		case 'lower': return chooseByOrder('lower', state, settings.timeZone);
		case 'union': return mergeUnion(state);
		case 'text': return mergeTextField(policy, state);
		case 'list': return mergeList(policy, state);
		case 'object': return mergeObject(policy, state, settings.isEqual);
		case 'counter': return mergeCounter(state);
		case 'authority': return chooseByAuthority(state, settings);
		case 'operations': return mergeOperations(policy, state);
		case 'remote_wins':
		case 'local_wins':
		case 'newest_wins':
		case 'priority':
		case 'manual': return null;
		default: {
			const impossible: never = policy;
			return impossible;
		}
	}
}
