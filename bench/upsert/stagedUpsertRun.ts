import { connectionFromUrl, openDatabase, stagedUpsert } from '../../src/postgres';
import type { Transaction, UpsertCounts } from '../../src/postgres';
import type { SentStatement } from './psql';
import { COLUMNS, type TaskRow } from './taskRows';

export interface TimedUpsert {
	/** From the rows in memory to the end of the commit, connecting included, in milliseconds. */
	readonly tookMs: number;
	readonly counts: UpsertCounts;
	readonly sent: readonly SentStatement[];
}

/** One upsert as a program would make it: connect, upsert in one transaction. Its connections are closed afterwards, off the clock. */
export async function timeStagedUpsert(url: string, rows: readonly TaskRow[]): Promise<TimedUpsert> {
	const sent: SentStatement[] = [];
	const startedAt = performance.now();
	const database = await openDatabase(connectionFromUrl(url));
	try {
		const counts = await database.transaction((tx) =>
			stagedUpsert(recording(tx, sent), { target: { schema: 'public', table: 'tasks' }, key: ['id'], columns: COLUMNS, rows: valuesOf(rows), onExisting: 'update' }),
		);
		return { tookMs: performance.now() - startedAt, counts, sent };
	} finally {
		await database.close();
	}
}

function* valuesOf(rows: readonly TaskRow[]): Generator<readonly unknown[]> {
	for (const row of rows) yield COLUMNS.map((column) => row[column]);
}

/** Notes the few statements of an upsert as they go out. */
function recording(tx: Transaction, sent: SentStatement[]): Transaction {
	const note = (text: string, isCopy = false): void => void sent.push({ text, isCopy });
	return {
		query: (sql) => (note(sql.text), tx.query(sql)),
		execute: (sql) => (note(sql.text), tx.execute(sql)),
		copyIn: (statement, chunks) => (note(statement, true), tx.copyIn(statement, chunks)),
		savepoint: (work) => tx.savepoint(work),
	};
}
