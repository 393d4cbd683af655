import type { ConflictRow } from './readRows';
import type { RefusalCode, Refused } from './types';

/** An answer that nothing was written, and why. */
export function refuse(code: RefusalCode, reason: string): Refused {
	return { status: 'refused', code, reason };
}

/** What a conflict is about, at the beginning of a sentence. */
export function nameOf({ id, field, title }: Pick<ConflictRow, 'id' | 'field' | 'title'>): string {
	return `Conflict ${id} ('${field}'${title === null ? '' : ` of '${title}'`})`;
}

/** The answer for a conflict that is not open any more: who settled it, when, how. */
export function refuseSettled(row: ConflictRow): Refused {
	const name = nameOf(row);
	if (row.status === 'superseded') {
		const next = row.superseded_by === null ? 'Both sides have come to agree, or the record is no longer there.' : `Conflict ${row.superseded_by} took its place: decide that one.`;
		return refuse('SUPERSEDED', `${name} was superseded at ${row.updated_at}. ${next}`);
	}
	const chosen = row.resolution?.chosen;
	const what = chosen === undefined ? '' : ` (${shortened(chosen)})`;
	const advice = row.applied_at === null ? 'Reopen it to decide anew.' : 'It has been carried out: change the record itself to decide anew.';
	return refuse('SETTLED', `${name} was settled by ${byOf(row.resolved_by)} at ${row.resolved_at ?? 'an unknown time'}${what}. ${advice}`);
}

/** Who settled it, in words. */
export function byOf(resolvedBy: string | null): string {
	if (resolvedBy === null) return 'somebody';
	return resolvedBy.startsWith('policy:') ? `the policy ${resolvedBy.slice('policy:'.length)}` : resolvedBy;
}

/** The answer for a view that is out of date. */
export function refuseChanged(row: ConflictRow): Refused {
	const reopened = row.resolution?.reopened;
	const who = reopened !== undefined ? `was reopened by ${reopened.by} at ${reopened.at}` : `was changed by run ${row.run} at ${row.updated_at}: the values are no longer those you saw`;
	return refuse('CHANGED', `${nameOf(row)} ${who}. Nothing was written; look at it again.`);
}

function shortened(value: unknown): string {
	const text = JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
