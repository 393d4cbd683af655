import type { Chronicle } from './chronicle';
import type { ConflictRow, LinkState } from './index';
import { FIELD_OF, UNIQUE } from './words';
import type { Value } from './words';

/**
 * E8: what an engine wrote is never taken for an edit. A conflict about a field whose values never repeat is one only if neither
 * value came from the other side: both sides' people have moved away from what was common.
 */
export function falseConflicts(chronicle: Chronicle, conflicts: readonly ConflictRow[], links: readonly LinkState[]): readonly string[] {
	return conflicts.flatMap((conflict) => {
		const field = FIELD_OF[conflict.field];
		const link = links.find(({ id }) => id === conflict.link);
		if (field === undefined || link === undefined || !UNIQUE.has(field) || conflict.kind !== 'both_changed' || link.localKey === null || link.remoteId === null) return [];
		const there = chronicle.held('remote', link.remoteId, field);
		const here = chronicle.held('local', link.localKey, field);
		const wasBorrowed = (value: unknown, own: readonly Value[], other: readonly Value[]): boolean => isTelling(value) && own.includes(value as Value) && other.includes(value as Value) && !isBirth(value as Value, own, other);
		// A value carried over after the conflict was settled is on both sides too; only what is still open can be judged by contents.
		if (conflict.status !== 'pending_review') return [];
		return wasBorrowed(conflict.local, here, there) && wasBorrowed(conflict.remote, there, here)
			? [`E8 a conflict between values both sides have held: link ${conflict.link} ${conflict.field} ${JSON.stringify(conflict.local)} and ${JSON.stringify(conflict.remote)}`]
			: [];
	});
}

function isTelling(value: unknown): boolean {
	return value !== null && value !== '';
}

function isBirth(value: Value, own: readonly Value[], other: readonly Value[]): boolean {
	return own[0] === value && other[0] === value && own.length === 1 && other.length === 1;
}
