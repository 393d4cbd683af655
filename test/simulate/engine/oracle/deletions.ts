import type { WorkPackageView } from '../../../../sandbox/openproject';
import type { PairConfiguration } from '../../../../src/run';
import { isByEngine, valueOf } from './chronicle';
import type { Change, Chronicle } from './chronicle';
import type { SimRun } from '../engines';
import type { TaskFields } from './index';
import { FIELDS, UNIQUE } from './words';

/**
 * E5, E6: an engine deletes, rejects or cancels a record only where somebody deleted its partner (or set it so), and brings back only
 * what was edited since its partner was deleted.
 */
export function wrongDeletions(chronicle: Chronicle, configuration: PairConfiguration, runs: readonly SimRun[], hiddenOnce: ReadonlySet<string>, unanswered: ReadonlySet<string>): readonly string[] {
	const found: string[] = [];
	// After a resync nothing that was agreed is relied on: it brings the deleted back rather than delete anything (E18).
	const mayBringBack = configuration.deletePolicy.versusUpdate === 'manual' || runs.some(({ task }) => task === 'resync');
	for (const change of chronicle.changes) {
		if (!isByEngine(change)) continue;
		// Out of sight for longer than a cadence is all that can be told from a deletion; whether it is taken back when the record returns, E1 shows.
		const wasHidden = change.side === 'local' && chronicle.partners('local', change.id).some((id) => hiddenOnce.has(id));
		if (isRemoval(change) && !wasHidden && !wasPartnerRemoved(change, chronicle)) found.push(`E6 ${change.side} ${change.id} was removed by ${change.author} at ${change.moment}, and nobody had removed its partner`);
		if (change.old === null && !mayBringBack && isResurrection(change, chronicle, unanswered) && !hadHiddenParent(change, chronicle, hiddenOnce)) found.push(`E5 ${change.side} ${change.id} was made by ${change.author} at ${change.moment} for a record whose partner had been deleted and that nobody had edited since`);
	}
	return found;
}

function isRemoval(change: Change): boolean {
	if (change.old === null) return false;
	if (change.new === null) return true;
	const word = change.side === 'local' ? 'Cancelled' : 'Rejected';
	return valueOf(change.side, change.old, 'status') !== word && valueOf(change.side, change.new, 'status') === word;
}

/** The partner was removed on its side before: deleted, or set to the word that stands for it. */
function wasPartnerRemoved(change: Change, chronicle: Chronicle): boolean {
	const other = change.side === 'local' ? 'remote' : 'local';
	const word = other === 'local' ? 'Cancelled' : 'Rejected';
	return chronicle.partners(change.side, change.id).some((partner) => chronicle.of(other, partner).some((one) => one.order < change.order && (one.new === null || valueOf(other, one.new, 'status') === word)));
}

/** Where the parent of the survivor comes and goes, the survivor looks edited. */
function hadHiddenParent(change: Change, chronicle: Chronicle, hiddenOnce: ReadonlySet<string>): boolean {
	return change.side === 'local' && chronicle.heldByPartners({ ...change, order: Infinity }, 'parent').some((parent) => hiddenOnce.has(String(parent)));
}

/** A new record for one that had a partner before, which somebody deleted, while nothing the survivor holds is new to that partner. */
function isResurrection(change: Change, chronicle: Chronicle, unanswered: ReadonlySet<string>): boolean {
	const other = change.side === 'local' ? 'remote' : 'local';
	return chronicle.partners(change.side, change.id).some((survivor) => {
		const former = chronicle.partners(other, survivor).filter((id) => id !== change.id);
		const deleted = former.filter((id) => chronicle.of(change.side, id).some((one) => one.order < change.order && one.new === null && !isByEngine(one)));
		// Whether the answerless write of an edit was seen before the deletion cannot be asked of what is gone: the edit counts as made since.
		if (deleted.length === 0 || deleted.some((id) => unanswered.has(id))) return false;
		const life = chronicle.of(other, survivor).filter((one) => one.order < change.order);
		const present = life.at(-1)?.new ?? null;
		if (present === null) return false;
		// Deleted and put back by its people, or edited in a field the deleted partner never held so.
		if (life.some((one) => one.new === null)) return false;
		const isEdited = FIELDS.some((field) => life.some((one) => !isByEngine(one) && one.old !== null && one.new !== null && valueOf(other, one.old, field) !== valueOf(other, one.new, field) && isUnseen(deleted, one, field, chronicle, change.side)));
		return !isEdited;
	});
}

function isUnseen(deleted: readonly string[], edit: Change, field: (typeof FIELDS)[number], chronicle: Chronicle, side: 'local' | 'remote'): boolean {
	if (!UNIQUE.has(field)) return true;
	const value = valueOf(edit.side, edit.new as TaskFields | WorkPackageView, field);
	return !deleted.some((id) => chronicle.held(side, id, field).includes(value)) || value === null || value === '';
}
