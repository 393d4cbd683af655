import type { Database } from '../../postgres';
import { getRun } from '../../run';
import type { CurrentRun } from '../types';
import { readOnly } from './readOnly';

/** The pair's newest run, and how far it is if it goes on. */
export interface ProgressFacts {
	readonly newest: string | null;
	readonly current: CurrentRun | null;
}

/** How far the run of a pair is. */
export async function readProgress(database: Database, schema: string, pair: string): Promise<ProgressFacts> {
	const runs = await readOnly(database, schema, (tx, tables) =>
		tx.query<{ newest: string | null; running: string | null }>({ text: `select max(r.id) as newest, max(r.id) filter (where r.status = 'running') as running from ${tables.run} r join ${tables.pair} p on p.id = r.pair where p.name = $1`, values: [pair] }));
	const { newest = null, running = null } = runs[0] ?? {};
	return { newest, current: running === null ? null : await readCurrent(database, schema, { pair, run: running }) };
}

/** A run that goes on, null where it has ended meanwhile. */
export async function readCurrent(database: Database, schema: string, query: { readonly pair: string; readonly run: string }): Promise<CurrentRun | null> {
	const view = await getRun({ database, schema }, query);
	if (view.status !== 'running') return null;
	return { run: view.run, message: view.message, startedAt: view.startedAt, startedBy: view.startedBy, done: view.progress?.done ?? 0, total: view.progress?.total ?? 0, isCancelRequested: view.isCancelRequested };
}
