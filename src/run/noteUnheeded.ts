import type { EditedAfterDelete } from '../postgres/stores/observeLocal';
import { MOST_EDITED_NAMED } from '../postgres/stores/observeLocal';
import type { Side } from '../record';
import type { RunContext } from './context';

/** Adds what one reading of a side saw of records that nothing follows from: those that left the scope, and those edited though they are deleted. */
export function noteUnheeded({ unheeded }: Pick<RunContext, 'unheeded'>, side: Side, seen: { readonly left: number; readonly editedAfterDelete: EditedAfterDelete }): void {
	const known = unheeded.editedAfterDelete[side];
	// A work package that is read twice in a run is named once, and still counted once.
	const news = seen.editedAfterDelete.named.filter((name) => !known.named.includes(name));
	const twice = seen.editedAfterDelete.named.length - news.length;
	unheeded.left += seen.left;
	unheeded.editedAfterDelete[side] = { count: known.count + seen.editedAfterDelete.count - twice, named: [...known.named, ...news].slice(0, MOST_EDITED_NAMED) };
}
