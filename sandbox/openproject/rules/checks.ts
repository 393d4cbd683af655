import type { Access } from '../data/access';
import type { WorkPackage } from '../data/model';
import type { ApiError } from '../http/apiError';
import type { Instance } from '../instance';
import type { Changes, Draft, WritableName } from './values';

/** What a rule looks at. */
export interface Check {
	readonly instance: Instance;
	/** Null: a script of the test's own, which may do everything. */
	readonly access: Access | null;
	/** Null for a new work package. */
	readonly before: WorkPackage | null;
	readonly draft: Draft;
	readonly changes: Changes;
	/** Values that differ from before; for a new one, all that were sent. */
	readonly changed: ReadonlySet<WritableName>;
	readonly changedCustomFields: readonly number[];
}

/** A rule gives an error for everything it does not accept. */
export type Rule = (check: Check) => readonly ApiError[];
