import type { JsonObject } from '../../../record';
import type { DateRules } from '../../../run/types';
import type { GivenFields } from '../givenFields';

/** How an item finds its work package. */
export type Match =
	/** By id. Items without one are created in the project, or refused. */
	| { readonly by: 'id'; readonly createWithoutId: boolean }
	/** By the value of a custom field, given by name or key. Items whose key no work package of the project holds are created. */
	| { readonly by: 'customField'; readonly field: string };

export interface UpsertItem {
	readonly key: unknown;
	readonly fields: GivenFields;
	/** Ids that decide where several people share a name. */
	readonly hints?: ReadonlyMap<string, string>;
	/** Key of the work package it is to be below, among the items or in OpenProject; null: below none; absent: left alone. */
	readonly parentKey?: unknown;
}

export interface UpsertRequest {
	/** Id, identifier or name; null where nothing is created and all are found by id. */
	readonly project: string | null;
	readonly match: Match;
	readonly items: readonly UpsertItem[];
	/** Requests at the same time, 1 to 10. */
	readonly workers: number;
	readonly notify: boolean;
	/** Who decides about dates. Default: they are kept as they are given. */
	readonly dates?: DateRules;
	readonly requestDeadlineMs: number;
	readonly isCancelled?: () => boolean;
}

/** What became of one item. */
export interface UpsertReport {
	readonly outcome: 'created' | 'updated' | 'unchanged' | 'failed' | 'unknown';
	readonly key: string | null;
	readonly id: number | null;
	readonly subject: string | null;
	readonly lockVersion: number | null;
	/** What was sent, as people call the fields. */
	readonly changedFields: readonly string[];
	/** Dates given that OpenProject holds otherwise, by field; absent where there are none. */
	readonly heldOtherwise?: JsonObject;
	/** Failed and unknown only. */
	readonly reason: string | null;
}
