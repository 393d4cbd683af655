import type { Json, JsonObject } from '../../record';

/**
 * An edit of a text, read from its start: `retain` and `delete` pass over UTF-16 code units, `insert` adds. What no step
 * reaches stays.
 */
export type TextStep = { readonly retain: number } | { readonly insert: string } | { readonly delete: number };
export type TextOperation = readonly TextStep[];

/**
 * An edit of a list, read from its start: `retain` and `remove` pass over items, `insert` adds, `pick` takes one item up under a number
 * and `drop` puts it down, before or after: together they are a move. What no step reaches stays.
 */
export type ListStep =
	| { readonly retain: number }
	| { readonly insert: readonly Json[] }
	| { readonly remove: number }
	| { readonly pick: number }
	| { readonly drop: number };
export type ListOperation = readonly ListStep[];

/** An edit of an object: keys set, keys removed, and edits of the objects under keys (made where there is none). A key stands in one of the three at most. */
export interface ObjectOperation {
	readonly set?: JsonObject;
	readonly unset?: readonly string[];
	readonly merge?: { readonly [key: string]: ObjectOperation };
}

/** The edit of a field, with the kind of value it is for. */
export type FieldOperations =
	| { readonly form: 'text'; readonly operation: TextOperation }
	| { readonly form: 'list'; readonly operation: ListOperation }
	| { readonly form: 'object'; readonly operation: ObjectOperation };

/** Which of two concurrent operations comes first: it stands first where both insert in one place, and holds where only one can. */
export type Precedence = 'first' | 'second';

/** Something an operation meant to do that the other one's took the place of. */
export interface Overruled {
	/** Whose operation holds. */
	readonly by: Precedence;
	readonly path: string;
	/** What was not set, not moved, or the edit that was not made; null for a removal. */
	readonly value: Json;
}
