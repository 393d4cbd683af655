import fc from 'fast-check';
import { createCopyEncoder, type ColumnCategory } from '../../src/postgres';
import { BinaryPiece, binaryWriters, type WriteValue } from '../../src/postgres/copyBinary';
import { propertySettings } from '../record/propertySettings';
import { asRole } from '../support/asRole';
import { usePostgres } from '../support/usePostgres';

/** A run is a round trip of its own. */
const settings = { ...propertySettings, numRuns: Math.ceil(propertySettings.numRuns / 4) };
const postgres = usePostgres();
beforeAll(() => postgres.sql(`create type mood as enum ('sad', 'so, so', 'it''s "fine"\\'); create domain short as varchar(20) check (value <> 'no')`));

/** Types that have a binary form, as describeColumns tells of them. */
const TYPES: Readonly<Record<string, readonly [ColumnCategory, string]>> = {
	text: ['text', 'text'], 'varchar(20)': ['text', 'varchar'], 'char(30)': ['text', 'bpchar'], short: ['text', 'varchar'], mood: ['enum', 'mood'], int2: ['number', 'int2'], int4: ['number', 'int4'], int8: ['number', 'int8'],
	float8: ['number', 'float8'], numeric: ['number', 'numeric'], 'numeric(12,3)': ['number', 'numeric'], bool: ['boolean', 'bool'], uuid: ['uuid', 'uuid'], date: ['date', 'date'], timestamptz: ['date', 'timestamptz'],
	'timestamptz(1)': ['date', 'timestamptz'], timestamp: ['date', 'timestamp'], json: ['json', 'json'], jsonb: ['json', 'jsonb'], bytea: ['binary', 'bytea'],
};

function writerOf(type: string): WriteValue {
	const [category, typeName] = TYPES[type] as readonly [ColumnCategory, string];
	return (binaryWriters([{ category, typeName }]) as readonly WriteValue[])[0] as WriteValue;
}

const isBinary = (type: string, value: unknown): boolean => writerOf(type)(startedRow(), value);

function startedRow(): BinaryPiece {
	const piece = new BinaryPiece();
	piece.int16(2);
	return piece;
}

function inBinary(type: string, values: readonly unknown[]): Buffer[] {
	const [write, writeInteger] = [writerOf(type), writerOf('int4')];
	const pieces: Buffer[] = [];
	const piece = new BinaryPiece();
	piece.start();
	values.forEach((value, index) => {
		piece.int16(2);
		writeInteger(piece, index);
		if (value === null) piece.nothing();
		else expect(write(piece, value)).toBe(true);
		if (piece.isFull) pieces.push(piece.take());
	});
	piece.end();
	return [...pieces, piece.take()];
}

/** What PostgreSQL stores of values that are sent as text, and of those sent in binary form. */
async function stored(type: string, values: readonly unknown[]): Promise<{ readonly text: readonly unknown[]; readonly binary: readonly unknown[] }> {
	return await asRole(postgres.database).transaction(async (tx) => {
		await tx.execute({ text: `create temporary table as_text (n int, v ${type}) on commit drop; create temporary table as_binary (n int, v ${type}) on commit drop` });
		const encode = createCopyEncoder([{ name: 'n', type: 'integer' }, { name: 'v', type }]);
		await tx.copyIn('copy as_text from stdin', values.map((value, index) => encode([index, value])));
		await tx.copyIn('copy as_binary from stdin (format binary)', inBinary(type, values));
		// Both as text, and as the bytes of the value.
		const read = async (table: string): Promise<readonly unknown[]> => (await tx.query<{ v: unknown }>({ text: `select v::text || ' ' || pg_column_size(v)::text as v from ${table} order by n` })).map(({ v }) => v);
		return { text: await read('as_text'), binary: await read('as_binary') };
	});
}

const pick = fc.constantFrom;
const digits = (count: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: 10 ** count - 1 }).map((value) => String(value).padStart(count, '0'));
/** Text that PostgreSQL holds, and that was not misread. */
const isPlain = (value: string): boolean => !/[\0\ufffd]/.test(value);
const wellFormed = fc.string({ unit: 'grapheme' }).filter(isPlain);
const day = fc.date({ min: new Date('1801-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
const plainNumber = fc.tuple(pick('', '-'), fc.integer({ min: 0, max: 999_999_999 }), fc.option(fc.integer({ min: 1, max: 6 }).chain(digits))).map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown).filter((value) => value !== null && !/\\u0000|\\ud[89a-f]|\ufffd/i.test(JSON.stringify(value)));
const instant = fc.tuple(day, pick('', '.1', '.123', '.000001', '.999999'), pick('', 'Z', '+00', '+00:00', '-00:00', '+02:00', '-0930', '+14:00'), pick('T', ' ')).map(([at, fraction, zone, separator]) => `${at.toISOString().slice(0, 19).replace('T', separator)}${fraction}${zone}`);
const local = instant.filter((value) => !/[+-](?!00)\d\d:?\d\d$/.test(value));

const VALUES: ReadonlyArray<readonly [string, fc.Arbitrary<unknown>]> = [
	['text', fc.oneof(wellFormed, fc.string({ unit: 'grapheme', minLength: 20, maxLength: 200 }).filter(isPlain))],
	['varchar(20)', fc.string({ maxLength: 20, unit: 'grapheme-ascii' })],
	['char(30)', fc.string({ maxLength: 30, unit: 'grapheme-ascii' })],
	['short', fc.string({ maxLength: 20, unit: 'grapheme-ascii' }).filter((value) => value !== 'no')],
	['mood', pick('sad', 'so, so', `it's "fine"\\`)],
	['int2', fc.integer({ min: -32_767, max: 32_767 })],
	['int4', fc.oneof(fc.integer(), fc.integer().map(String), pick(-0, '-0', '007', '-00012')).filter((value) => value !== -(2 ** 31) && value !== String(-(2 ** 31)))],
	['int8', fc.oneof(fc.maxSafeInteger(), fc.bigInt(-(10n ** 18n) + 1n, 10n ** 18n - 1n).map(String))],
	['float8', fc.double()],
	['numeric', fc.oneof(plainNumber, fc.integer(), pick('0', '-0.00', '0.0001', '10000', '99990001.00010000', `1${'0'.repeat(60)}.${'0'.repeat(40)}1`, 0.1, 12.5, -0))],
	['numeric(12,3)', plainNumber.filter((value) => Math.abs(Number(value)) < 999_999_998)],
	['bool', fc.boolean()],
	['uuid', fc.oneof(fc.uuid(), fc.uuid().map((value) => value.toUpperCase()))],
	['date', day.map((value) => value.toISOString().slice(0, 10))],
	['timestamptz', fc.oneof(instant, day)],
	['timestamptz(1)', instant],
	['timestamp', fc.oneof(local, day)],
	['json', json],
	['jsonb', json],
	['bytea', fc.uint8Array().map((bytes) => Buffer.from(bytes))],
];

it('has values of all types it knows', () => {
	expect(VALUES.map(([type]) => type).sort()).toEqual(Object.keys(TYPES).sort());
});

it.each(VALUES)('stores of a %s just what text would', async (type, values) => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.option(values, { freq: 10 }), { maxLength: 40 }), async (given) => {
			const { text, binary } = await stored(type, given);
			expect(binary).toEqual(text);
		}),
		settings,
	);
});

// Whatever the writer takes, PostgreSQL must take as text, and for the same value: the other way round it would be passed by.
const SPELLINGS: ReadonlyArray<readonly [string, fc.Arbitrary<string>]> = [
	['date', fc.tuple(digits(4), digits(2), digits(2), pick('-', '-', '/')).map(([year, month, date, separator]) => [year, month, date].join(separator))],
	['timestamptz', fc.tuple(pick('1999', '2000', '2024', '1799', '2201'), digits(2), digits(2), pick('T', ' ', 't'), fc.array(digits(2), { minLength: 2, maxLength: 3 }), pick('', '.', '.5', '.1234567'), pick('', 'Z', 'z', '+2', '+02', '-15:00', '+14:60', ' +02:00')).map(([year, month, date, separator, time, fraction, zone]) => `${year}-${month}-${date}${separator}${time.join(':')}${fraction}${zone}`)],
	['int4', fc.string({ unit: pick('-', '0', '9', '1', ' ', 'e'), maxLength: 11 })],
	['numeric', fc.string({ unit: pick('-', '0', '9', '.', ' ', 'e'), maxLength: 8 })],
	['uuid', fc.uuid().chain((value) => pick(value, `{${value}}`, value.replaceAll('-', ''), `${value.slice(0, -1)}g`, value.replace('-', '_'), `${value.slice(0, -1)}ä`))],
];

it.each(SPELLINGS)('takes no spelling of a %s that PostgreSQL would read otherwise', async (type, spellings) => {
	await fc.assert(
		fc.asyncProperty(fc.array(spellings, { minLength: 20, maxLength: 40 }), async (given) => {
			const taken = given.filter((value) => isBinary(type, value));
			const { text, binary } = await stored(type, taken);
			expect(binary).toEqual(text);
		}),
		settings,
	);
});

it.each<readonly [string, unknown]>([
	['text', 5], ['text', 'half \ud800 a pair'], ['text', { a: 1 }], ['mood', true], ['int2', 32_768], ['int4', 2 ** 31], ['int4', 1.5], ['int4', ' 1'], ['int4', '1e3'], ['int4', NaN], ['int4', ''], ['int8', 2 ** 53],
	['int8', '9223372036854775807'], ['float8', '1.5'], ['numeric', 'NaN'], ['numeric', 1e21], ['numeric', '.5'], ['numeric', '5.'], ['numeric', ''], ['numeric', '-'], ['numeric', '9'.repeat(400)], ['bool', 'yes'], ['bool', 1], ['uuid', 'no'],
	['date', 'today'], ['date', '2026-02-29'], ['date', '0001-01-01'], ['date', new Date(0)], ['timestamptz', 'now'], ['timestamptz', '2026-02-30T00:00:00Z'], ['timestamptz', '2026-01-01T24:00:00Z'], ['timestamptz', '2026-01-01'],
	['timestamptz', new Date('nonsense')], ['timestamptz', new Date('3000-01-01')], ['timestamp', '2026-01-01T00:00:00+02:00'], ['jsonb', undefined], ['jsonb', 1n], ['bytea', '\\x00'],
])('leaves to text, for a %s, the value %p', (type, value) => {
	expect(isBinary(type, value)).toBe(false);
});

it('has no form for types that are spelled in too many ways, or that somebody named as one of PostgreSQL\'s', () => {
	const columns: ReadonlyArray<readonly [ColumnCategory, string]> = [['interval', 'interval'], ['array', '_text'], ['other', 'inet'], ['other', 'text'], ['number', 'money'], ['number', 'float4'], ['range', 'int4range']];
	for (const [category, typeName] of columns) expect(binaryWriters([{ category: 'text', typeName: 'text' }, { category, typeName }])).toBeNull();
});

it('grows for a value larger than a piece, in the middle of a row', async () => {
	const long = 'ä'.repeat(200_000);
	const { text, binary } = await stored('text', ['a', long, 'b', `${long}x`]);
	expect(binary).toEqual(text);
});

it('leaves NUL to PostgreSQL, which refuses it', async () => {
	await expect(stored('text', ['fine']).then(() => postgres.database.transaction(async (tx) => {
		await tx.execute({ text: 'create temporary table nul (n int, v text) on commit drop' });
		await tx.copyIn('copy nul from stdin (format binary)', inBinary('text', [`a${'\0'}b`]));
	}))).rejects.toMatchObject({ sqlState: '22021', data: { line: 1 } });
});
