import { isEqualJson } from '../record';
import type { CompiledMapping } from '../mapping';
import type { Json } from '../record';
import { fitValue } from './fitValue';
import { newestReason, newestSide } from './newestSide';
import { refuse } from './refuse';
import type { OpenConflict } from './suggestPolicies';
import type { Choice, Refused, Resolution } from './types';

/** What a person wants, before it is known whether the conflict allows it. */
export interface Wish {
	readonly choice: Choice;
	/** Of `custom`. */
	readonly value?: Json;
}

export type Chosen = { readonly status: 'chosen'; readonly resolution: Resolution & { readonly chosen: Json } } | Refused;

/** The value a choice comes to for a conflict, with what is lost by it; or why it cannot be chosen. Pure. */
export function choose(conflict: OpenConflict, wish: Wish, mapping: CompiledMapping | null): Chosen {
	if (conflict.kind === 'delete_would_cascade') return refuse('NOT_DECIDABLE', 'Deleting the work package would delete those below it as well. Move or delete them first; the conflict then closes by itself.');
	if (conflict.field === '*' && conflict.kind !== 'delete_versus_update') return refuse('NOT_DECIDABLE', 'The record was made by a run that is undone, and edited since. End the hold on it with Release Links of Batch Sync.');
	if (conflict.field === '*') return chooseDeletion(conflict, wish);
	switch (wish.choice) {
		case 'local':
		case 'remote': return chosen(conflict, wish.choice, conflict[wish.choice]);
		case 'base': return conflict.kind === 'no_base' ? refuse('NO_BASE', `'${conflict.field}' was never agreed on, so there is no base to go back to. Choose a side or a value.`) : chosen(conflict, 'base', conflict.base);
		case 'newest': return chooseNewest(conflict);
		case 'custom': return chooseValue(conflict, wish.value, mapping);
	}
}

function chooseNewest(conflict: OpenConflict): Chosen {
	const side = newestSide(conflict);
	return side === null ? refuse('TIE', `${newestReason(conflict)} Choose a side or a value.`) : chosen(conflict, 'newest', conflict[side]);
}

function chooseValue(conflict: OpenConflict, value: Json | undefined, mapping: CompiledMapping | null): Chosen {
	if (value === undefined) return refuse('DOES_NOT_FIT', `No value was given for '${conflict.field}'. Give one, or choose a side.`);
	const fit = fitValue(conflict, value, mapping);
	return fit.status === 'misfit' ? refuse('DOES_NOT_FIT', fit.reason) : chosen(conflict, 'custom', fit.value);
}

/** One side deleted the record, the other edited it: choosing a side is choosing what it did. */
function chooseDeletion(conflict: OpenConflict, { choice, value }: Wish): Chosen {
	const [gone, living] = conflict.local === null ? (['local', 'remote'] as const) : (['remote', 'local'] as const);
	const word = choice === 'custom' ? value : choice === gone ? 'delete' : choice === living ? 'edit' : undefined;
	if (word !== 'delete' && word !== 'edit') {
		return refuse('NOT_DECIDABLE', `The record was deleted on the ${gone} side and edited on the ${living} side. Choose ${gone} to delete it, ${living} to keep the edit, or give 'delete' or 'edit' as value.`);
	}
	const lost = word === 'delete' ? [{ side: living, value: conflict[living] }] : [{ side: gone, value: null }];
	return { status: 'chosen', resolution: { choice, chosen: word, lost } };
}

function chosen(conflict: OpenConflict, choice: Choice, value: Json): Chosen {
	const lost = (['local', 'remote'] as const).filter((side) => !isEqualJson(conflict[side], value)).map((side) => ({ side, value: conflict[side] }));
	return { status: 'chosen', resolution: { choice, chosen: value, lost } };
}
