import type { FieldMapping } from '../mapping';
import type { PolicySpec } from '../merge';
import type { Json, JsonObject } from '../record';

/** Which way edits flow. Towards a side that is not written, changes wait (they are not conflicts). */
export type Direction = 'both' | 'to_remote' | 'to_local';

/** A condition on rows or work packages; only the table's own columns may be used locally. */
export interface LocalCondition {
	readonly column: string;
	readonly operator: 'equals' | 'not_equals' | 'in' | 'not_in' | 'is_null' | 'is_not_null';
	readonly value?: Json;
}

export interface LocalScope {
	readonly schema: string;
	readonly table: string;
	/** Key columns in order; default: the primary key. */
	readonly key?: readonly string[];
	/** Timestamp column that a trigger or the application moves with every edit ('updated_at'), for newest_wins; without it the time an edit was first seen counts. */
	readonly editedAt?: string;
	/** IANA name of the zone in which that column's times are where it is a timestamp without time zone. Default UTC. */
	readonly timeZone?: string;
	/** All must hold. Default: the whole table. */
	readonly filter?: readonly LocalCondition[];
}

export interface RemoteScope {
	/** Id, identifier or name of the project. */
	readonly project: string;
	/** Name of the one work package type the pair covers, also given to new work packages; null: every type (new ones take the project's first). */
	readonly type: string | null;
	/** Name ('FLRTS ID') or key ('customField7') of the text custom field that holds the local key; null: none. */
	readonly provenanceField: string | null;
	/** Who decides about dates. No part of what the pair covers: a change takes effect with the next write. Default: the table does. */
	readonly dates?: DateRules;
}

/** Who decides about dates: the table (`keep`), or OpenProject. */
export interface DateRules {
	/** `keep`: work packages whose dates are written are scheduled manually, and dates that OpenProject works out give way to the table's. */
	readonly scheduling: 'keep' | 'openproject';
	/** `keep`: dates may fall on non-working days. `openproject`: it moves them to the next working day. */
	readonly nonWorkingDays: 'keep' | 'openproject';
}

export function datesOf(scope: Pick<RemoteScope, 'dates'>): DateRules {
	return scope.dates ?? { scheduling: 'keep', nonWorkingDays: 'keep' };
}

/** What becomes of the partner when a record is deleted. */
export interface DeletePolicy {
	/** A local row is gone: set the work package's status (default, 'Rejected'), delete it, or leave it. */
	readonly remote: { readonly effect: 'status'; readonly property: string; readonly value: Json } | { readonly effect: 'delete' } | { readonly effect: 'none' };
	/** A work package is gone (404, confirmed): report only (default), set a column, or delete the row. */
	readonly local: { readonly effect: 'none' } | { readonly effect: 'status'; readonly column: string; readonly value: Json } | { readonly effect: 'delete' };
	/** One side deleted, the other edited: the edit wins (default; the record comes back in a new generation), the deletion wins, or a conflict for a person. */
	readonly versusUpdate: 'edit_wins' | 'delete_wins' | 'manual';
}

/** Output columns of the local table; never tracked, written only when they change. Absent: not written. */
export interface WriteBackColumns {
	readonly remoteId?: string;
	/** pending, synced, conflict, error */
	readonly status?: string;
	readonly lastSync?: string;
	readonly lastError?: string;
}

export interface UserMapSource {
	/** Entries of local person id -> remote user id. */
	readonly entries?: Readonly<Record<string, string>>;
	/** A table that holds them, read at every run; entries win over it. */
	readonly table?: { readonly schema: string; readonly table: string; readonly localColumn: string; readonly remoteColumn: string };
}

/** Everything that says what a pair is. Serialisable; holds no secret. */
export interface PairConfiguration {
	readonly name: string;
	readonly local: LocalScope;
	readonly remote: RemoteScope;
	readonly fields: readonly FieldMapping[];
	/** For fields that name no policies of their own. */
	readonly policies: readonly PolicySpec[];
	/** For differences without base. Default [manual]. */
	readonly noBasePolicies: readonly PolicySpec[];
	readonly deletePolicy: DeletePolicy;
	readonly direction: Direction;
	readonly writeBack: WriteBackColumns;
	readonly users: UserMapSource;
	/**
	 * Values for unmapped columns of rows created from the remote side, where the table does not fill them.
	 * `{remoteId}` in a string is replaced: { task_id_display: 'OP-{remoteId}' }.
	 */
	readonly insertDefaults: JsonObject;
}
