import { arrayLiteral } from '../arrayLiteral';
import type { Transaction } from '../types';
import { positionsIn } from './positionsIn';
import { MOVED, type Statements } from './statements';
import type { WriteMode } from './types';

/** What one pass over staging table and table told. Positions are ascending. */
export interface Classes {
	/** Records whose row is not there. */
	readonly missing: readonly number[];
	/** Records whose row is there and differs; where rows are not compared (insert, delete) those whose row is there. */
	readonly found: readonly number[];
	/** Records whose row holds the same. */
	readonly unchanged: number;
}

/** Positions of the records that call for a write, ascending. */
export interface MovedRecords {
	/** Those whose row is there. */
	readonly there: readonly number[];
	/** Those whose row is not. */
	readonly fresh: readonly number[];
}

/** Positions come as one text each: as rows a million of them would take more memory than the records. */
export async function classify(tx: Transaction, sql: Statements): Promise<Classes> {
	const [row] = await tx.query<{ staged: number; missing: string | null; found: string | null }>({ text: sql.classify });
	const [missing, found] = [positionsIn(row?.missing), positionsIn(row?.found)];
	return { missing, found, unchanged: (row?.staged ?? 0) - missing.length - found.length };
}

export function movedIn({ missing, found }: Classes, mode: WriteMode): MovedRecords {
	return { there: mode === 'insert' ? [] : found, fresh: mode === 'update' || mode === 'delete' ? [] : missing };
}

/** Puts the records that call for a write where the statements that write look for them. */
export async function noteMoved(tx: Transaction, { there, fresh }: MovedRecords): Promise<void> {
	await tx.execute({ text: `create temporary table ${MOVED.slice('pg_temp.'.length)} (ordinal integer not null, is_new boolean not null) on commit drop` });
	await tx.execute({
		text: `insert into ${MOVED} select ordinal, false from unnest($1::int4[]) ordinal union all select ordinal, true from unnest($2::int4[]) ordinal`,
		values: [arrayLiteral(there, false), arrayLiteral(fresh, false)],
	});
}
