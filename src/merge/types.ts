import type { ClockZone, Json, JsonObject, Side } from '../record';
import type { TextHunk } from './text';
import type { FieldOperations } from './transform';

/**
 * How a conflict on a field is settled. Policies are tried in order; one that cannot decide passes on.
 *
 * - `remote_wins`, `local_wins`: that side's value.
 * - `newest_wins`: the side whose tracked values were last seen to move; within the tie window, or with a time
 *   missing, it passes on. Not used without base unless named for that (`MergeSettings.noBasePolicies`).
 * - `priority`: the side whose record has the more important value in `field` (last in `order` is highest).
 * - `progression`: the value further along `order`.
 * - `higher`, `lower`: the larger or smaller number, decimal string or date; passes on where either is null.
 * - `union`: for sets and arrays: (local ∪ remote) less what either side removed from base.
 * - `manual`: a conflict for a person.
 * - `text`: merges lines, and inside a conflict between lines words.
 * - `list`: merges arrays as a set (what either side added or removed), as an ordered list by id (items matched by `idField`,
 *   or by their value where it is null; moves, inserts, edits inside items), or as a whole, which passes on.
 * - `object`: merges objects key by key, at every depth; a key removed here and edited there is a conflict.
 * - `counter`: base and what either side added to it, exactly; numbers or decimal strings.
 * - `authority`: the side whose value has the checksum a third source holds; if neither, the newest; if that is not known
 *   or a tie, merged by what the values are (texts, lists as sets, objects).
 * - `operations`: turns both changes into operations, transforms the second against the first and applies both; where only
 *   one can hold, that of side `first` does.
 *
 * The ones that merge pass on where a part of the value is in conflict, unless `prefer` names the side whose part is taken.
 */
export type PolicySpec =
	| { readonly kind: 'remote_wins' }
	| { readonly kind: 'local_wins' }
	| { readonly kind: 'newest_wins' }
	| { readonly kind: 'priority'; readonly field: string; readonly order: readonly Json[] }
	| { readonly kind: 'progression'; readonly order: readonly Json[] }
	| { readonly kind: 'higher' }
	| { readonly kind: 'lower' }
	| { readonly kind: 'union' }
	| { readonly kind: 'manual' }
	| { readonly kind: 'text'; readonly words?: boolean; readonly lineEnds?: 'follow' | 'exact'; readonly prefer?: Side | null }
	| { readonly kind: 'list'; readonly as: 'set' | 'ordered' | 'whole'; readonly idField?: string | null; readonly prefer?: Side | null }
	| { readonly kind: 'object'; readonly prefer?: Side | null }
	| { readonly kind: 'counter' }
	| { readonly kind: 'authority' }
	| { readonly kind: 'operations'; readonly first: Side };

export type PolicyKind = PolicySpec['kind'];

/** One field of one link as the merge sees it: values in canonical words, changes judged by each side against its own base. */
export interface FieldState {
	readonly name: string;
	/** undefined: no base for this field. */
	readonly base: Json | undefined;
	readonly local: Json;
	readonly remote: Json;
	/** Meaningless (and ignored) where base is undefined. */
	readonly localChanged: boolean;
	readonly remoteChanged: boolean;
	readonly owner: Side | 'both';
	readonly policies: readonly PolicySpec[];
	readonly group: string | null;
	/** What the sides did to base, where they say so themselves; for the policy `operations`, which else finds out by comparing. */
	readonly operations?: { readonly local?: FieldOperations; readonly remote?: FieldOperations };
}

/** Facts about the two records that policies may ask for. */
export interface MergeSettings {
	/** Milliseconds since the epoch, by each side's clock corrected to one clock; null where not known. */
	readonly localEditedAtMs: number | null;
	readonly remoteEditedAtMs: number | null;
	/** Differences up to this many milliseconds are ties. Default 120000. */
	readonly tieMs: number;
	/** Policies for a difference without base. Default [manual]. */
	readonly noBasePolicies: readonly PolicySpec[];
	/** Canonical value of any field on a side, for `priority`. undefined where unknown. */
	readonly valueOf: (side: Side, field: string) => Json | undefined;
	/** Zone of times that name none; null or absent: they have an order among themselves only. */
	readonly timeZone?: ClockZone | null;
	/** Which values count as equal inside objects and lists; undefined is what is missing. Default: those that are the same. */
	readonly isEqual?: (left: Json | undefined, right: Json | undefined) => boolean;
	/** What a third source knows of the record, for `authority`. Absent where there is none. */
	readonly authority?: Authority;
}

/** A third source: a master system, or an index such as a vector store that holds checksums of what it was built from. */
export interface Authority {
	/** The side whose record has the checksum the source holds of the whole record; null for neither, undefined where it holds none. */
	readonly recordSide: Side | null | undefined;
	/** The value of a field, or undefined where the source does not have it. */
	readonly fieldOf: (field: string) => Json | undefined;
	/** SHA-256 in hex of a field's value: of its canonical JSON, or of the text itself. undefined where the source has none. */
	readonly checksumOf: (field: string) => string | undefined;
}

export type ConflictKind =
	| 'both_changed'
	| 'no_base'
	| 'delete_versus_update'
	| 'delete_would_cascade'
	| 'cycle'
	| 'unstable'
	/** Both sides moved an item of a list, to different places. */
	| 'order'
	/** A run is to be undone, and somebody has edited the field since. */
	| 'edited_since';

/** What became of one field. `value` is what both sides should come to hold, in canonical words. */
export type FieldMerge =
	/** Neither side moved and the sides agree, or agreeing is not called for. */
	| { readonly status: 'unchanged'; readonly value: Json }
	/** One side changed (or owns the field): its value goes to the other. */
	| { readonly status: 'taken'; readonly from: Side; readonly value: Json }
	/** Both sides came to the same value: a false conflict, or a first agreement. */
	| { readonly status: 'agreed'; readonly value: Json }
	/** Both changed, and a policy settled it. `lost` is what was not kept, by side (a union loses nothing); `hunks` are changed stretches of a merged text. */
	| {
			readonly status: 'resolved';
			readonly value: Json;
			readonly policy: PolicyKind;
			readonly winner: Side | 'merged';
			readonly kind: ConflictKind;
			readonly lost: readonly Lost[];
			readonly hunks?: readonly TextHunk[];
	  }
	/** `refusals` say why policies that merge passed on. */
	| { readonly status: 'conflicted'; readonly kind: ConflictKind; readonly refusals?: readonly Refusal[] };

/** Something a side had and the result has not. */
export interface Lost {
	readonly side: Side;
	readonly value: Json;
	/** Where inside the field, for a part of it. */
	readonly path?: string;
}

/** A part of a value on which the sides conflict; `values` has base, local and remote, each where it is there. */
export interface PartConflict {
	/** Where inside the field, e.g. `.address.city`, `[id 7].title`, `line 3`. */
	readonly path: string;
	readonly kind: ConflictKind;
	readonly values: JsonObject;
}

/** Why a policy that merges could not. */
export interface Refusal {
	readonly policy: PolicyKind;
	/** A sentence for people. */
	readonly reason: string;
	readonly parts: readonly PartConflict[];
	/** The text with conflict markers, for texts. */
	readonly marked?: string;
}

/** The merge of a record: one answer per field, in the order given. */
export type RecordMerge = ReadonlyMap<string, FieldMerge>;
