import type { Side } from '../record';
import { applyPolicies } from './policies/applyPolicies';
import type { MergeSettings } from './types';
import { hasBase, isEqualUnit, movedOf, ownerOf } from './unit';
import type { Unit, UnitOutcome } from './unit';

/** Decides a field or group: ownership, then the first agreement, then the three-way table. */
export function decideUnit(unit: Unit, settings: MergeSettings): UnitOutcome {
	const owner = ownerOf(unit);
	if (owner !== 'both') return decideOwned(unit, owner);
	if (!hasBase(unit)) return isEqualUnit(unit) ? { status: 'agreed' } : applyPolicies(unit, 'no_base', settings.noBasePolicies, settings);
	return decideThreeWay(unit, settings);
}

/** An owned field has its owner's value; what the other side changed is put back. */
function decideOwned(unit: Unit, owner: Side): UnitOutcome {
	if (!isEqualUnit(unit)) return { status: 'taken', from: owner };
	return hasBase(unit) && movedOf(unit) === 'neither' ? { status: 'unchanged' } : { status: 'agreed' };
}

/**
 * The three-way table. Whether a side moved is judged in its own words, so a side may have moved though its
 * canonical value equals base (Done to Archived): against another move that is still a conflict, never dropped.
 */
function decideThreeWay(unit: Unit, settings: MergeSettings): UnitOutcome {
	const moved = movedOf(unit);
	switch (moved) {
		case 'neither': return { status: 'unchanged' };
		case 'local':
		case 'remote': return { status: 'taken', from: moved };
		case 'both': return isEqualUnit(unit) ? { status: 'agreed' } : applyPolicies(unit, 'both_changed', unit.states[0]?.policies ?? [], settings);
		default: {
			const impossible: never = moved;
			return impossible;
		}
	}
}
