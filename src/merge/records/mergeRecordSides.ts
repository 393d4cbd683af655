import { diffRecords, otherSide, withoutNames } from '../../record';
import type { JsonObject, Side } from '../../record';
import type { ConflictKind } from '../types';
import { mergeFields } from './mergeFields';
import { sameValueOf } from './sameValue';
import { withOperationsPerformed } from './sidesOfField';
import type { FieldOutcome, NotKept, RecordOutcome, RecordRules, RecordSides } from './types';

/**
 * Merges one record: whether it is there, then its fields. A record that is on one side only was created there where base lacks it, and deleted on the other where
 * base has it. Throws a BatchSyncError for a time that is none and for operations that do not fit.
 */
export function mergeRecordSides(sides: RecordSides, rules: RecordRules): RecordOutcome {
	const { local, remote } = sides;
	if (local !== null && remote !== null) return mergeFields(sides, { local, remote }, rules);
	if (local !== null) return mergeOneSided('local', local, sides, rules);
	if (remote !== null) return mergeOneSided('remote', remote, sides, rules);
	return outcome({ change: 'deleted', merged: null });
}

function mergeOneSided(side: Side, record: JsonObject, { base }: RecordSides, rules: RecordRules): RecordOutcome {
	const kept = withOperationsPerformed(side, withoutNames(record, [...rules.ignored]), base, rules);
	const fields = Object.fromEntries(Object.keys(kept).map((name): [string, FieldOutcome] => [name, { winner: side }]));
	if (base === null || (base === undefined && rules.absenceWithoutBase === 'created')) return outcome({ change: 'created', merged: kept, fields });
	if (base !== undefined && !isEdited(base, kept, rules)) return outcome({ change: 'deleted', merged: null });
	switch (rules.deletedAndEdited) {
		case 'edit_wins': return outcome({ change: 'updated', merged: kept, fields, notKept: [{ field: null, side: otherSide(side), value: null, policy: 'edit_wins' }] });
		case 'delete_wins': return outcome({ change: 'deleted', merged: null, notKept: [{ field: null, side, value: kept, policy: 'delete_wins' }] });
		case 'manual': return conflict('delete_versus_update', { ...(base === undefined ? {} : { base }), [side]: record });
		default: {
			const impossible: never = rules.deletedAndEdited;
			return impossible;
		}
	}
}

/** Whether a side changed a record that the other deleted. A field it lacks counts where that counts as removed. */
function isEdited(base: JsonObject, record: JsonObject, rules: RecordRules): boolean {
	const isSame = sameValueOf(rules);
	const differences = diffRecords(withoutNames(base, [...rules.ignored]), record);
	return differences.some(({ before, after }) => !isSame(before, after) && (after !== undefined || rules.missingFields === 'removed'));
}

function conflict(kind: ConflictKind, values: JsonObject): RecordOutcome {
	const reason = `One side deleted the record, the other changed it since base. Decide which holds, or set Deleted on One Side.`;
	return { ...outcome({ change: 'updated', merged: null }), status: 'unresolved', conflicts: [{ field: null, kind, reasons: [reason], parts: [], values }] };
}

function outcome(known: Pick<RecordOutcome, 'change' | 'merged'> & { readonly fields?: RecordOutcome['fields']; readonly notKept?: readonly NotKept[] }): RecordOutcome {
	return { status: 'merged', fields: {}, notKept: [], textMerges: [], conflicts: [], ...known };
}
