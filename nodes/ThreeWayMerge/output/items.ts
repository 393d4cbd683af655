import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import type { RecordOutcome } from '../../../src/merge';
import type { MergeUnit } from '../input/mergeUnits';

/** Entries of one list in an item at most, and characters of a text in it; the merged record itself is always whole. */
const MOST_ENTRIES = 200;
const MOST_CHARACTERS = 10_000;

export interface OutputSettings {
	readonly showUnchanged: boolean;
	readonly useAuthority: boolean;
}

/** A merged or unresolved record as an item. */
export function itemOfOutcome({ key, sides, pairedItem }: MergeUnit, outcome: RecordOutcome, { showUnchanged, useAuthority }: OutputSettings): INodeExecutionData {
	const fields = Object.entries(outcome.fields).filter(([, { winner }]) => showUnchanged || winner !== 'unchanged');
	const json = {
		key,
		change: outcome.change,
		merged: outcome.merged,
		base: sides.base ?? null,
		local: sides.local,
		remote: sides.remote,
		...(useAuthority ? { authority: sides.authority ?? null } : {}),
		fields: Object.fromEntries(fields),
		...listed('notKept', outcome.notKept),
		...listed('textMerges', outcome.textMerges.map(shortened)),
		...(outcome.status === 'unresolved' ? { conflicts: outcome.conflicts } : {}),
	};
	return { json: json as unknown as IDataObject, pairedItem };
}

/** A record that could not be merged at all, in the only form n8n's error output recognises. */
export function itemOfProblem(message: string, pairedItem: IPairedItemData[]): INodeExecutionData {
	return { json: { error: message }, pairedItem };
}

function listed(name: string, list: readonly object[]): object {
	const note = list.length > MOST_ENTRIES ? { [`${name}Note`]: `The first ${MOST_ENTRIES} of ${list.length}.` } : {};
	return { [name]: list.slice(0, MOST_ENTRIES), ...note };
}

function shortened(entry: object): object {
	return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, typeof value === 'string' && value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : (value as unknown)]));
}
