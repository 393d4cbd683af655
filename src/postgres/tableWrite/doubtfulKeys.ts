import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { ORDINAL } from './stage';
import type { RowFailure } from './types';

export interface DoubtfulKeys {
	readonly failures: readonly RowFailure[];
	/** Positions of records whose key another record is taken for. */
	readonly dropped: readonly number[];
}

/**
 * Records of a staging table without a whole key, and those whose key others have too, as the columns' own types compare them.
 * `refuse` answers all of these as failures, `first` and `last` answer the positions to be dropped.
 */
export async function doubtfulKeys(tx: Transaction, table: string, match: readonly string[], duplicates: 'refuse' | 'first' | 'last'): Promise<DoubtfulKeys> {
	const keys = match.map(quoteIdentifier);
	const isNull = keys.map((key) => `${key} is null`).join(' or ');
	const [state] = await tx.query<{ incomplete: boolean; repeated: boolean }>({
		text: `select exists (select 1 from ${table} where ${isNull}) as incomplete, exists (select 1 from ${table} where not (${isNull}) group by ${keys.join(', ')} having count(*) > 1) as repeated`,
	});
	const failures: RowFailure[] = [];
	const dropped: number[] = [];
	if (state?.incomplete === true) {
		const rows = await tx.query<{ ordinal: number }>({ text: `select ${ORDINAL} as ordinal from ${table} where ${isNull} order by 1` });
		failures.push(...rows.map(({ ordinal }): RowFailure => ({ index: ordinal, column: match[0] ?? null, code: 'KEY_MISSING', reason: `It has no value in ${match.join(', ')}, so nothing says which row is meant.` })));
	}
	if (state?.repeated === true) {
		const rows = await tx.query<{ ordinal: number; taken: number; key: string; count: number }>({
			text: `select * from (
					select ${ORDINAL} as ordinal, count(*) over same as count, concat_ws(', ', ${keys.map((key) => `${key}::text`).join(', ')}) as key,
						${duplicates === 'first' ? 'min' : 'max'}(${ORDINAL}) over same as taken
					from ${table} where not (${isNull}) window same as (partition by ${keys.join(', ')})
				) d where count > 1 order by 1`,
		});
		if (duplicates === 'refuse') failures.push(...rows.map(({ ordinal, key, count }): RowFailure => ({ index: ordinal, column: match[0] ?? null, code: 'DUPLICATE_KEY', reason: `${String(count)} records have the key ${key}, and only one of them can be meant.` })));
		else dropped.push(...rows.filter(({ ordinal, taken }) => ordinal !== taken).map(({ ordinal }) => ordinal));
	}
	return { failures, dropped };
}
