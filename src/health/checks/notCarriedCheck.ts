import type { AsideKind, Asides } from '../../postgres/stores/asideStore';
import { asideList, namesOf } from '../../run/asideWords';
import { judged } from '../judge';
import type { PairFacts } from '../read/readPairFacts';
import type { HealthCheck, HealthThresholds } from '../types';

/** In the order they are told. What only waits for the next run is judged as waiting changes, by its age. */
const KINDS: readonly AsideKind[] = ['held', 'unseen', 'outside', 'one_way', 'unresolved'];
/** A part of the linked records that is out of sight is more than a few deletions, from this many on. */
const MANY_UNSEEN = 25;

const WHAT_TO_DO: Readonly<Partial<Record<AsideKind, string>>> = {
	held: 'Take the records on hold up again with Release Links of Batch Sync.',
	unseen: 'See whether the work packages were deleted, or the API user lost a membership or permission.',
	outside: 'Bring the records back into the row filter, project or type, or make their edits by hand on the other side.',
};

/**
 * Records whose edits are carried by no run, though they are neither a conflict nor a failure. Some are meant to be so: a pair that
 * writes one side only, a reference without a partner, a few work packages that were deleted. Holds, edits outside of the scope and many
 * work packages out of sight are to be seen by somebody. None where there is nothing to tell.
 */
export function judgeNotCarried({ asides, linkedRows }: Pick<PairFacts, 'asides' | 'linkedRows'>, { countPercent }: HealthThresholds): readonly HealthCheck[] {
	const told = asideList(asides, KINDS);
	if (told === '') return [];
	const isMissed = asides.unseen.count > Math.min(MANY_UNSEEN, (linkedRows * countPercent) / 100);
	const wrong = KINDS.filter((kind) => asides[kind].count > 0 && (kind === 'unseen' ? isMissed : WHAT_TO_DO[kind] !== undefined));
	const names = wrong.map((kind) => namesOf(asides[kind])).join('; ');
	return [judged('not_carried', wrong.length > 0 ? 'warning' : 'ok', {
		finding: `Not carried by any run: ${told}${names === '' ? '' : ` (${names})`}.`,
		whatToDo: wrong.length === 0 ? null : wrong.map((kind) => WHAT_TO_DO[kind]).join(' '),
		value: countOf(asides, wrong), threshold: 1,
	})];
}

function countOf(asides: Asides, kinds: readonly AsideKind[]): number {
	return kinds.reduce((sum, kind) => sum + asides[kind].count, 0);
}
