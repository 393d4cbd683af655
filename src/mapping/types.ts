import type { Json, JsonObject, Side } from '../record';
import type { PolicySpec } from '../merge';

/**
 * How a field travels between its local columns and remote properties, as plain data (it is hashed into
 * the pair's mapping hash, field by field).
 *
 * - `identity`: the same JSON value on both sides (numbers, booleans, custom fields). null stays null. With `as: 'number'`
 *   numbers compare by value, also where one side gives them as decimal text (numeric and bigint columns). With
 *   `as: 'id'` (a uuid or integer column and a text custom field) ids are text, and '' is the same as null. Durations of
 *   `estimatedTime` and `remainingTime` compare as OpenProject stores them, to hundredths of an hour.
 * - `line`: one line of text (subject). Trimmed; `maxLength` in characters is checked towards remote.
 * - `text`: long text. Line ends become \n, trailing white space goes, null and '' are the same.
 * - `value_map`: closed vocabularies (status, priority). Two tables, lossy in both directions; a value in
 *   neither is a failure of that record that names the value.
 * - `date`: a calendar date, 'YYYY-MM-DD' or null.
 * - `due`: one remote date from a date column and a timestamptz column: the time where it is set (as a date
 *   in `timeZone`, keeping the time of day when written back), else the date. Writing sets the date column,
 *   and the time column only where it was set.
 * - `instant_date`: a timestamptz column as a date in `timeZone`; keeps the time of day when written back,
 *   midday where there was none.
 * - `user`: a person, through the pair's user map. Canonical value: the remote user id.
 * - `reference`: another record of the same pair (parent). Canonical value: the link id.
 * - `set`: a set of strings or numbers; order and repeats do not count.
 */
export type LensSpec =
	| { readonly kind: 'identity'; readonly as?: 'number' | 'id' }
	| { readonly kind: 'line'; readonly maxLength?: number }
	| { readonly kind: 'text' }
	| {
			readonly kind: 'value_map';
			/** local value -> remote value */
			readonly toRemote: JsonObject;
			/** remote value -> local value */
			readonly toLocal: JsonObject;
	  }
	| { readonly kind: 'date' }
	| { readonly kind: 'due'; readonly dateColumn: string; readonly timeColumn: string; readonly timeZone: string }
	| { readonly kind: 'instant_date'; readonly timeZone: string }
	| { readonly kind: 'user' }
	| { readonly kind: 'reference' }
	| { readonly kind: 'set' };

/** Who may change a field: an owned field flows from its owner only; a change on the other side is put back. */
export type FieldOwner = Side | 'both';

/** One field of a pair as configured. */
export interface FieldMapping {
	/** Name in the canonical vocabulary, unique in the pair, e.g. 'status'. */
	readonly name: string;
	readonly local: readonly string[];
	readonly remote: readonly string[];
	readonly lens: LensSpec;
	/** Default 'both'. */
	readonly owner?: FieldOwner;
	/** Tried in order; the first that decides wins; a conflict if none does. Default: the pair's policies. */
	readonly policies?: readonly PolicySpec[];
	/** Fields of one group are merged as one value (startDate, dueDate, duration). */
	readonly group?: string;
}

/** What a lens found on a side, in canonical words. */
export type Got =
	| { readonly status: 'value'; readonly value: Json }
	/** A reference or person whose partner is not known (yet): not null, and not carried. `ref` e.g. 'user:local:<id>'. */
	| { readonly status: 'unresolved'; readonly ref: string; readonly value: Json }
	| { readonly status: 'failed'; readonly message: string };

/** What a lens would write to a side: the values by column or property name. */
export type Put =
	| { readonly status: 'value'; readonly values: JsonObject }
	| { readonly status: 'unresolved'; readonly ref: string; readonly value: Json }
	| { readonly status: 'failed'; readonly message: string };

/** What lenses look up. Built once per batch; every function is a plain Map look-up. */
export interface LensContext {
	/** Link id (canonical reference) of a local key in canonical text (JSON array), or undefined. */
	linkOfLocal(localKey: string): string | undefined;
	linkOfRemote(remoteId: string): string | undefined;
	/** Local key in canonical text; undefined where the link has no local record yet. */
	localOfLink(link: string): string | undefined;
	remoteOfLink(link: string): string | undefined;
	/** Remote user id of a local person id, through the user map. */
	remoteUserOf(localUser: string): string | undefined;
	localUserOf(remoteUser: string): string | undefined;
}

/** A lens over one field. Pure; `record` may hold more than the field's own columns or properties. */
export interface Lens {
	/** The field's part of a side's record in normal form; idempotent (law L3). Columns absent from the record stay absent. */
	normalise(side: Side, record: JsonObject): JsonObject;
	/** The field of a record in canonical words. Two records with equal normal form give the same answer. */
	get(side: Side, record: JsonObject, context: LensContext): Got;
	/**
	 * The same where a side says one thing in several places that disagree: what was edited since base (both in normal form) counts. Undefined
	 * where that makes no difference.
	 */
	getEdited?(side: Side, record: JsonObject, base: JsonObject): Got | undefined;
	/**
	 * What to write so that the side holds the canonical value, given what it holds now (null: a new record).
	 * Where the side already maps to it, its present values are returned unchanged (law L4).
	 */
	put(side: Side, canonical: Json, current: JsonObject | null, context: LensContext): Put;
}

/** A field ready for use. */
export interface CompiledField {
	readonly name: string;
	readonly local: readonly string[];
	readonly remote: readonly string[];
	readonly lens: Lens;
	readonly owner: FieldOwner;
	readonly policies: readonly PolicySpec[];
	readonly group: string | null;
	/** Whether two edits may be put together into one text (`isFreeText`). */
	readonly isFreeText: boolean;
	/** Hash over columns, properties and lens: when it changes, the field loses its base. */
	readonly hash: string;
}

/** A pair's mapping ready for use. */
export interface CompiledMapping {
	readonly fields: readonly CompiledField[];
	/** All mapped local columns, sorted, without repeats: what the local checksum covers. */
	readonly localColumns: readonly string[];
	/** All mapped remote properties, sorted, without repeats. */
	readonly remoteProperties: readonly string[];
}
