import type { ColumnDescription } from '../describeColumns';
import { differs } from '../differs';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { classify, noteMoved } from './classify';
import type { UniqueIndex } from './describeUniqueIndexes';
import { imagesOf } from './images';
import { ORDINAL, STAGED, stage, unstage } from './stage';
import { MOVED, statementsFor } from './statements';
import type { Prepared, Shape } from './types';

/**
 * Has the rows of a shape whose values in a unique index are to change hold values there that nobody else has or is to have, until they
 * are written. Answers how many rows did.
 */
export async function stepAside(tx: Transaction, prepared: Prepared, indexes: readonly UniqueIndex[], shape: Shape, writeId: string | null): Promise<number> {
	const { write, description } = prepared;
	const sql = statementsFor(prepared, shape.columns);
	const column = (name: string): ColumnDescription => description.columns.find((one) => one.name === name) as ColumnDescription;
	const moves = new Map<string, string>();
	const changing = new Set<string>();
	for (const index of indexes) {
		const about = index.about.filter((name) => sql.written.includes(name));
		const own = about.filter((name) => index.columns?.includes(name) ?? true).map(column);
		const aside = own.map((one) => ({ name: one.name, notNull: one.notNull, value: asideOf(one, sql.target) })).filter(({ value }) => value !== null).sort((one, other) => Number(one.notNull) - Number(other.notNull))[0];
		if (aside === undefined) continue;
		moves.set(aside.name, aside.value as string);
		for (const name of about) changing.add(name);
	}
	if (moves.size === 0 || shape.indexes.length === 0) return 0;
	await stage(tx, { ...write, description, columns: shape.columns, indexes: shape.indexes });
	const { found } = await classify(tx, sql);
	await noteMoved(tx, { there: found, fresh: [] });
	if (writeId !== null && write.images !== null) await imagesOf(tx, write.images.schema, writeId, write.match, sql).noteBefore('updated', { from: 0, to: write.records.length });
	const sets = [...moves].map(([name, value]) => `${quoteIdentifier(name)} = ${value}`).join(', ');
	const differing = [...changing].map((name) => differs(column(name), 't', 's')).join(' or ');
	const count = await tx.execute({ text: `update ${sql.target} t set ${sets} from ${STAGED} s join ${MOVED} m on m.ordinal = s.${ORDINAL} where ${sql.keyMatches} and (${differing})` });
	await tx.execute({ text: `drop table ${MOVED}` });
	await unstage(tx);
	return count;
}

/** SQL of a value of its own for every record `m`, which no row holds and none is likely to be given; null for types that have too few. */
function asideOf({ name, notNull, typeName, category, maxLength }: ColumnDescription, target: string): string | null {
	if (!notNull) return 'null';
	const column = quoteIdentifier(name);
	const beyond = (none: string, condition = 'true'): string => `coalesce((select max(o.${column}) from ${target} o where ${condition.replaceAll('$', `o.${column}`)}), ${none})`;
	switch (typeName) {
		case 'int2': return `${beyond('0')} + 1000 + m.ordinal`;
		case 'int4':
		case 'int8':
		case 'float8':
		case 'numeric': return `${beyond('0', `$::text <> 'NaN'`)} + 1000003 + m.ordinal`;
		case 'uuid': return 'gen_random_uuid()';
		case 'date': return `${beyond(`date '2000-01-01'`, 'isfinite($)')} + 1000 + m.ordinal`;
		case 'timestamp':
		case 'timestamptz': return `${beyond(`timestamp '2000-01-01'`, 'isfinite($)')} + (1000 + m.ordinal) * interval '1 day'`;
		default: return category === 'text' ? `left('~' || md5(random()::text || m.ordinal::text), ${maxLength ?? 33})` : null;
	}
}
