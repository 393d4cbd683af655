import type { BaseKind, Change, Kind, Outcome } from './types';

/** What two changes against Base make together, where they do not come to the same; null: cannot be, since Base either has a record or not. */
const TOGETHER: Readonly<Record<Change, Readonly<Record<Change, BaseKind | null>>>> = {
	unchanged: { unchanged: 'unchanged', created: 'remote_created', updated: 'remote_updated', deleted: 'remote_deleted' },
	created: { unchanged: 'local_created', created: 'both_created', updated: null, deleted: null },
	updated: { unchanged: 'local_updated', created: null, updated: 'both_updated', deleted: 'local_updated_remote_deleted' },
	deleted: { unchanged: 'local_deleted', created: null, updated: 'local_deleted_remote_updated', deleted: 'agreed_deleted' },
};

/** The kind of a record by what either side did to it, Local's change first. `agrees`: what both made of it is equal. Throws for changes that cannot stand together. */
export function kindOf(local: Change, remote: Change, agrees: boolean): BaseKind {
	const kind = TOGETHER[local][remote];
	if (kind === null) throw new Error(`A record cannot be ${local} in Local and ${remote} in Remote.`);
	if (agrees && kind === 'both_created') return 'agreed_created';
	if (agrees && kind === 'both_updated') return 'agreed_updated';
	return kind;
}

/** What each kind calls for. */
export const OUTCOME_OF: Readonly<Record<Kind, Outcome>> = {
	unchanged: 'unchanged',
	agreed_created: 'unchanged',
	agreed_updated: 'unchanged',
	agreed_deleted: 'unchanged',
	local_created: 'local_changed',
	local_updated: 'local_changed',
	local_deleted: 'local_changed',
	remote_created: 'remote_changed',
	remote_updated: 'remote_changed',
	remote_deleted: 'remote_changed',
	both_created: 'conflict',
	both_updated: 'conflict',
	local_updated_remote_deleted: 'conflict',
	local_deleted_remote_updated: 'conflict',
	only_local: 'local_changed',
	only_remote: 'remote_changed',
	// What is behind gets what the other side has, so the change is the other side's.
	local_behind: 'remote_changed',
	remote_behind: 'local_changed',
	concurrent_modification: 'conflict',
};
