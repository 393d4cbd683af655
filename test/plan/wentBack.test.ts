import { judgeWentBack, wentBackSentence } from '../../src/plan';
import type { BackSide, BackSign } from '../../src/plan';

const judge = (side: BackSide, why: BackSign, count: number, since: string | null = null): readonly string[] => judgeWentBack([{ side, shown: [{ why, count, since }] }]).map((found) => found.side);

describe('what is believed of a side that may have gone back', () => {
	it.each<[BackSide, BackSign, number]>([
		['remote', 'version', 1], ['remote', 'given_anew', 1], ['remote', 'gone', 3], ['local', 'sync_fell', 1], ['local', 'edit_returned', 1], ['local', 'edit_fell', 3],
		['local', 'returned', 2], ['local', 'other_row', 2], ['local', 'gone', 3], ['books', 'sync_rose', 1], ['books', 'unknown_sync', 1], ['books', 'unknown_record', 1], ['books', 'both_moved', 1],
	])('%s: %s from %i records on', (side, why, count) => {
		expect(judge(side, why, count)).toEqual([side]);
		expect(judge(side, why, count - 1)).toEqual([]);
	});

	it('what is not believed by itself is counted with what is', () => {
		expect(judgeWentBack([{ side: 'local', shown: [{ why: 'sync_fell', count: 1, since: '2026-11-28 14:03:05.25+00' }, { why: 'returned', count: 1, since: '2026-11-28T13:00:00+00:00' }] }])).toEqual([
			{ side: 'local', records: 2, since: '2026-11-28T13:00:00.000Z' },
		]);
	});

	it('says which side, how many records, since when, and what to do', () => {
		expect(wentBackSentence([{ side: 'remote', records: 3, since: '2026-11-28T14:03:05.250Z' }])).toBe(
			"OpenProject is in an older state than at the last run: 3 records show it, and what happened from 2026-11-28 14:03 UTC on is missing. A backup that was restored looks like this. Resync brings back into OpenProject what the table holds; what was edited in OpenProject since then is put before a person, and nothing is deleted. If the older state is meant, and is to go into the table too, approve it with Apply Plan, or let the guard 'went_back' through once.",
		);
		expect(wentBackSentence([{ side: 'local', records: 1, since: null }])).toMatch(/^The table is in an older state than at the last run: 1 record shows it\. .*Resync brings back into the table what OpenProject holds/);
		expect(wentBackSentence([{ side: 'local', records: 1, since: null }, { side: 'remote', records: 2, since: null }])).toMatch(/Both sides lack what was agreed on since\. If a newer backup can be restored/);
		expect(wentBackSentence([{ side: 'books', records: 2, since: 'infinity' }])).toMatch(/what happened since infinity is not known there/);
	});
});
