import type { OpenProjectAccess } from './compare/remoteTasks';

/** The two sides that are kept in step, and who may do what there. */
export interface Systems {
	/** For reading and, with embedded systems, for editing. */
	readonly databaseUrl: string;
	/** What the sync signs in with. */
	readonly syncDatabaseUrl: string;
	/** With the sync's own key. */
	readonly openProject: OpenProjectAccess;
	/** Key of somebody else, to make edits with; null with systems of one's own, where none are made. */
	readonly otherKey: string | null;
}
