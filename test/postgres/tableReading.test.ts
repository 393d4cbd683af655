import { OUTCOMES, writeTable, type GivenRecord, type TableWrite, type TableWriteResult, type ValueReading } from '../../src/postgres';
import { plainWrite } from '../support/plainWrite';
import { usePostgres } from '../support/usePostgres';

const postgres = usePostgres();
const { sql } = postgres;
const fresh = (columns: string): Promise<unknown> => sql(`drop schema public cascade; create schema public; create table tasks (id int primary key, ${columns})`);
const write = (records: readonly GivenRecord[], change: Partial<TableWrite> = {}): Promise<TableWriteResult> => writeTable(postgres.database, { ...plainWrite, badRows: 'isolate', records, ...change });
const outcomesOf = ({ outcomes }: TableWriteResult): readonly string[] => [...outcomes].map((code) => OUTCOMES[code] ?? '?');

/** What a column of a type holds after each of the values was written as a record of its own: as text, or why it was refused. */
async function held(type: string, values: readonly unknown[], change: Partial<ValueReading> = {}): Promise<readonly (string | null)[]> {
	await fresh(`v ${type}`);
	const { failures } = await write(values.map((v, id) => ({ id, v })), { reading: { ...plainWrite.reading, ...change } });
	const rows = new Map((await sql('select id, v::text from tasks')).map(({ id, v }) => [id, v as string | null]));
	return values.map((_value, id) => failures.find(({ index }) => index === id)?.reason ?? rows.get(id) ?? null);
}

/** As n8n's expressions give a time. */
const luxon = (text: string): object => ({ isLuxonDateTime: true, isValid: true, toMillis: () => Date.parse(text), toISO: () => text });
const guessed = (timeZone: string): Partial<ValueReading> => ({ timeZone, isZoneStated: false });

describe('JSON that is given as text', () => {
	it.each(['json', 'jsonb'])('is JSON in columns of %s, digits and all, and other text a string', async (type) => {
		const texts = ['{"a": 1}', '[1, 2]', ' 12345678901234567890.10 ', 'true', 'null', '"text"', 'hello', '', '1,5'];
		await fresh(`v ${type}`);
		await write(texts.map((v, id) => ({ id, v })));
		const kinds = await sql(`select ${type}_typeof(v) as kind, v::text as text from tasks order by id`);
		expect(kinds.map(({ kind }) => kind)).toEqual(['object', 'array', 'number', 'boolean', 'null', 'string', 'string', 'string', 'string']);
		expect([kinds[2]?.['text'], kinds[5]?.['text'], kinds[6]?.['text']].map((text) => String(text).trim())).toEqual(['12345678901234567890.10', '"text"', '"hello"']);
		expect(outcomesOf(await write(texts.map((v, id) => ({ id, v }))))).toEqual(texts.map(() => 'unchanged'));
	});

	it('is refused where it begins as JSON and is none', async () => {
		expect(await held('jsonb', ['{"a": 1', '[1, 2', '{a: 1}'])).toEqual([1, 2, 3].map(() => expect.stringMatching(/^Column 'v' cannot be stored: its text begins as JSON does and is none \(.*\)\. Mend it, or set Text in JSON Columns to String\.$/) as string));
	});

	it('stays a string where that is asked for, and values that are no text are as they were', async () => {
		expect(await held('jsonb', ['{"a": 1}', '42', { a: '{"b": 1}' }, 42, false], { jsonText: 'string' })).toEqual(['"{\\"a\\": 1}"', '"42"', '{"a": "{\\"b\\": 1}"}', '42', 'false']);
		expect(await held('jsonb', [{ a: '{"b": 1}' }, ['1'], 42, false])).toEqual(['{"a": "{\\"b\\": 1}"}', '["1"]', '42', 'false']);
	});

	it('is taken so in arrays and domains of JSON', async () => {
		await sql('drop domain if exists doc; create domain doc as jsonb');
		expect(await held('jsonb[]', [['{"a":1}', 'str', null, [1, 2]]])).toEqual(['{"{\\"a\\": 1}","\\"str\\"",NULL,"[1, 2]"}']);
		await sql('drop schema public cascade; create schema public; create domain doc as jsonb check (value is not null); create table tasks (id int primary key, v doc)');
		await write([{ id: 1, v: '{"a": 1}' }]);
		expect(await sql('select v from tasks')).toEqual([{ v: { a: 1 } }]);
	});
});

describe('a moment in a column of days', () => {
	it('is its day in a zone where it is midnight', async () => {
		const berlin = guessed('Europe/Berlin');
		expect(await held('date', ['2026-03-30T22:00:00.000Z', new Date('2026-03-30T22:00:00Z'), luxon('2026-03-31T00:00:00.000+02:00'), '2026-03-31T00:00:00+09:00', '2026-03-31T00:00:00Z', '2026-12-31T23:00:00Z'], berlin)).toEqual(['2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31', '2027-01-01']);
	});

	it('is its day in the zone that was guessed where it is midnight nowhere', async () => {
		expect(await held('date', ['2026-03-30T22:10:01.123Z', luxon('2026-03-30T23:59:59.999-04:00')], guessed('America/New_York'))).toEqual(['2026-03-30', '2026-03-30']);
	});

	it('is refused where it may be midnight of another day in a zone that was not said', async () => {
		expect(await held('date', ['2026-03-30T22:15:00.000Z', '2026-03-31T13:15:00Z'], guessed('America/New_York'))).toEqual([
			"Column 'v' cannot be stored: 2026-03-30T22:15:00.000Z is a moment, and the column holds days. In America/New_York it is 18:15:00 on 2026-03-30, which may be midnight of another day in the zone it comes from. Give the day, e.g. 2026-03-30, or say the zone in the option Time Zone.",
			expect.stringContaining('is a moment, and the column holds days') as string,
		]);
	});

	it('is its day in the zone that was said', async () => {
		expect(await held('date', ['2026-03-30T22:00:00.000Z', '2026-03-31T03:59:00Z', new Date('2026-03-31T04:00:00Z')], { timeZone: 'America/New_York' })).toEqual(['2026-03-30', '2026-03-30', '2026-03-31']);
	});

	it('leaves days, and times without zone, as they are written', async () => {
		expect(await held('date', ['2026-03-31', '2026-03-31T00:00:00', '2026-03-31 23:00', 'March 31, 2026', '20260331', 'infinity'], guessed('America/New_York'))).toEqual(['2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31', 'infinity']);
	});

	it('is taken so in arrays', async () => {
		expect(await held('date[]', [[new Date('2026-03-30T22:00:00Z'), null, '2026-01-01'], ['2026-03-30T21:00:00Z']], guessed('Europe/Berlin'))).toEqual(['{2026-03-31,NULL,2026-01-01}', expect.stringContaining('is a moment') as string]);
	});
});

describe('times and zones', () => {
	it('a moment in a column of times without zone is refused where it may be two times', async () => {
		expect(await held('timestamp', ['2026-06-01T10:00:00+02:00', '2026-06-01T08:00:00Z', luxon('2026-06-01T10:00:00.250+02:00')], guessed('Europe/Berlin'))).toEqual([
			'2026-06-01 10:00:00',
			"Column 'v' cannot be stored: 2026-06-01T08:00:00Z is a moment, and the column holds times without zone: it may be 2026-06-01 08:00:00, or 2026-06-01 10:00:00 as in Europe/Berlin. Say the zone in the option Time Zone.",
			'2026-06-01 10:00:00.25',
		]);
	});

	it('and is the time in the zone that was said', async () => {
		expect(await held('timestamp', ['2026-06-01T08:00:00.123456Z', new Date('2026-06-01T08:00:00Z'), '2026-06-01T23:30:00-05:00', '2026-06-01 08:00'], { timeZone: 'Europe/Berlin' })).toEqual(['2026-06-01 10:00:00.123456', '2026-06-01 10:00:00', '2026-06-02 06:30:00', '2026-06-01 08:00:00']);
		expect(await held('time', ['2026-06-01T08:00:00Z', '08:00'], { timeZone: 'Europe/Berlin' })).toEqual(['10:00:00', '08:00:00']);
	});

	it.each(['timestamptz', 'timestamptz[]'])('times that name no zone are of the zone said, in %s, however they are spelled', async (type) => {
		const texts = ['2026-06-01T10:00:00', '2026-06-01 10:00', 'June 1, 2026 10:00 AM', '2026-06-01 10:00:00.5', '2026-06-01T10:00:00+02:00', '2026-06-01T08:00:00Z', '2026-06-01', '2026-01-01 10:00', 'infinity', '2026-06-01 10:00:00 America/New_York', '2026-06-01 10:00+02'];
		const isArray = type.endsWith('[]');
		const stored = await held(type, isArray ? texts.map((text) => [text]) : texts, { timeZone: 'Europe/Berlin' });
		expect(stored.map((text) => text?.replace(/[{}"]/g, ''))).toEqual(['2026-06-01 08:00:00+00', '2026-06-01 08:00:00+00', '2026-06-01 08:00:00+00', '2026-06-01 08:00:00.5+00', '2026-06-01 08:00:00+00', '2026-06-01 08:00:00+00', '2026-05-31 22:00:00+00', '2026-01-01 09:00:00+00', 'infinity', '2026-06-01 14:00:00+00', '2026-06-01 08:00:00+00']);
	});
});

describe('numbers in columns of days and times', () => {
	it.each(['date', 'timestamp', 'timestamptz'])('are refused in %s, with what they may have been meant for', async (type) => {
		const [serial, ...others] = await held(type, ['46112', 46112, '46112.5', '1767225600', 1767225600000, '260331', 0]);
		expect(serial).toBe("Column 'v' cannot be stored: 46112 is a number and no date (as a day of a spreadsheet it would be 2026-03-31). Give it as e.g. 2026-03-31 or 2026-03-31T08:00:00Z.");
		expect(others).toEqual([expect.stringContaining('2026-03-31'), expect.stringContaining('2026-03-31T12:00:00'), expect.stringContaining('seconds since 1970 it would be 2026-01-01T00:00:00.000Z'), expect.stringContaining('milliseconds since 1970 it would be 2026-01-01T00:00:00.000Z'), expect.stringContaining('is a number and no date'), expect.stringContaining('0 is a number and no date')]);
	});
});

describe('days in numbers', () => {
	it('are refused where they may be two, whatever the server is set to', async () => {
		await sql(`alter database ${postgres.name} set datestyle = 'ISO, DMY'`);
		expect(await held('date', ['03/04/2026', '13/04/2026', '04/13/2026', '04.03.2026', '3-4-2026', '05/05/2026', '13/04/26', '2026/04/03'])).toEqual([
			"Column 'v' cannot be stored: '03/04/2026' may be 2026-04-03 or 2026-03-04. Give the year first, e.g. 2026-04-03, or say the order in the option Day and Month.",
			'2026-04-13', '2026-04-13', expect.stringContaining('may be 2026-03-04 or 2026-04-03') as string, expect.stringContaining('may be') as string, '2026-05-05', expect.stringContaining('may be several days') as string, '2026-04-03',
		]);
	});

	it.each<[ValueReading['dayOrder'], readonly string[]]>([['day_first', ['2026-04-03', '2026-04-03', '2026-04-13', '1999-12-01']], ['month_first', ['2026-03-04', '2026-03-04', expect.stringContaining('has no month 13') as unknown as string, '1999-01-12']]])('are read as %s where that was said', async (dayOrder, expected) => {
		expect(await held('date', ['03/04/2026', '3.4.26', '13.04.2026', '1/12/99'], { dayOrder })).toEqual(expected);
	});

	it('are read so with times behind them', async () => {
		expect(await held('timestamptz', ['03/04/2026 14:30', '13/04/2026 14:30'], { timeZone: 'Europe/Berlin' })).toEqual([expect.stringContaining('may be') as string, '2026-04-13 12:30:00+00']);
	});
});

describe('text that was read in a wrong encoding', () => {
	it('is refused, whatever column it is for, or written where that is asked for', async () => {
		await fresh('title text, tags text[], meta jsonb');
		const records = [{ id: 1, title: 'M\ufffdller' }, { id: 2, title: 'Müller' }, { id: 3, tags: ['a', '\ufffd'] }, { id: 4, meta: { a: '\ufffd' } }];
		const result = await write(records);
		expect(result.failures.map(({ index, column, code }) => [index, column, code])).toEqual([[0, 'title', 'DAMAGED_TEXT'], [2, 'tags', 'DAMAGED_TEXT'], [3, 'meta', 'DAMAGED_TEXT']]);
		expect(result.failures[0]?.reason).toContain('in another encoding than it was read in, e.g. Windows-1252');
		await expect(write(records, { badRows: 'stop' })).rejects.toThrow(/^Record 1 of 4 was refused \(column 'title'\): Its text holds a replacement character/);
		expect((await write(records, { reading: { ...plainWrite.reading, damagedText: 'write' } })).counts).toMatchObject({ inserted: 3, unchanged: 1 });
		expect(await sql('select title from tasks where id = 1')).toEqual([{ title: 'M\ufffdller' }]);
	});
});

describe('records without any value', () => {
	it('are left out where empty text stands for nothing, and told', async () => {
		await fresh('title text');
		const records = [{ id: '1', title: 'a' }, { id: '', title: ' ' }, {}, { id: '2', title: 'b' }, { id: null, title: '' }];
		const result = await write(records, { emptyTextIsNull: true, batches: { kind: 'fixed', rows: 2 } });
		expect(outcomesOf(result)).toEqual(['inserted', 'skipped', 'skipped', 'inserted', 'skipped']);
		expect(result.remarks).toEqual(['3 records without any value were left out.']);
		expect((await write(records)).counts).toMatchObject({ unchanged: 2, failed: 3 });
		await expect(write([{ id: '' }], { emptyTextIsNull: true, mode: 'replace' })).rejects.toThrow('No records were given, so all 2 rows');
	});
});

describe('names that look like those of columns', () => {
	it.each<[string, string]>([['a byte order mark', '\ufefftitle'], ['a space behind', 'title '], ['a space that does not break', '\u00a0title'], ['a joiner', 'ti\u200btle']])('are taken for them: %s', async (_what, name) => {
		await fresh('title text, "größe" text');
		const result = await write([{ id: 1, [name]: 'a', 'gro\u0308ße': 'x' }], { unknownColumns: 'add' });
		expect(result.addedColumns).toEqual([]);
		expect(result.remarks).toEqual([expect.stringMatching(/^Names that only look like those of columns were taken for them: '.*' for 'title', '.*' for 'größe'\.$/)]);
		expect(await sql('select * from tasks')).toEqual([{ id: 1, title: 'a', größe: 'x' }]);
	});

	it('in match columns too', async () => {
		await fresh('title text');
		expect((await write([{ '\ufeffid': 1, title: 'a' }], { match: ['id\u00a0'] })).counts).toMatchObject({ inserted: 1 });
	});

	it('are refused where a record gives a column twice, and are as they are where columns differ by no more', async () => {
		await fresh('title text');
		await expect(write([{ id: 1, title: 'a', '\ufefftitle': 'b' }])).rejects.toThrow("A record gives column 'title' of public.tasks twice, under names that look alike: 'title', '\\u{feff}title'. Leave one of them out.");
		await fresh('title text, "title " text');
		expect((await write([{ id: 1, title: 'a', 'title ': 'b' }])).counts).toMatchObject({ inserted: 1 });
	});
});

describe('numbers that PostgreSQL gives', () => {
	beforeEach(() => sql(`drop schema public cascade; create schema public; create table tasks (id int generated always as identity, code text primary key, title text); insert into tasks (code, title) values ('a', 'A'), ('b', 'B')`));

	it('are left out of an update where they are the row\'s', async () => {
		expect((await write([{ id: 1, code: 'a', title: 'x' }, { id: 2, code: 'b', title: 'B' }, { id: 7, code: 'c', title: 'C' }], { match: ['code'] })).counts).toMatchObject({ updated: 1, unchanged: 1, inserted: 1 });
		expect(await sql('select * from tasks order by id')).toEqual([{ id: 1, code: 'a', title: 'x' }, { id: 2, code: 'b', title: 'B' }, { id: 7, code: 'c', title: 'C' }]);
	});

	it('have a record fail that says another', async () => {
		const result = await write([{ id: 1, code: 'a', title: 'x' }, { id: 9, code: 'b', title: 'y' }, { id: null, code: 'a2', title: 'z' }], { match: ['code'] });
		expect(result.failures.map(({ index, column, code }) => [index, column, code])).toEqual([[1, 'id', 'IDENTITY_GIVEN'], [2, 'id', '23502']]);
		expect(result.failures[0]?.reason).toBe("PostgreSQL itself numbers 'id' (generated always as identity): its row has 2, which cannot be changed. Leave 'id' out, or give the number that the row has.");
		await expect(write([{ id: 9, code: 'b', title: 'y' }], { match: ['code'], badRows: 'stop' })).rejects.toThrow(/^Record 1 of 1 was refused: PostgreSQL itself numbers 'id'/);
	});
});
