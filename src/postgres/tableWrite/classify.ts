import type { Transaction } from '../types';
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
	readonly all: readonly number[];
	/** Those whose row is not there. */
	readonly fresh: readonly number[];
}

/** Positions come as one text each: as rows a million of them would take more memory than the records. */
export async function classify(tx: Transaction, sql: Statements): Promise<Classes> {
	const [row] = await tx.query<{ staged: number; missing: string | null; found: string | null }>({ text: sql.classify });
	const [missing, found] = [positionsIn(row?.missing ?? '{}'), positionsIn(row?.found ?? '{}')];
	return { missing, found, unchanged: (row?.staged ?? 0) - missing.length - found.length };
}

export function movedIn({ missing, found }: Classes, mode: WriteMode): MovedRecords {
	switch (mode) {
		case 'insert_or_update':
		case 'replace': return { all: found.length === 0 ? missing : ascending([...missing, ...found]), fresh: missing };
		case 'insert': return { all: missing, fresh: missing };
		case 'update':
		case 'delete': return { all: found, fresh: [] };
	}
}

/** Puts the records that call for a write where the statements that write look for them. */
export async function noteMoved(tx: Transaction, { all, fresh }: MovedRecords): Promise<void> {
	await tx.execute({ text: `create temporary table ${MOVED.slice('pg_temp.'.length)} (ordinal integer not null, is_new boolean not null) on commit drop` });
	const isNew = fresh.length === all.length ? 'true' : fresh.length === 0 ? 'false' : 'm.ordinal = any($2::int4[])';
	await tx.execute({ text: `insert into ${MOVED} select m.ordinal, ${isNew} from unnest($1::int4[]) m (ordinal)`, values: [`{${all.join(',')}}`, ...(isNew.includes('$2') ? [`{${fresh.join(',')}}`] : [])] });
}

/** '{1,20,300}' as numbers. */
function positionsIn(array: string): readonly number[] {
	const positions: number[] = [];
	let start = 1;
	while (start < array.length - 1) {
		const comma = array.indexOf(',', start);
		const end = comma < 0 ? array.length - 1 : comma;
		positions.push(Number(array.slice(start, end)));
		start = end + 1;
	}
	return ascending(positions);
}

function ascending(positions: number[]): readonly number[] {
	return positions.sort((one, other) => one - other);
}
