import type { Side } from '../record';

/** Edits closer together than this are ties, as for the policy newest_wins by default. */
export const TIE_MS = 120_000;

export interface EditTimes {
	readonly localEditedAtMs: number | null;
	readonly remoteEditedAtMs: number | null;
}

/** The side edited last; null where a time is missing or both lie within the tie window. */
export function newestSide({ localEditedAtMs, remoteEditedAtMs }: EditTimes): Side | null {
	if (localEditedAtMs === null || remoteEditedAtMs === null) return null;
	const lead = localEditedAtMs - remoteEditedAtMs;
	if (Math.abs(lead) <= TIE_MS) return null;
	return lead > 0 ? 'local' : 'remote';
}

/** In a sentence, which side was edited last, or why that cannot be told. */
export function newestReason(times: EditTimes): string {
	const { localEditedAtMs, remoteEditedAtMs } = times;
	if (localEditedAtMs === null || remoteEditedAtMs === null) {
		const unknown = [...(localEditedAtMs === null ? ['the row'] : []), ...(remoteEditedAtMs === null ? ['the work package'] : [])];
		return `It is not known when ${unknown.join(' and ')} ${unknown.length === 1 ? 'was' : 'were'} edited.`;
	}
	const apart = Math.abs(localEditedAtMs - remoteEditedAtMs);
	switch (newestSide(times)) {
		case 'local': return `The row was edited last, ${spanOf(apart)} after the work package.`;
		case 'remote': return `The work package was edited last, ${spanOf(apart)} after the row.`;
		case null: return `Both sides were edited within ${TIE_MS / 60_000} minutes of each other, too close to tell which is newer.`;
	}
}

/** A span of time for people, in its two largest units. */
function spanOf(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	const parts = [[Math.floor(minutes / 1440), 'day'], [Math.floor(minutes / 60) % 24, 'hour'], [minutes % 60, 'minute']] as const;
	const shown = parts.filter(([count]) => count > 0).slice(0, 2);
	return shown.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' and ');
}
