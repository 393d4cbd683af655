import type { Transaction } from '../types';
import { MOVED } from './statements';

/** Positions of the records that call for a write, ascending. */
export interface MovedRecords {
	readonly all: readonly number[];
	/** Those whose row is not there. */
	readonly fresh: readonly number[];
}

/** Reads them as one text each: as rows a million of them would take more memory than the records. */
export async function readMovedRecords(tx: Transaction): Promise<MovedRecords> {
	const [row] = await tx.query<{ all: string | null; fresh: string | null }>({
		text: `select array_agg(ordinal order by ordinal)::text as all, (array_agg(ordinal order by ordinal) filter (where is_new))::text as fresh from ${MOVED}`,
	});
	return { all: positionsIn(row?.all ?? '{}'), fresh: positionsIn(row?.fresh ?? '{}') };
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
	return positions;
}
