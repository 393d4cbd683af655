/** What can go back to an older state: either side, or the package's own tables. */
export type BackSide = 'local' | 'remote' | 'books';

/**
 * What shows it.
 * - `version`: a lockVersion that fell. `given_anew`: an id that belongs to a work package made at another time.
 * - `sync_fell`: the row's time of its last sync is an older one. `edit_returned`, `edit_fell`: its edit time is an earlier one that was
 *   seen before, or just earlier. `returned`: a deleted row that is there again as it was.
 * - `gone`: records missing at once, all newer than anything that stayed. `lost`: missing ones that are being made again.
 * - `other_row`: a row that has never been synced, under the key of one that was. `edited`: edited on the side that went back, nobody knows on what grounds.
 * - `sync_rose`, `unknown_sync`: a sync of the row that the books do not know. `unknown_record`: a work package that we made under a key of ours
 *   and of which the books have never heard. `both_moved`: the books were put there by somebody else, and both sides are not as they say.
 */
export type BackSign = 'version' | 'given_anew' | 'sync_fell' | 'edit_returned' | 'edit_fell' | 'returned' | 'gone' | 'lost' | 'other_row' | 'edited' | 'sync_rose' | 'unknown_sync' | 'unknown_record' | 'both_moved';

/** What one side shows, counted in records; `since`: the earliest change that is missing, as text. */
export interface WentBackMeasure {
	readonly side: BackSide;
	readonly shown: ReadonlyArray<{ readonly why: BackSign; readonly count: number; readonly since: string | null }>;
}

/** A side that went back. */
export interface WentBack {
	readonly side: BackSide;
	readonly records: number;
	readonly since: string | null;
}

/** From how many records on a sign is believed: what people and clocks do as well needs more than one. */
const BELIEVED_FROM: Readonly<Record<BackSign, number>> = {
	version: 1, given_anew: 1, sync_fell: 1, edit_returned: 1, edit_fell: 3, returned: 2, gone: 3, lost: 1, other_row: 2, edited: 1, sync_rose: 1, unknown_sync: 1, unknown_record: 1, both_moved: 1,
};

/** The sides that went back; empty where nothing shows it, or too little. */
export function judgeWentBack(measures: readonly WentBackMeasure[]): readonly WentBack[] {
	return measures.filter(({ shown }) => shown.some(({ why, count }) => count >= BELIEVED_FROM[why])).map(({ side, shown }) => ({
		side,
		records: shown.reduce((sum, { count }) => sum + count, 0),
		since: shown.map(({ since }) => since).filter((since): since is string => since !== null).map(instantOf).sort()[0] ?? null,
	}));
}

/** A time as any database or server prints it, in one form; what is no time stays as it is. */
function instantOf(text: string): string {
	const ms = Date.parse(text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/, '$1T$2Z'));
	return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}

const NAMES: Readonly<Record<BackSide, string>> = { local: 'The table', remote: 'OpenProject', books: 'What the sync itself had recorded (the schema of its own tables)' };

/** What a person should know of sides that went back, and what can be done. */
export function wentBackSentence(sides: readonly WentBack[]): string {
	const said = sides.map(({ side, records, since }) => `${NAMES[side]} is in an older state than at the last run: ${records} ${records === 1 ? 'record shows' : 'records show'} it${since === null ? '' : `, and what happened ${side === 'books' ? 'since' : 'from'} ${since.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2 UTC')}${side === 'books' ? ' is not known there' : ' on is missing'}`}.`);
	return `${said.join(' ')} A backup that was restored looks like this. ${remedy(sides.map(({ side }) => side))}`;
}

function remedy(sides: readonly BackSide[]): string {
	const accept = "approve it with Apply Plan, or let the guard 'went_back' through once";
	if (sides.includes('books')) return `Resync compares both sides afresh where they are not as was recorded: what is equal is agreed on, what cannot be told is put before a person, and nothing is deleted. To have the plan carried out as it is (right where the table was restored together with these records, and OpenProject is ahead of both), ${accept}.`;
	if (sides.length > 1) return `Both sides lack what was agreed on since. If a newer backup can be restored, do that and run again. Else Resync takes what is equal as agreed and puts what differs before a person; to have the plan carried out as it is, ${accept}.`;
	const [healthy, back] = sides[0] === 'local' ? ['OpenProject', 'the table'] : ['the table', 'OpenProject'];
	return `Resync brings back into ${back} what ${healthy} holds; what was edited in ${back} since then is put before a person, and nothing is deleted. If the older state is meant, and is to go into ${healthy} too, ${accept}.`;
}
