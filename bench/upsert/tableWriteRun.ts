import { connectionFromUrl, openDatabase, writeTable } from '../../src/postgres';
import type { GivenRecord, WriteCounts } from '../../src/postgres';
import { plainWrite } from '../../test/support/plainWrite';
import type { TaskRow } from './taskRows';

export interface TimedWrite {
	/** From the rows in memory to the end of the commit, connecting included, in milliseconds. */
	readonly tookMs: number;
	readonly counts: WriteCounts;
}

/** One write as a program would make it: connect, write all or nothing. Its connections are closed afterwards, off the clock. */
export async function timeTableWrite(url: string, rows: readonly TaskRow[]): Promise<TimedWrite> {
	const startedAt = performance.now();
	const database = await openDatabase(connectionFromUrl(url));
	try {
		const { counts } = await writeTable(database, { ...plainWrite, records: rows as unknown as readonly GivenRecord[] });
		return { tookMs: performance.now() - startedAt, counts };
	} finally {
		await database.close();
	}
}
