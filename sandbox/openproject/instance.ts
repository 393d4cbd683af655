import type { Behaviour } from './behaviour';
import type { Database } from './data/database';
import type { ServerClock } from './data/serverClock';

/** One running stand-in, as the rules and representations see it. */
export interface Instance {
	readonly database: Database;
	readonly clock: ServerClock;
	readonly behaviour: Behaviour;
	/** Largest page, the setting `apiv3_max_page_size`. */
	readonly maxPageSize: number;
	readonly instanceName: string;
}
