import type { Patience } from './patience';
import type { Database } from './types';

/** The same database for work of which nobody is to wait long: its transactions have this patience unless they say otherwise. */
export function withPatience(database: Database, patience: Partial<Patience>): Database {
	return {
		transaction: (work, options = {}) => database.transaction(work, { ...options, patience: { ...patience, ...options.patience } }),
		close: () => database.close(),
	};
}
