import { readArray } from './readArray';

type Parse = (text: string) => unknown;

/** Object ids of PostgreSQL's built-in types (pg_type.dat), with their array types. */
const SCALARS: ReadonlyArray<{ readonly oids: readonly number[]; readonly arrays: readonly number[]; readonly parse: Parse }> = [
	{ oids: [16], arrays: [1000], parse: (text) => text === 't' },
	// int2, int4, oid, float4, float8
	{ oids: [21, 23, 26, 700, 701], arrays: [1005, 1007, 1028, 1021, 1022], parse: parseNumber },
	// json, jsonb
	{ oids: [114, 3802], arrays: [199, 3807], parse: (text) => JSON.parse(text) as unknown },
	{ oids: [17], arrays: [1001], parse: parseBytea },
	// name, int8, text, bpchar, varchar, date, time, timestamp, timestamptz, interval, timetz, numeric, uuid
	{
		oids: [19, 20, 25, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1266, 1700, 2950],
		arrays: [1003, 1016, 1009, 1014, 1015, 1182, 1183, 1115, 1185, 1187, 1270, 1231, 2951],
		parse: (text) => text,
	},
];

function parseNumber(text: string): number {
	// 'NaN', 'Infinity' and '-Infinity' are PostgreSQL's spellings as well as JavaScript's.
	return Number(text);
}

function parseBytea(text: string): Buffer {
	return Buffer.from(text.slice(2), 'hex');
}

const parsers: ReadonlyMap<number, Parse> = new Map(
	SCALARS.flatMap(({ oids, arrays, parse }) => [
		...oids.map((oid) => [oid, parse] as const),
		...arrays.map((oid) => [oid, (text: string) => readArray(text, parse)] as const),
	]),
);

const asText: Parse = (text) => text;

/**
 * Turns values PostgreSQL sends (as text) into JavaScript ones, for one client and not for everybody who uses `pg` in
 * this process: int8, numeric, dates and times stay text, json is parsed, bytea becomes a Buffer, arrays of these
 * become arrays. Everything else, enums and their arrays too, stays text.
 */
export const valueReaders = {
	getTypeParser: (oid: number): Parse => parsers.get(oid) ?? asText,
};
