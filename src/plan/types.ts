import type { CompiledMapping, LensContext } from '../mapping';
import type { ConflictKind, PolicySpec } from '../merge';
import type { Json, JsonObject, Side } from '../record';

export type LinkState = 'live' | 'out_of_scope' | 'vanished' | 'tombstone' | 'held';

/** Why a link needs planning though nothing new may have been observed. */
export type PendingReason =
	| 'new' | 'local' | 'remote' | 'gone_local' | 'gone_remote' | 'reappeared' | 're_entered' | 'edited_after_delete'
	| 'settle' | 'retry' | 'resolution' | 'guard_refused' | 'unresolved' | 'mapping' | 'waiting' | 'recovered' | 'released' | 'reconcile'
	/** Its row could not be told how it stands: somebody else had it. */
	| 'write_back';

/** An open conflict of a link, or one a person has resolved and whose resolution is still to be carried out. */
export interface KnownConflict {
	readonly id: string;
	/** Field or group name; '*' for the whole record. */
	readonly field: string;
	readonly kind: ConflictKind;
	readonly status: 'pending_review' | 'resolved';
	/** Canonical values it was found (or decided) on. */
	readonly local: Json;
	readonly remote: Json;
	/** For resolved ones: the value to come to, in canonical words. */
	readonly chosen?: Json;
}

/** How often a value we wrote came back different, per side. */
export interface Bounce {
	readonly sent: Json;
	readonly count: number;
}
export type Bounces = Readonly<Record<string, { readonly local?: Bounce; readonly remote?: Bounce }>>;

/** A field that a side refused, not tried again until a value or the mapping changes or `nextAttemptAt` is due. */
export interface FieldFailure {
	/** Hash over both sides' values and the field's mapping hash. */
	readonly signature: string;
	readonly side: Side;
	readonly code: string;
	readonly message: string;
	readonly attempts: number;
	/** ISO 8601. */
	readonly nextAttemptAt: string;
}

/** What the remote side says of a record beside its values, as it was last seen. */
export interface RemoteFacts {
	/** Properties whose values it works out itself, e.g. the dates of a parent from those of its children. */
	readonly computed: readonly string[];
	/** How its dates are kept there; null where no date is tracked. */
	readonly schedule: RemoteSchedule | null;
}

/** What a write of a date has to know of a record. Dates are 'YYYY-MM-DD'. */
export interface RemoteSchedule {
	readonly isManual: boolean;
	readonly ignoresNonWorkingDays: boolean;
	readonly startDate: string | null;
	readonly dueDate: string | null;
}

/** A link as the planner sees it. */
export interface LinkView {
	readonly id: string;
	readonly generation: number;
	readonly state: LinkState;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly baseLocal: JsonObject;
	readonly baseRemote: JsonObject;
	readonly goneSide: Side | 'both' | null;
	readonly pending: readonly PendingReason[];
	readonly bounces: Bounces;
	readonly fieldFailures: Readonly<Record<string, FieldFailure>>;
	readonly conflicts: readonly KnownConflict[];
	readonly localEditedAtMs: number | null;
	readonly remoteEditedAtMs: number | null;
	/** Remote properties whose present values the remote side worked out itself. */
	readonly computed: readonly string[];
	/** Fields whose agreed value was worked out by the remote side: the table has no value of its own there. */
	readonly followed: readonly string[];
	/** In a resync after a side went back: the side whose record is a former state of it, or 'unknown' where it has been edited since or both are. Default: neither. */
	readonly older?: Side | 'unknown';
	/** What we did to a side because the other was gone, to be taken back if it returns. */
	readonly effect: { readonly side: Side; readonly before: JsonObject; readonly after: JsonObject } | null;
}

export interface PlanRules {
	readonly mapping: CompiledMapping;
	readonly direction: 'both' | 'to_remote' | 'to_local';
	readonly noBasePolicies: readonly PolicySpec[];
	readonly deleteRemote: { readonly effect: 'status'; readonly property: string; readonly value: Json } | { readonly effect: 'delete' } | { readonly effect: 'none' };
	readonly deleteLocal: { readonly effect: 'status'; readonly column: string; readonly value: Json } | { readonly effect: 'delete' } | { readonly effect: 'none' };
	readonly versusUpdate: 'edit_wins' | 'delete_wins' | 'manual';
	/** Records that one side deleted wait for the next run, but for those whose partner is a former state of itself. */
	readonly postponesDeletions?: boolean;
	/** A deletion that a side already shows is taken as it is, though nobody remembers it: nothing is made again of it. */
	readonly takesStandingDeletions?: boolean;
	/** Fields whose mapping changed since their base was agreed: planned as without base. */
	readonly fieldsWithoutBase: ReadonlySet<string>;
	/** Whether dates that the remote side works out itself give way to the table's. */
	readonly keepsDates: boolean;
	readonly tieMs: number;
	/** By the database clock. */
	readonly nowMs: number;
}

/** What is known of one link when it is planned. Values are the sides' own representations. */
export interface PlanInput {
	readonly link: LinkView;
	/** The live row, null where there is none. */
	readonly local: JsonObject | null;
	/** The last observation, null where there is none. */
	readonly remote: JsonObject | null;
	readonly context: LensContext;
}

export type WriteKind = 'create' | 'update' | 'delete' | 'archive' | 'restore';

/** One write to one side. */
export interface PlannedWrite {
	readonly kind: WriteKind;
	readonly fields: readonly string[];
	/** Column or property -> value, only what is written. */
	readonly values: JsonObject;
	/** The present values under the same names; null for a create. */
	readonly before: JsonObject | null;
	readonly reason: string;
}

/** What a field's base becomes once every side in `needs` has been written; at once where that is empty. */
export interface FieldAgreement {
	readonly field: string;
	readonly needs: readonly Side[];
	readonly local: JsonObject;
	readonly remote: JsonObject;
	/** Columns and properties that lose their base with it. Default none. */
	readonly forgetLocal?: readonly string[];
	readonly forgetRemote?: readonly string[];
}

export interface PlannedConflict {
	readonly field: string;
	readonly fields: readonly string[];
	readonly kind: ConflictKind;
	/** Canonical values; objects by field name for a group, whole records for '*'. */
	readonly base: Json;
	readonly local: Json;
	readonly remote: Json;
}

/** A conflict a policy (or a person) settled, to be recorded with the value that lost. */
export interface SettledConflict extends PlannedConflict {
	readonly value: Json;
	readonly by: string;
	readonly lost: ReadonlyArray<{ readonly side: Side; readonly value: Json }>;
	/** Set where it carries out a person's resolution. */
	readonly resolves: string | null;
}

export interface UnresolvedReference {
	readonly field: string;
	readonly side: Side;
	readonly ref: string;
	readonly value: Json;
}

export interface PlannedFailure {
	/** Empty: the whole record. */
	readonly fields: readonly string[];
	readonly side: Side | null;
	readonly code: string;
	readonly message: string;
	/** A failure known from before whose time has not come. */
	readonly isWaiting: boolean;
}

/** What happens to the link itself when the plan is carried out. */
export type LinkEnd = 'live' | 'tombstone' | 'vanished' | 'new_generation';

/** Everything decided about one link. Pure data; equal inputs give equal plans. */
export interface LinkPlan {
	readonly link: string;
	readonly local: PlannedWrite | null;
	readonly remote: PlannedWrite | null;
	readonly agreements: readonly FieldAgreement[];
	readonly conflicts: readonly PlannedConflict[];
	readonly settled: readonly SettledConflict[];
	/** Open conflicts that no longer hold. */
	readonly superseded: readonly string[];
	readonly unresolved: readonly UnresolvedReference[];
	readonly failures: readonly PlannedFailure[];
	/** Fields whose value goes to the local side though nobody chose it: the remote side worked it out. */
	readonly followed: readonly string[];
	/** Fields whose worked out remote value gives way to the table's. */
	readonly putBack: readonly string[];
	/** Fields that changed on a side which is not carried in this direction. */
	readonly waiting: readonly string[];
	readonly end: LinkEnd;
	/** Parent's link id in the tree as it will be; null for a root, undefined where it cannot be told. */
	readonly parentLink: string | null | undefined;
	/** Something to call the record by. */
	readonly title: string | null;
	/** It takes back what a run did: what it writes is no value to watch for bouncing. */
	readonly isUndo?: boolean;
}
