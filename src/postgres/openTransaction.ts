import type { ClientBase, QueryResult } from 'pg';
import { BatchSyncError } from '../errors';
import { copyIn } from './copyIn';
import { isConnectionLost } from './translateFailure';
import type { Row, Sql, Transaction } from './types';

/** A transaction in use, and a way to make it refuse further use. */
export interface OpenTransaction {
	readonly transaction: Transaction;
	/** From now on every use is refused: the connection may already serve somebody else. */
	end(): void;
	/** Whether the connection was lost on the way. */
	isLost(): boolean;
}

/**
 * The statements of one transaction on one connection. Savepoints nest, one after the other and not side by side.
 * `translate` turns failures of the server into errors of the engine.
 */
export function openTransaction(client: ClientBase, translate: (error: unknown) => BatchSyncError): OpenTransaction {
	const state = { isOver: false, isLost: false, depth: 0 };

	async function guarded<T>(work: () => Promise<T>): Promise<T> {
		if (state.isOver) throw new BatchSyncError('TRANSACTION_OVER', 'A transaction was used after its end. Await everything that is done in it.');
		try {
			return await work();
		} catch (error) {
			const translated = translate(error);
			state.isLost ||= isConnectionLost(translated);
			throw translated;
		}
	}

	const run = (sql: Sql): Promise<readonly QueryResult[]> => guarded(() => send(client, sql));

	const transaction: Transaction = {
		query: async <T = Row>(sql: Sql) => ((await run(sql)).at(-1)?.rows ?? []) as readonly T[],
		execute: async (sql) => (await run(sql)).reduce((sum, result) => sum + (result.rowCount ?? 0), 0),
		copyIn: async (statement, chunks) => {
			const outcome = await guarded(() => copyIn(client, statement, chunks));
			if (outcome.status === 'source_failed') throw outcome.error;
			return outcome.count;
		},
		savepoint: async (work) => {
			const name = `s${++state.depth}`;
			try {
				await run({ text: `savepoint ${name}` });
				const result = await work();
				await run({ text: `release savepoint ${name}` });
				return result;
			} catch (error) {
				// Where even this fails the transaction is beyond saving; what went wrong first says why.
				if (!state.isLost && !state.isOver) await run({ text: `rollback to savepoint ${name}; release savepoint ${name}` }).catch(() => undefined);
				throw error;
			} finally {
				state.depth--;
			}
		},
	};
	return { transaction, end: () => void (state.isOver = true), isLost: () => state.isLost };
}

/** Several statements in one text (no values) give a result each. No names: poolers keep no prepared statements. */
async function send(client: ClientBase, sql: Sql): Promise<readonly QueryResult[]> {
	const result = (await (sql.values === undefined || sql.values.length === 0 ? client.query(sql.text) : client.query(sql.text, [...sql.values]))) as QueryResult | QueryResult[];
	return Array.isArray(result) ? result : [result];
}
