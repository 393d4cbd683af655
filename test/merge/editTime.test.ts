import { editTimeOf } from '../../src/merge/records/editTime';
import { compileTimeZone } from '../../src/mapping';
import { mergeField, type PolicySpec } from '../../src/merge';
import type { Json } from '../../src/record';
import { fieldState, unknowing } from './fieldStates';

const NEW_YORK = compileTimeZone('America/New_York', 'Time Zone');
const timeOf = (value: Json, zone: typeof NEW_YORK | null = NEW_YORK): string | null => {
	const ms = editTimeOf({ at: value }, 'at', zone);
	return ms === null ? null : new Date(ms).toISOString();
};
const refusalOf = (value: Json, zone: typeof NEW_YORK | null = NEW_YORK): string => {
	try {
		return `taken for ${timeOf(value, zone)}`;
	} catch (thrown) {
		return (thrown as Error).message;
	}
};

describe('an edit time', () => {
	it.each<[Json, string]>([
		['2026-03-30T14:00:00Z', '2026-03-30T14:00:00.000Z'], ['2026-03-30 16:00+02', '2026-03-30T14:00:00.000Z'], [1_774_879_500, '2026-03-30T14:05:00.000Z'], ['1774879500', '2026-03-30T14:05:00.000Z'], [' 1774879500 ', '2026-03-30T14:05:00.000Z'],
		['1774879500.5', '2026-03-30T14:05:00.500Z'], [1_774_879_500_000, '2026-03-30T14:05:00.000Z'], ['1774879500000', '2026-03-30T14:05:00.000Z'], ['1774879500000123', '2026-03-30T14:05:00.000Z'],
	])('%j is %s', (value, expected) => {
		expect(timeOf(value)).toBe(expected);
	});

	it.each<[Json, string]>([['2026-03-30 10:00:00', '2026-03-30T14:00:00.000Z'], ['2026-01-30T10:00:00.5', '2026-01-30T15:00:00.500Z'], ['2026-03-30', '2026-03-30T04:00:00.000Z']])('%j without zone is %s, as clocks in New York show it', (value, expected) => {
		expect(timeOf(value)).toBe(expected);
	});

	it.each<[Json, string]>([
		[46_111.58, 'It may be a day as spreadsheets count them'], ['46111', 'It may be a day as spreadsheets count them'], [20_260_330, 'which is no number of seconds, milliseconds or microseconds since 1970'], ['20260330', 'which is no number of seconds'], [0, 'which is no number of seconds'],
		['soon', 'which is not a time'], [true, 'which is not a time'], ['30.03.2026', 'which is not a time'], ['infinity', 'which is not a time'], [1e18, 'which is no number of seconds'],
	])('%j is refused: %s', (value, reason) => {
		expect(refusalOf(value)).toContain(reason);
		expect(refusalOf(value)).toMatch(/^Field 'at' is /);
	});

	it('without zone is refused where nobody said which one it is', () => {
		expect(refusalOf('2026-03-30 10:00:00', null)).toBe(`Field 'at' is "2026-03-30 10:00:00", a time without zone. Name its Time Zone, or give the time with one, e.g. 2026-03-30T14:05:00Z.`);
	});

	it.each<[Json]>([[null], ['']])('%j is none', (value) => {
		expect(timeOf(value)).toBeNull();
	});
});

describe('the later of two times', () => {
	const higher = (local: Json, remote: Json, timeZone: typeof NEW_YORK | null) => {
		const policies: readonly PolicySpec[] = [{ kind: 'higher' }];
		const merged = mergeField(fieldState({ name: 'at', base: null, local, remote, localChanged: true, remoteChanged: true, policies }), { ...unknowing, timeZone });
		return merged.status === 'resolved' ? merged.winner : merged.status;
	};

	it.each<[Json, Json, string]>([['2026-03-30 10:00:00', '2026-03-30T13:00:00Z', 'local'], ['2026-03-30 10:00:00', '2026-03-30T15:00:00Z', 'remote'], ['2026-03-30 10:00:00', '2026-03-30 11:00:00', 'remote']])('of %j and %j in New York is that of %s', (local, remote, winner) => {
		expect(higher(local, remote, NEW_YORK)).toBe(winner);
	});

	it('is not known where only one of them has a zone and none is stated', () => {
		expect(higher('2026-03-30 10:00:00', '2026-03-30T13:00:00Z', null)).toBe('conflicted');
		expect(higher('2026-03-30 10:00:00', '2026-03-30 11:00:00', null)).toBe('remote');
	});
});
