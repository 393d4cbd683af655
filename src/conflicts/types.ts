import type { ConflictKind } from '../merge';
import type { Json, Side } from '../record';
import type { LinkState } from '../plan';

/** `pending_review`: open. `resolved`: a policy or a person chose. `superseded`: it no longer holds, or another one took its place. */
export type ConflictStatus = 'pending_review' | 'resolved' | 'superseded';

/** Which conflicts are meant; all conditions hold together, and lists mean any of. Without a condition: all of the schema. */
export interface ConflictFilter {
	/** Name of the pair. */
	readonly pair?: string;
	readonly statuses?: readonly ConflictStatus[];
	readonly kinds?: readonly ConflictKind[];
	/** Fields or groups; '*' is the whole record. */
	readonly fields?: readonly string[];
	/** Work package ID or row key; a key of several columns as JSON array. */
	readonly record?: string;
	/** Link IDs. */
	readonly links?: readonly string[];
	/** Conflict IDs. */
	readonly ids?: readonly string[];
	/** Raised before this time, ISO 8601. */
	readonly raisedBefore?: string;
	/** Raised at this time or later, ISO 8601. */
	readonly raisedSince?: string;
	/** Raised longer ago than this. */
	readonly olderThanMs?: number;
	/** Raised at most this long ago. */
	readonly newerThanMs?: number;
	/** Decided by: a person's name, or `policy:<kind>`. */
	readonly resolvedBy?: string;
}

/** A page of conflicts in order of age: identity numbers grow with it. */
export interface ConflictPage {
	/** Default oldest. */
	readonly order?: 'oldest' | 'newest';
	/** ID of the last conflict of the page before; absent for the first page. */
	readonly after?: string;
	/** 1 to 1000, default 100. */
	readonly limit?: number;
}

/** A choice for one conflict. `newest`: the side edited last. `custom`: the value given. */
export type Choice = 'local' | 'remote' | 'base' | 'newest' | 'custom';

/** What would become of a conflict under one policy. */
export interface PolicyOutcome {
	readonly policy: SuggestedPolicy;
	readonly settles: boolean;
	/** The side that would win, `merged` for a value made of both, `delete` or `edit` for a deletion; null where it does not settle. */
	readonly choice: Side | 'merged' | 'delete' | 'edit' | null;
	/** The value made of both; absent for a side's. */
	readonly value?: Json;
	/** A sentence for people. */
	readonly reason: string;
}

/** Policies whose outcome is shown, in the order they are listed. */
export type SuggestedPolicy = 'local_wins' | 'remote_wins' | 'newest_wins' | 'union' | 'text' | 'higher' | 'lower' | 'edit_wins' | 'delete_wins';

/** What a reviewer may start from; `choice` null: nothing is better than anything else. */
export interface Suggestion {
	/** To be given to `decide`; `custom` comes with the value. */
	readonly choice: Choice | null;
	readonly value?: Json;
	readonly reason: string;
}

/** What is kept of a decision. */
export interface Resolution {
	/** What was asked for; null for a policy's. */
	readonly choice: Choice | null;
	/** The value to come to; 'delete' or 'edit' for a deletion. Absent where the conflict was closed without a choice. */
	readonly chosen?: Json;
	readonly lost: ReadonlyArray<{ readonly side: Side; readonly value: Json }>;
}

/** A choice that no longer holds: values moved before it was carried out, or it was reopened. */
export interface EarlierDecision extends Resolution {
	/** The conflict it was given for. */
	readonly conflict: string;
	readonly by: string;
	readonly at: string;
}

/** A conflict as people see it. Values are in the pair's canonical words; objects by field for a group, whole records for '*'. Times are ISO 8601 in UTC. */
export interface ConflictView {
	readonly id: string;
	readonly pair: string;
	readonly link: string;
	/** Something to call the record by. */
	readonly title: string | null;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly linkState: LinkState;
	readonly field: string;
	readonly fields: readonly string[];
	readonly kind: ConflictKind;
	readonly base: Json;
	readonly local: Json;
	readonly remote: Json;
	readonly status: ConflictStatus;
	readonly raisedAt: string;
	readonly updatedAt: string;
	/** Milliseconds since it was raised, by the database's clock. */
	readonly ageMs: number;
	readonly localEditedAt: string | null;
	readonly remoteEditedAt: string | null;
	/** Of an open conflict: what each usual policy would choose. Empty for others. */
	readonly policies: readonly PolicyOutcome[];
	readonly suggestion: Suggestion | null;
	readonly resolution: Resolution | null;
	readonly resolvedBy: string | null;
	readonly resolvedAt: string | null;
	/** When a run carried the choice out; null: not yet, or never. */
	readonly appliedAt: string | null;
	readonly supersededBy: string | null;
	/** Of an open conflict: the choice that was made for it before. */
	readonly earlier: EarlierDecision | null;
	/** To be given back as `seen` with a decision about this conflict. */
	readonly version: string;
	/** The same for a decision about the whole record; null where the record has no open conflict. */
	readonly recordVersion: string | null;
}

/** Why a decision or a reopening was refused. */
export type RefusalCode =
	| 'NOT_FOUND'
	| 'SETTLED'
	| 'CHANGED'
	| 'GIVEN_TWICE'
	| 'DOES_NOT_FIT'
	| 'NO_BASE'
	| 'NO_SUGGESTION'
	| 'TIE'
	| 'NOT_DECIDABLE'
	| 'AMBIGUOUS'
	| 'BUSY'
	| 'CARRIED_OUT'
	| 'SUPERSEDED'
	| 'OPEN'
	| 'OTHER_IS_OPEN';

export interface Refused {
	readonly status: 'refused';
	readonly code: RefusalCode;
	/** A sentence for people: what is in the way, what to do. */
	readonly reason: string;
}
