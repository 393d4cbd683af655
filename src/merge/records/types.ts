import type { CompareRules } from '../../equality';
import type { ClockZone, Json, JsonObject, Side } from '../../record';
import type { TextHunk } from '../text';
import type { ConflictKind, PartConflict, PolicyKind, PolicySpec } from '../types';

/** What is known of one record. null: there is no such record; undefined: nothing is known. */
export interface RecordSides {
	readonly local: JsonObject | null;
	readonly remote: JsonObject | null;
	readonly base: JsonObject | null | undefined;
	readonly authority: JsonObject | null | undefined;
}

/** How records are merged. */
export interface RecordRules {
	/** Policies of a field, tried in order. */
	readonly policiesOf: (field: string) => readonly PolicySpec[];
	/** Fields that are in no result. */
	readonly ignored: ReadonlySet<string>;
	/** What it means that a side lacks a field base has: nothing, or that it was removed. */
	readonly missingFields: 'unchanged' | 'removed';
	/** What holds where one side deleted a record the other changed. */
	readonly deletedAndEdited: 'manual' | 'edit_wins' | 'delete_wins';
	/** What it means that a record without any base is on one side only: it was created there, or deleted on the other. */
	readonly absenceWithoutBase: 'created' | 'deleted';
	/** Whether differences in records without base go by the fields' policies; else they are conflicts. */
	readonly policiesWithoutBase: boolean;
	/** Fields that hold when a record was last edited; null for none. */
	readonly editedAt: Readonly<Record<Side, string | null>>;
	/** Zone of edit times that name none; null: such times are refused. */
	readonly timeZone: ClockZone | null;
	/** Which values count as equal; null: those that are the same. */
	readonly equality: CompareRules | null;
	/** Edits up to this many milliseconds apart are ties. */
	readonly tieMs: number;
	/** Field of an authority record with the checksum of the whole record; null for none. */
	readonly recordChecksumField: string | null;
	/** What is added to a field's name to give the authority's field with its checksum; null for none. */
	readonly fieldChecksumSuffix: string | null;
	/** Fields in which the sides give operations on base's value, not values. */
	readonly operationFields: ReadonlySet<string>;
}

/** Who decided a field: a side, both with the same change, a merge of both, nobody because nothing changed, or nobody yet (null). */
export type FieldWinner = Side | 'both' | 'merged' | 'unchanged' | null;

export interface FieldOutcome {
	readonly winner: FieldWinner;
	/** The policy that settled it, where both sides had changed the field. */
	readonly policy?: PolicyKind;
}

/** Something a side had and the result has not; `field` is null for a whole record. */
export interface NotKept {
	readonly field: string | null;
	readonly side: Side;
	readonly value: Json;
	readonly path?: string;
	readonly policy: PolicyKind | 'edit_wins' | 'delete_wins';
}

/** A changed stretch of a text that was merged automatically. */
export interface TextMergeNote extends TextHunk {
	readonly field: string;
}

/** What a person has to decide; `field` is null for the record as such. */
export interface RecordConflict {
	readonly field: string | null;
	readonly kind: ConflictKind;
	/** Why no policy could decide, as sentences. */
	readonly reasons: readonly string[];
	/** Where inside the value, as far as a policy could tell. */
	readonly parts: readonly PartConflict[];
	/** A text with conflict markers. */
	readonly marked?: string;
	/** Values of the sides; a side that has none is not named. */
	readonly values: JsonObject;
}

/** What the merged record is, against base. */
export type RecordChange = 'unchanged' | 'created' | 'updated' | 'deleted';

export interface RecordOutcome {
	readonly status: 'merged' | 'unresolved';
	readonly change: RecordChange;
	/** The merged record without fields in conflict; null where it is deleted. For a record whose existence is in conflict: null. */
	readonly merged: JsonObject | null;
	readonly fields: Readonly<Record<string, FieldOutcome>>;
	readonly notKept: readonly NotKept[];
	readonly textMerges: readonly TextMergeNote[];
	readonly conflicts: readonly RecordConflict[];
}
