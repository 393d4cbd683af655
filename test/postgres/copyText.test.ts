import fc from 'fast-check';
import { connectionFromUrl, createCopyEncoder, encodeCopyRow, type Database } from '../../src/postgres';
import { BatchSyncError } from '../../src/errors';
import { propertySettings } from '../record/propertySettings';
import { openAsRole } from '../support/asRole';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

/** A run is a round trip of its own. */
const settings = { ...propertySettings, numRuns: Math.ceil(propertySettings.numRuns / 4) };

describe('the encoder', () => {
	it.each<[string, unknown, string]>([
		['text', '', ''],
		['text', null, '\\N'],
		['text', '\\N', '\\\\N'],
		['text', '\\.', '\\\\.'],
		['text', 'a\tb\nc\rd\\e', 'a\\tb\\nc\\rd\\\\e'],
		['text', 'ü 😀', 'ü 😀'],
		['integer', 0, '0'],
		['double precision', -0, '-0'],
		['double precision', Number.POSITIVE_INFINITY, 'Infinity'],
		['bigint', 9223372036854775807n, '9223372036854775807'],
		['boolean', false, 'false'],
		['jsonb', { a: 'x\ny' }, '{"a":"x\\\\ny"}'],
		['jsonb', 'text', '"text"'],
		['json', [1, null], '[1,null]'],
		['bytea', Buffer.from([0, 255]), '\\\\x00ff'],
		['text[]', [], '{}'],
		['text[]', ['', null, 'NULL', 'a"b\\c', '{,}'], '{"",NULL,"NULL","a\\\\"b\\\\\\\\c","{,}"}'],
		['integer[]', [[1, 2], [3, null]], '{{1,2},{3,NULL}}'],
		['jsonb[]', [{ a: 1 }, [2]], '{"{\\\\"a\\\\":1}","[2]"}'],
		['timestamp with time zone', new Date(0), '1970-01-01T00:00:00.000Z'],
	])('writes a %s %p as COPY reads it', (type, value, expected) => {
		expect(encodeCopyRow([value], [type])).toBe(`${expected}\n`);
	});

	it.each<[string, unknown, RegExp]>([
		['text', 'a\0b', /contains a NUL character/],
		['text', 'a\ud800', /half a surrogate pair/],
		['text[]', ['a\0'], /contains a NUL character/],
		['text', undefined, /no value \(undefined\) was given/],
		['text', { a: 1 }, /type object was given/],
		['jsonb', undefined, /no form in JSON/],
		['jsonb', { a: 1n }, /no form in JSON/],
		['timestamptz', new Date('nonsense'), /invalid date/],
		['text[]', [{}], /element of type object/],
	])('refuses for a %s the value %p by column and row', (type, value, reason) => {
		const encode = createCopyEncoder([{ name: 'id', type: 'integer' }, { name: 'notes', type }]);
		encode([1, null]);
		const refused = (): string => encode([2, value]);
		expect(refused).toThrow(BatchSyncError);
		expect(() => encode([3, value])).toThrow(/^Column 'notes' of row 3 cannot be stored: /);
		expect(refused).toThrow(reason);
	});
});

describe('a round trip through the server', () => {
	let testDatabase: TestDatabase;
	let database: Database;

	beforeAll(async () => {
		testDatabase = await createTestDatabase();
		database = await openAsRole(connectionFromUrl(testDatabase.url));
		await database.transaction((tx) => tx.execute({ text: `create type mood as enum ('sad', 'so, so', 'it''s "fine"\\'); create domain short as varchar(20) check (value <> 'no'); create type pair as (a int, b text)` }));
	});
	afterAll(async () => {
		await database.close();
		await testDatabase.drop();
	});

	/** Copies values into a column and reads them back, by way of `select` where the reading form differs. */
	async function roundTrip(type: string, values: readonly unknown[], select = 'v'): Promise<unknown[]> {
		return await database.transaction(async (tx) => {
			await tx.execute({ text: `create temporary table trip (n int, v ${type}) on commit drop` });
			const encode = createCopyEncoder([{ name: 'n', type: 'integer' }, { name: 'v', type }]);
			await tx.copyIn('copy trip (n, v) from stdin', values.map((value, index) => encode([index, value])));
			return (await tx.query<{ v: unknown }>({ text: `select ${select} as v from trip order by n` })).map(({ v }) => v);
		});
	}

	const difficult = fc.constantFrom('', ' ', '\t', '\n', '\r\n', '\\', '\\N', '\\.', '\\t', 'NULL', '"', "'", '{}', ',', '😀', '\u007f', '\b', '\u2028');
	const text = fc.array(fc.oneof(difficult, fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')))).map((parts) => parts.join(''));
	const json = fc.jsonValue().filter((value) => value !== null && !JSON.stringify(value).includes('\\u0000') && !/\\ud[89a-f]/i.test(JSON.stringify(value))).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
	const digits = fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.integer({ min: 0, max: 12 })).map(([value, scale]) => {
		const sign = value < 0n ? '-' : '';
		const padded = String(value < 0n ? -value : value).padStart(scale + 1, '0');
		return scale === 0 ? `${sign}${padded}` : `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
	}).map((value) => (/^-0(\.0*)?$/.test(value) ? value.slice(1) : value));

	const lossless: ReadonlyArray<[string, fc.Arbitrary<unknown>]> = [
		['text', text],
		['varchar(20)', fc.string({ maxLength: 20, unit: 'grapheme-ascii' })],
		['short', fc.string({ maxLength: 20, unit: 'grapheme-ascii' }).filter((value) => value !== 'no')],
		['mood', fc.constantFrom('sad', 'so, so', `it's "fine"\\`)],
		['json', json],
		['jsonb', json],
		['integer', fc.integer()],
		['bigint', fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String)],
		['numeric', digits],
		['double precision', fc.double()],
		['boolean', fc.boolean()],
		['uuid', fc.uuid()],
		['bytea', fc.uint8Array().map((bytes) => Buffer.from(bytes))],
		['date', fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((value) => value.toISOString().slice(0, 10))],
		['text[]', fc.array(fc.option(text))],
		['integer[]', fc.array(fc.array(fc.option(fc.integer()), { minLength: 2, maxLength: 2 }), { minLength: 1 })],
		['numeric[]', fc.array(digits)],
		['bytea[]', fc.array(fc.uint8Array().map((bytes) => Buffer.from(bytes)))],
		['jsonb[]', fc.array(json)],
		['boolean[]', fc.array(fc.option(fc.boolean()))],
	];

	it.each(lossless)('keeps every %s, null among them', async (type, arbitrary) => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.option(arbitrary), { maxLength: 20 }), async (values) => {
				expect(await roundTrip(type, values)).toEqual(values);
			}),
			settings,
		);
	});

	it.each<[string, readonly string[]]>([
		['timestamptz', ['infinity', '-infinity', '2026-03-29 01:30:00.123456+00', '0044-03-15 12:00:00+00 BC']],
		['timestamp', ['infinity', '-infinity', '2026-03-29 02:30:00']],
		['time', ['23:59:59.999999', '24:00:00']],
		['interval', ['P1Y2M3DT4H5M6.789S', 'PT-1S', 'PT0S']],
		['numeric', ['NaN', 'Infinity', '-Infinity', '0.10', '123456789012345678901234567890.123456789']],
		['int4range', ['[1,5)', 'empty', '(,)', '(,3)']],
		['tstzrange', ['["2026-01-01 00:00:00+00","2026-02-01 00:00:00+00")', 'empty']],
		['int4multirange', ['{[1,2),[5,7)}', '{}']],
		['inet', ['10.0.0.1', 'fe80::/64']],
		['macaddr', ['08:00:2b:01:02:03']],
		['bit(3)', ['101']],
		['point', ['(1.5,-2)']],
		['tsvector', [`'a\\\\b':1 'it''s':2`]],
		['xml', ['<a>\n\t<b c="\\"/></a>']],
		['pair', ['(1,"a ""quoted"" \\\\ text")']],
		['mood[]', ['{sad,"so, so"}']],
	])('keeps the text form of %s', async (type, values) => {
		expect(await roundTrip(type, values, type.endsWith('[]') || type === 'pair' ? 'v::text' : 'v')).toEqual(values);
	});

	it('tells an empty text from null', async () => {
		expect(await roundTrip('text', ['', null], `v is null`)).toEqual([false, true]);
	});

	it('keeps an enum array with NULL elements and backslashes', async () => {
		expect(await roundTrip('mood[]', [['sad', null, `it's "fine"\\`], []], `to_jsonb(v)`)).toEqual([['sad', null, `it's "fine"\\`], []]);
	});
});
