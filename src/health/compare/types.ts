import type { LensScope } from '../../run/readInputs';
import type { PairDescription } from '../../run/describePair';
import type { PairConfiguration, RemoteRecord } from '../../run';
import type { JsonObject } from '../../record';
import type { Divergence } from '../types';

/** What a comparison came to. */
export interface Comparison {
	/** The remote side was asked, or only what was last seen there is known. */
	readonly of: 'both_sides' | 'last_seen';
	/** Links compared. */
	readonly compared: number;
	/** Links left out, since a side was edited (or is gone) since it was seen: the next run looks at them. */
	readonly moved: number;
	readonly divergedCount: number;
	/** The first of them. */
	readonly diverged: readonly Divergence[];
}

/** A pair ready to be compared. */
export interface CompareScope extends LensScope {
	readonly configuration: PairConfiguration;
	readonly described: PairDescription;
}

/** A settled link as stored. */
export interface SettledLink {
	readonly id: string;
	readonly local_key: string;
	readonly remote_id: string;
	readonly title: string | null;
	readonly base_local: JsonObject;
	readonly base_remote: JsonObject;
	readonly remote_seen: JsonObject | null;
	readonly local_sum: Buffer | null;
	readonly remote_lock: number | null;
	readonly remote_updated_at: string | null;
	/** Fields in an open conflict. */
	readonly disputed: readonly string[];
}

/** A settled link with what the remote side holds now; null: it was not asked. */
export interface LinkToCompare {
	readonly link: SettledLink;
	readonly remote: RemoteRecord | null;
}
