import type { IPairedItemData } from 'n8n-workflow';
import type { RecordSides } from '../../../src/merge';
import type { Json, JsonObject } from '../../../src/record';

/** One record to merge, and the input items it comes from. */
export interface MergeUnit {
	readonly key: Json;
	readonly sides: RecordSides;
	/** Options by which Detect Conflicts compared; absent or null: none came with the item. */
	readonly compare?: JsonObject | null;
	readonly pairedItem: IPairedItemData[];
}

/** Input items that make no record, with the reason for people. */
export interface UnitProblem {
	readonly message: string;
	readonly pairedItem: IPairedItemData[];
}

export interface MergeUnits {
	readonly units: readonly MergeUnit[];
	readonly problems: readonly UnitProblem[];
}
