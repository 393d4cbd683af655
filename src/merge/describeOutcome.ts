import { isEqualJson, otherSide } from '../record';
import type { FieldMerge, FieldState } from './types';
import type { UnitOutcome } from './unit';

/** What the decision for a unit means for one of its fields. */
export function describeOutcome(state: FieldState, outcome: UnitOutcome): FieldMerge {
	switch (outcome.status) {
		case 'unchanged': return { status: 'unchanged', value: state.base === undefined ? state.local : state.base };
		case 'taken': return { status: 'taken', from: outcome.from, value: state[outcome.from] };
		case 'agreed': return { status: 'agreed', value: state.local };
		case 'conflicted': return { status: 'conflicted', kind: outcome.kind, ...(outcome.refusals === undefined ? {} : { refusals: outcome.refusals }) };
		case 'resolved': return describeResolution(state, outcome);
		default: {
			const impossible: never = outcome;
			return impossible;
		}
	}
}

function describeResolution(state: FieldState, { kind, policy, choice }: Extract<UnitOutcome, { status: 'resolved' }>): FieldMerge {
	if (choice.winner === 'merged') {
		const hunks = choice.hunks === undefined ? {} : { hunks: choice.hunks };
		return { status: 'resolved', kind, policy, winner: 'merged', value: choice.value, lost: choice.lost ?? [], ...hunks };
	}
	const loser = otherSide(choice.winner);
	const hasLost = !isEqualJson(state.local, state.remote);
	return {
		status: 'resolved',
		kind,
		policy,
		winner: choice.winner,
		value: state[choice.winner],
		lost: hasLost ? [{ side: loser, value: state[loser] }] : [],
	};
}
