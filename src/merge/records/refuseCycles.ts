import { valueAt, withoutNames } from '../../record';
import type { Json, JsonObject } from '../../record';
import { findCycles } from './findCycles';
import type { RecordOutcome } from './types';

/** Fields by which merged records name themselves and their parent. */
export interface TreeFields {
	readonly key: string;
	readonly parent: string;
}

/**
 * Takes the parent out of merged records that came to be their own ancestors: a conflict of kind `cycle` each, even though both sides'
 * changes were fine on their own. Records in the order given; null stays where a record could not be merged.
 */
export function refuseCycles(outcomes: ReadonlyArray<RecordOutcome | null>, { key, parent }: TreeFields): Array<RecordOutcome | null> {
	const parents = new Map<string, string | null>();
	for (const outcome of outcomes) {
		const own = textOf(valueAt(outcome?.merged, key));
		if (own !== null) parents.set(own, textOf(valueAt(outcome?.merged, parent)));
	}
	const reasons = new Map<string, string>();
	for (const cycle of findCycles(parents)) {
		const shown = [...cycle.slice(0, 10), ...(cycle.length > 10 ? ['…'] : []), cycle[0]].join(' → ');
		for (const member of cycle) reasons.set(member, `The merged '${parent}' makes the record its own ancestor: ${shown}. Decide which of these parents holds.`);
	}
	return outcomes.map((outcome) => {
		const own = textOf(valueAt(outcome?.merged, key));
		const reason = own === null ? undefined : reasons.get(own);
		return outcome === null || outcome.merged === null || reason === undefined ? outcome : withCycle(outcome, outcome.merged, parent, reason);
	});
}

function withCycle(outcome: RecordOutcome, merged: JsonObject, parent: string, reason: string): RecordOutcome {
	return {
		...outcome,
		status: 'unresolved',
		merged: withoutNames(merged, [parent]),
		fields: { ...outcome.fields, [parent]: { winner: null } },
		conflicts: [...outcome.conflicts, { field: parent, kind: 'cycle', reasons: [reason], parts: [], values: { merged: valueAt(merged, parent) ?? null } }],
	};
}

/** Ids as text: a number and its text are the same record. */
function textOf(value: Json | undefined): string | null {
	return value === undefined || value === null || value === '' || typeof value === 'object' ? null : String(value);
}
