import type { Json, Side } from '../record';

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
	| { readonly kind: 'manual' };

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
}

export type ConflictKind =
	| 'both_changed'
	| 'no_base'
	| 'delete_versus_update'
	| 'delete_would_cascade'
	| 'cycle'
	| 'unstable'
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
	/** Both changed, and a policy settled it. `lost` is what was not kept, by side (a union loses nothing). */
	| {
			readonly status: 'resolved';
			readonly value: Json;
			readonly policy: PolicyKind;
			readonly winner: Side | 'merged';
			readonly kind: ConflictKind;
			readonly lost: ReadonlyArray<{ readonly side: Side; readonly value: Json }>;
	  }
	| { readonly status: 'conflicted'; readonly kind: ConflictKind };

/** The merge of a record: one answer per field, in the order given. */
export type RecordMerge = ReadonlyMap<string, FieldMerge>;
