import type { CompareRules, KeyRules } from '../equality';
import type { Json, JsonObject } from '../record';

/** What one side did to a record against Base. A record that is in neither is unchanged. */
export type Change = 'unchanged' | 'created' | 'updated' | 'deleted';

/** Where records come from: the two sides, and what they last agreed on. */
export type Source = 'local' | 'remote' | 'base';

/** What a finding calls for: carry Local's change over, carry Remote's over, decide, or nothing. */
export type Outcome = 'local_changed' | 'remote_changed' | 'conflict' | 'unchanged';

/** What happened to a record of which Base is known. `agreed_*`: both sides did the same, so only Base is to be moved on. */
export type BaseKind =
	| 'unchanged' | 'agreed_created' | 'agreed_updated' | 'agreed_deleted'
	| 'local_created' | 'local_updated' | 'local_deleted'
	| 'remote_created' | 'remote_updated' | 'remote_deleted'
	| 'both_created' | 'both_updated' | 'local_updated_remote_deleted' | 'local_deleted_remote_updated';

/** What is told of a record without Base, by version and checksum. */
export type VersionKind = 'unchanged' | 'only_local' | 'only_remote' | 'local_behind' | 'remote_behind' | 'concurrent_modification';

export type Kind = BaseKind | VersionKind;

/** Why a record without Base counts as modified concurrently. */
export type ConcurrentReason = 'same_version' | 'both_moved' | 'neither_moved' | 'no_version' | 'versions_not_comparable';

/** How records of the sources are recognised as the same one. */
export interface MatchSettings extends KeyRules {
	/** Names of the key fields in each source, at least one; all of them together identify a record. Those at one position belong together, but in links. */
	readonly keys: Readonly<Record<Source, readonly string[]>>;
	/** What several items of one source with one key mean: an error, or that the first or the last of them counts. */
	readonly duplicates: 'refuse' | 'first' | 'last';
	/** What an item of a side without a value in each key field means: an error, or a new record that the other side cannot know. */
	readonly withoutKey: 'refuse' | 'created';
}

/** Which fields are compared; key fields never are. */
export type FieldChoice = { readonly kind: 'all' } | { readonly kind: 'only' | 'except'; readonly names: readonly string[] };

export interface DetectSettings {
	readonly match: MatchSettings;
	readonly rules: CompareRules;
	readonly fields: FieldChoice;
	/** Whether 'a.b' names the field b inside a, where no field is called 'a.b'. */
	readonly dotNotation: boolean;
}

/** A link between a record of either side, with what each side held when they last agreed, in that side's own words; null: not known. */
export interface Link {
	readonly localKey: readonly Json[];
	readonly remoteKey: readonly Json[];
	readonly base: { readonly local: JsonObject; readonly remote: JsonObject } | null;
}

/** What both sides last agreed on: records in words common to all, or links with words of each side's own. */
export type Base = { readonly kind: 'records'; readonly records: readonly JsonObject[] } | { readonly kind: 'links'; readonly links: readonly Link[] };

/** What was found about one record. Positions are those in the input; -1: the source does not have it. */
export interface Finding {
	readonly outcome: Outcome;
	readonly kind: Kind;
	/** null where there is no Base to tell by. */
	readonly localChange: Change | null;
	readonly remoteChange: Change | null;
	/** Names of the fields that a side changed against Base, in code unit order. Empty for records created or deleted. */
	readonly localFields: readonly string[];
	readonly remoteFields: readonly string[];
	/** Fields whose values stand against each other; null where Base speaks in words of each side's own, so that they cannot be held together. */
	readonly conflictingFields: readonly string[] | null;
	readonly reason: ConcurrentReason | null;
	readonly local: number;
	readonly remote: number;
	readonly base: number;
}

/** Every record in exactly one finding, but for the items that were set aside. */
export interface Detection {
	readonly findings: readonly Finding[];
	/** Items per source that another one with the same key stands for. */
	readonly setAside: Readonly<Record<Source, number>>;
	/** Sentences for people about what looks odd. */
	readonly remarks: readonly string[];
}
