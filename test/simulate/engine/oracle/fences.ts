import type { HistoryRow } from '../simSchema';

/** E13: once another run has taken over, the former holder writes no row and no base any more. */
export function fenceBreaks(history: readonly HistoryRow[]): readonly string[] {
	const found: string[] = [];
	let holder: string | null = null;
	for (const row of history) {
		if (row.what === 'fence') holder = row.author;
		else if (row.author.startsWith('engine') && holder !== null && row.author !== holder) found.push(`E13 ${row.author} wrote ${row.what} ${row.id} at ${row.moment} though ${holder} had taken over`);
	}
	return found;
}
