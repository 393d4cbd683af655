import type { ClientBase, QueryResult } from 'pg';
import { BatchSyncError, DatabaseError } from '../errors';
import { copyIn } from './copyIn';
import { isConnectionLost, STOPPED } from './translateFailure';
import type { Row, Sql, Transaction } from './types';
import { watchStatement, type Watch, type Watched } from './watchStatement';

/** A transaction in use, and a way to make it refuse further use. */
export interface OpenTransaction {
	readonly transaction: Transaction;
	/** Opens it on the server; from now on its statements are looked after as `watch` says. */
	begin(text: string, watch: (session: Watch['session']) => Watch): Promise<void>;
	/** Commits, and answers what PostgreSQL made of it: ROLLBACK where a statement had failed. What `failed` makes of a failure is thrown. */
	commit(failed: (error: unknown, seen: Watched) => unknown): Promise<string>;
	/** From now on every use is refused: the connection may already serve somebody else. */
	end(): void;
	/** Whether the connection was lost on the way. */
	isLost(): boolean;
}

const QUERY_CANCELED = '57014';

/**
 * The statements of one transaction on one connection. Savepoints nest, one after the other and not side by side.
 * `translate` turns failures of the server into errors of the engine.
 */
export function openTransaction(client: ClientBase, translate: Translate): OpenTransaction {
	const state: { isOver: boolean; isLost: boolean; depth: number; watch: Watch | undefined } = { isOver: false, isLost: false, depth: 0, watch: undefined };

	async function guarded<T>(work: () => Promise<T>): Promise<T> {
		if (state.isOver) throw new BatchSyncError('TRANSACTION_OVER', 'A transaction was used after its end. Await everything that is done in it.');
		if (state.watch?.signal?.aborted === true) throw stopped();
		const failed = (error: unknown, seen?: Watched): BatchSyncError => {
			const translated = translate(error, seen);
			state.isLost ||= isConnectionLost(translated);
			return translated;
		};
		if (state.watch !== undefined) return await watchStatement(state.watch, work, failed);
		try {
			return await work();
		} catch (error) {
			throw failed(error);
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
	return {
		transaction,
		begin: async (text, watch) => {
			const [session] = await transaction.query<Watch['session']>({ text });
			if (session !== undefined) state.watch = watch(session);
		},
		commit: async (failed) => {
			const work = async (): Promise<string> => (await client.query('commit')).command;
			if (state.watch === undefined) throw new BatchSyncError('TRANSACTION_OVER', 'A transaction was to be committed that had not begun.');
			return await watchStatement(state.watch, work, failed);
		},
		end: () => void (state.isOver = true),
		isLost: () => state.isLost,
	};
}

/** Turns failures of the server into errors of the engine; `seen`: what a statement met from outside. */
export type Translate = (error: unknown, seen?: Watched) => BatchSyncError;

function stopped(): DatabaseError {
	return new DatabaseError(STOPPED, QUERY_CANCELED, { data: { stopped: true } });
}

/** Several statements in one text (no values) give a result each. No names: poolers keep no prepared statements. */
async function send(client: ClientBase, sql: Sql): Promise<readonly QueryResult[]> {
	const result = (await (sql.values === undefined || sql.values.length === 0 ? client.query(sql.text) : client.query(sql.text, [...sql.values]))) as QueryResult | QueryResult[];
	return Array.isArray(result) ? result : [result];
}
