import type { ColumnDescription } from '../describeColumns';
import { quoteIdentifier } from '../quoteIdentifier';
import { DatabaseError } from '../../errors';
import type { RangeUse } from './applyCarefully';
import type { Fates } from './fates';
import { ORDINAL, STAGED } from './stage';
import { MOVED } from './statements';

/** The key under which the table keeps a record, as text, by match column. */
export interface LearnedKey {
	readonly ordinal: number;
	readonly key: readonly string[];
}

/** Thrown to have PostgreSQL take back what was only tried. */
class Tried extends Error {
	constructor(readonly keys: ReadonlyArray<readonly string[]>) {
		super();
	}
}

/** SQLSTATE of one statement that writes a row twice. */
const WRITTEN_TWICE = '21000';

/**
 * The keys under which the table would keep records that are not there under their own: they are inserted, and taken back. Rows come
 * back in the order they went in, so that they are matched by position, never by what was sent. What a trigger leaves out has none.
 */
export async function learnKeys(use: RangeUse, ordinals: readonly number[]): Promise<readonly LearnedKey[]> {
	const learned: LearnedKey[] = [];
	const parts: Array<readonly number[]> = [ordinals];
	for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
		const keys = await tryInsert(use, part);
		if (keys !== null && keys.length === part.length) learned.push(...keys.map((key, position) => ({ ordinal: (part as readonly number[])[position] as number, key })));
		if (part.length === 1 || (keys !== null && (keys.length === 0 || keys.length === part.length))) continue;
		const middle = part.length >> 1;
		parts.push(part.slice(middle), part.slice(0, middle));
	}
	return learned.sort((one, other) => one.ordinal - other.ordinal);
}

/** Null where two of them would be one row. */
async function tryInsert({ tx, prepared, sql }: RangeUse, ordinals: readonly number[]): Promise<ReadonlyArray<readonly string[]> | null> {
	const { match } = prepared.write;
	const some = quoteIdentifier((prepared.description.columns.find((column) => !column.generated && column.identity !== 'always') as ColumnDescription).name);
	const text = `${sql.insertion.head} m.ordinal = any($1::int4[]) order by m.ordinal ${sql.insertion.conflict} do update set ${some} = t.${some} returning json_build_array(${match.map((name) => `t.${quoteIdentifier(name)}::text`).join(', ')}) as key`;
	try {
		return await tx.savepoint(async () => {
			const rows = await tx.query<{ key: readonly string[] }>({ text, values: [ordinals] });
			throw new Tried(rows.map(({ key }) => key));
		});
	} catch (error) {
		if (error instanceof Tried) return error.keys;
		if (error instanceof DatabaseError && error.sqlState === WRITTEN_TWICE) return null;
		throw error;
	}
}

/**
 * Stages records under the keys the table spells for them, found by them from now on. A key that comes out otherwise every time is no
 * key: such records, and those whose key others have too, fail.
 */
export async function takeTheirKeys(use: RangeUse, learned: readonly LearnedKey[], fates: Fates): Promise<void> {
	const { tx, prepared } = use;
	const { match } = prepared.write;
	const again = new Map((await learnKeys(use, learned.map(({ ordinal }) => ordinal))).map(({ ordinal, key }) => [ordinal, key]));
	const spelled = learned.filter(({ ordinal, key }) => JSON.stringify(again.get(ordinal)) === JSON.stringify(key));
	const isSpelled = new Set(spelled.map(({ ordinal }) => ordinal));
	const table = `${prepared.description.schema}.${prepared.description.table}`;
	const given = learned.filter(({ ordinal }) => !isSpelled.has(ordinal)).map(({ ordinal }) => ordinal);
	fates.refused.push(...given.map((index) => ({ index, column: match[0] ?? null, code: 'KEY_GIVEN', reason: `${table} gives new rows a ${match.join(', ')} of its own, so that under the one given it would never be found, and every write would add one more row. Match by other columns, or insert without ${match.join(', ')}.` })));
	const columns = match.map((name) => prepared.description.columns.find((column) => column.name === name) as ColumnDescription);
	const sets = columns.map(({ name, type }, index) => `${quoteIdentifier(name)} = (k.key ->> ${index})::${type}`).join(', ');
	await tx.execute({ text: `update ${STAGED} s set ${sets} from json_to_recordset($1) as k (ordinal int4, key json) where s.${ORDINAL} = k.ordinal`, values: [JSON.stringify(spelled)] });
	const same = match.map((name) => `o.${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`).join(' and ');
	const doubled = await tx.query<{ ordinal: number }>({ text: `select s.${ORDINAL} as ordinal from ${STAGED} s where s.${ORDINAL} = any($1::int4[]) and exists (select 1 from ${STAGED} o where ${same} and o.${ORDINAL} <> s.${ORDINAL}) order by 1`, values: [[...isSpelled]] });
	fates.refused.push(...doubled.map(({ ordinal: index }) => ({ index, column: match[0] ?? null, code: 'DUPLICATE_KEY', reason: `Another record has the same ${match.join(', ')} as ${table} spells it, and only one of them can be meant.` })));
	await tx.execute({ text: `delete from ${MOVED} where ordinal = any($1::int4[])`, values: [[...given, ...doubled.map(({ ordinal }) => ordinal)]] });
}
