import type { WorkPackageView } from '../../../../sandbox/openproject';
import { isByEngine, movedFields, valueOf } from './chronicle';
import type { Change, Chronicle } from './chronicle';
import type { ConflictRow, LinkState, TaskFields } from './index';
import { FIELD_OF, UNIQUE } from './words';
import type { Field, Value } from './words';

/**
 * M5, E9: an engine may write over a value only if the other side has held that value before (so whoever gave the other side its
 * newer value had it before their eyes), or if it is kept in a conflict. M4: what it writes, the other side has held.
 */
export function lostEdits(chronicle: Chronicle, conflicts: readonly ConflictRow[], links: readonly LinkState[], hiddenOnce: ReadonlySet<string>): readonly string[] {
	const found: string[] = [];
	for (const change of chronicle.changes) {
		if (!isByEngine(change)) continue;
		for (const field of movedFields(change)) {
			if (field === 'parent' && (wentWithParent(change, chronicle) || comesBackIntoSight(change, chronicle, hiddenOnce))) continue;
			const before = valueOf(change.side, change.old as TaskFields | WorkPackageView, field);
			const after = valueOf(change.side, change.new as TaskFields | WorkPackageView, field);
			const where = `${change.side} ${change.id} ${field}: ${JSON.stringify(before)} -> ${JSON.stringify(after)} by ${change.author} at ${change.moment}`;
			const isNobodys = (value: Value, holder: Change['old']): boolean => change.side === 'remote' && field === 'due' && isWorkedOut(value, holder as WorkPackageView, change, chronicle);
			if (!isNobodys(before, change.old) && !wasOutOfSight(change, field, before, hiddenOnce) && !chronicle.wasSeenByPartner(change, field, before) && !isFirst(change, field, chronicle) && !isKept(before, field, conflicts, linksOf(change, links))) found.push(`M5 an edit was written over and is kept nowhere: ${where}`);
			if (!isNobodys(after, change.new) && !isDeletionEffect(field, after) && !isTakenBack(change, field, chronicle) && !isOfHiddenParent(change, field, after, chronicle, hiddenOnce) && !chronicle.wasSeenByPartner(change, field, after)) found.push(`M4 a value nobody gave was written: ${where}`);
		}
	}
	return found;
}

/** The table's own foreign key empties the parent of a row whose parent is deleted; so does OpenProject for what is moved out. */
function wentWithParent(change: Change, chronicle: Chronicle): boolean {
	const parent = valueOf(change.side, change.old as TaskFields | WorkPackageView, 'parent');
	const isEmptied = valueOf(change.side, change.new as TaskFields | WorkPackageView, 'parent') === null;
	return isEmptied && parent !== null && chronicle.of(change.side, String(parent)).some((one) => one.new === null && one.moment === change.moment);
}

/** No parent, because it was out of sight then: nobody's edit either, when it shows again. */
function comesBackIntoSight(change: Change, chronicle: Chronicle, hiddenOnce: ReadonlySet<string>): boolean {
	const last = chronicle.of(change.side, change.id).filter((one) => one.order < change.order && movedFields(one).includes('parent')).at(-1);
	return last !== undefined && isByEngine(last) && isOfHiddenParent(last, 'parent', valueOf(last.side, last.new as TaskFields | WorkPackageView, 'parent'), chronicle, hiddenOnce);
}

/**
 * A work package that is scheduled automatically has the dates of those below it: what it shows is then nobody's edit of it, nor written by
 * whoever wrote to them. Dates are given once each, so one that a work package below has held is that one's.
 */
function isWorkedOut(value: Value, holder: WorkPackageView, { id, moment }: Change, chronicle: Chronicle): boolean {
	if (holder.scheduleManually) return false;
	const seen = chronicle.changes.flatMap((one) => (one.side === 'remote' && one.moment <= moment && one.new !== null ? [one.new as WorkPackageView] : []));
	const family = new Set([id]);
	for (let size = 0; size < family.size; ) {
		size = family.size;
		for (const one of seen) if (family.has(String(one.parentId))) family.add(String(one.id));
	}
	return seen.some((one) => String(one.id) !== id && family.has(String(one.id)) && one.dueDate === value);
}

/** OpenProject shows no parent where the parent is out of sight: there was none to be seen. */
function wasOutOfSight(change: Change, field: Field, before: Value, hiddenOnce: ReadonlySet<string>): boolean {
	return change.side === 'remote' && field === 'parent' && hiddenOnce.has(String(before));
}

/** A small vocabulary has defaults nobody chose: the value a record was born with, where nobody has touched the field since. */
function isFirst(change: Change, field: Field, chronicle: Chronicle): boolean {
	if (UNIQUE.has(field)) return false;
	const earlier = chronicle.of(change.side, change.id).filter((one) => one.order < change.order);
	return !earlier.some((one) => !isByEngine(one) && movedFields(one).includes(field));
}

/** A deletion on the other side shows as a status. */
function isDeletionEffect(field: Field, after: Value): boolean {
	return field === 'status' && (after === 'Rejected' || after === 'Cancelled');
}

/** A work package below one that is out of sight shows no parent. */
function isOfHiddenParent(change: Change, field: Field, after: Value, chronicle: Chronicle, hiddenOnce: ReadonlySet<string>): boolean {
	return change.side === 'local' && field === 'parent' && after === null && chronicle.heldByPartners(change, 'parent').some((parent) => hiddenOnce.has(String(parent)));
}

/** What an engine did to a record because its partner was out of sight is taken back: the record's own value of before. */
function isTakenBack(change: Change, field: Field, chronicle: Chronicle): boolean {
	const last = chronicle.of(change.side, change.id).filter((one) => one.order < change.order && one.new !== null && one.old !== null && movedFields(one).includes(field)).at(-1);
	return last !== undefined && isByEngine(last) && isDeletionEffect(field, valueOf(last.side, last.new as TaskFields | WorkPackageView, field))
		&& valueOf(last.side, last.old as TaskFields | WorkPackageView, field) === valueOf(change.side, change.new as TaskFields | WorkPackageView, field);
}

function linksOf(change: Pick<Change, 'side' | 'id'>, links: readonly LinkState[]): ReadonlySet<string> {
	return new Set(links.filter((link) => (change.side === 'local' ? link.localKey : link.remoteId) === change.id).map(({ id }) => id));
}

/** Texts and dates are looked for as they are; of the small vocabularies a conflict about the field has to be there. */
export function isKept(value: Value, field: Field, conflicts: readonly ConflictRow[], links: ReadonlySet<string>): boolean {
	return conflicts.some((conflict) => {
		if (!links.has(conflict.link)) return false;
		const isAbout = conflict.field === '*' || conflict.field.split(',').some((name) => FIELD_OF[name] === field);
		if (!UNIQUE.has(field)) return isAbout;
		const kept = JSON.stringify([conflict.local, conflict.remote, conflict.resolution]);
		return value === null || value === '' ? isAbout : kept.includes(JSON.stringify(value).slice(1, -1));
	});
}
