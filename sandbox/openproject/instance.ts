import type { Behaviour } from './behaviour';
import type { Database } from './data/database';
import type { ServerClock } from './data/serverClock';
import type { OpenProjectVersion, VersionRules } from './versions';

/** One running stand-in, as the rules and representations see it. */
export interface Instance {
	readonly database: Database;
	readonly clock: ServerClock;
	readonly behaviour: Behaviour;
	/** The version that is played, and what it does. */
	readonly version: OpenProjectVersion;
	readonly rules: VersionRules;
	/** How long edits of one user join, the setting `journal_aggregation_time_minutes`; 0: never. */
	readonly journalAggregationMs: number;
	/** Largest page, the setting `apiv3_max_page_size`. */
	readonly maxPageSize: number;
	readonly instanceName: string;
}
