import type { Json } from '../record';
import type { Choice, PolicyOutcome, Suggestion } from './types';

/** What following a suggestion is to choose, as it stands now: the side that is newest is named, so that a later edit does not turn it. */
export function wishOf({ choice, value }: Suggestion, policies: readonly PolicyOutcome[]): { readonly choice: Choice; readonly value?: Json } | null {
	if (choice === null) return null;
	if (choice === 'custom') return { choice, value };
	const newest = policies.find(({ policy, settles }) => policy === 'newest_wins' && settles)?.choice;
	return { choice: choice === 'newest' && (newest === 'local' || newest === 'remote') ? newest : choice };
}
