import type { Json } from '../record';
import { choose, type Chosen, type Wish } from './choose';
import type { PairMapping } from './readMappings';
import type { ConflictRow } from './readRows';
import { refuse } from './refuse';
import { suggest } from './suggest';
import { suggestPolicies } from './suggestPolicies';
import type { Choice } from './types';
import { openOf } from './viewOf';
import { wishOf } from './wishOf';

/** A choice for many conflicts: the same for all, or what is suggested for each. */
export type RuleChoice = Choice | 'suggestion';

/** What a choice would come to for a conflict. */
export interface Foreseen {
	readonly row: ConflictRow;
	/** null: there is nothing to choose. */
	readonly wish: Wish | null;
	readonly chosen: Chosen;
	/** Why, for a suggestion. */
	readonly reason: string | null;
}

/** Finds out what a choice would come to, without writing anything. */
export function lookAhead(row: ConflictRow, { choice, value }: { readonly choice: RuleChoice; readonly value?: Json }, mapping: PairMapping | undefined): Foreseen {
	const conflict = openOf(row);
	const compiled = mapping?.compiled ?? null;
	if (choice !== 'suggestion') return { row, wish: { choice, value }, chosen: choose(conflict, { choice, value }, compiled), reason: null };
	const policies = suggestPolicies(conflict, compiled);
	const suggestion = suggest(row, policies);
	const wish = wishOf(suggestion, policies);
	if (wish === null) return { row, wish: null, chosen: refuse('NO_SUGGESTION', `Nothing is suggested. ${suggestion.reason}`), reason: suggestion.reason };
	return { row, wish, chosen: choose(conflict, wish, compiled), reason: suggestion.reason };
}
