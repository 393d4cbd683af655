import type { PairMapping } from './readMappings';
import type { ConflictRow, EarlierRow, StoredResolution } from './readRows';
import { suggest } from './suggest';
import { suggestPolicies, type OpenConflict } from './suggestPolicies';
import type { Choice, ConflictView, EarlierDecision, Resolution } from './types';

/** A row as people see it; `mapping` is that of its pair. */
export function viewOf(row: ConflictRow, earlier: EarlierRow | undefined, mapping: PairMapping | undefined): ConflictView {
	const isOpen = row.status === 'pending_review';
	const policies = isOpen ? suggestPolicies(openOf(row), mapping?.compiled ?? null) : [];
	return {
		id: row.id, pair: row.pair_name, link: row.link, title: row.title, localKey: row.local_key, remoteId: row.remote_id, linkState: row.link_state,
		field: row.field, fields: row.fields, kind: row.kind, base: row.base, local: row.local, remote: row.remote, status: row.status,
		raisedAt: row.created_at, updatedAt: row.updated_at, ageMs: Number(row.age_ms), localEditedAt: row.local_edited_at, remoteEditedAt: row.remote_edited_at,
		policies, suggestion: isOpen ? suggest(row, policies) : null,
		resolution: isOpen || row.resolution === null ? null : resolutionOf(row.resolution),
		resolvedBy: row.resolved_by, resolvedAt: row.resolved_at, appliedAt: row.applied_at, supersededBy: row.superseded_by,
		earlier: isOpen ? earlierOf(row, earlier) : null,
		version: row.version, recordVersion: row.record_version,
	};
}

/** What policies go by. */
export function openOf(row: ConflictRow): OpenConflict {
	const { field, fields, kind, base, local, remote } = row;
	const msOf = (text: string | null): number | null => (text === null ? null : Number(text));
	return { field, fields, kind, base, local, remote, localEditedAtMs: msOf(row.local_edited_ms), remoteEditedAtMs: msOf(row.remote_edited_ms) };
}

function resolutionOf({ choice, chosen, lost }: Pick<StoredResolution, 'choice' | 'chosen' | 'lost'>): Resolution {
	return { choice: (choice as Choice | undefined) ?? null, ...(chosen === undefined ? {} : { chosen }), lost: lost ?? [] };
}

/** The choice that values moved away from, or the one that was reopened. */
function earlierOf(row: ConflictRow, superseded: EarlierRow | undefined): EarlierDecision | null {
	const reopened = row.resolution?.earlier;
	if (reopened !== undefined) return { conflict: row.id, ...resolutionOf(reopened), by: reopened.by, at: reopened.at };
	if (superseded === undefined) return null;
	return { conflict: superseded.id, ...resolutionOf(superseded.resolution), by: superseded.resolved_by, at: superseded.resolved_at };
}
