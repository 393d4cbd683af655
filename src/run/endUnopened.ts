import { isLockFailure } from '../postgres';
import { endRun, insertRun } from '../postgres/stores/runStore';
import type { Tables } from '../postgres/stores/tables';
import { bareResult } from './bareResult';
import type { EnginePorts } from './engine';
import { taskOf } from './settings';
import type { RunRequest, RunResult } from './types';

/**
 * Somebody has the pair's table locked, so that it could not even be looked at what it is: a pair that is known keeps that in its
 * history, as a run that ended in part. Throws what was given where it is anything else, or the pair is new.
 */
export async function endUnopened(ports: EnginePorts, tables: Tables, asked: { readonly name: string; readonly request: RunRequest; readonly begunAt: number }, error: unknown): Promise<RunResult> {
	if (!isLockFailure(error)) throw error;
	const { name, request, begunAt } = asked;
	const message = `Stopped early, before anything was looked at; the next run goes on from there. ${error.message}`;
	return await ports.database.transaction(async (tx) => {
		const [pair] = await tx.query<{ id: string }>({ text: `select id from ${tables.pair} where name = $1`, values: [name] });
		if (pair === undefined) throw error;
		const run = await insertRun(tx, tables, { pair: pair.id, mode: request.mode, request });
		const finishedAt = await endRun(tx, tables, run.id, { status: 'partial', effectiveMode: request.mode, message, guards: [], remarks: [], counts: null, openPlan: null, metrics: null });
		return bareResult(ports, { run, pair: name, request, task: taskOf(request).kind, effectiveMode: request.mode, status: 'partial', message, finishedAt, begunAt, remarks: [], written: { local: 0, remote: 0 } });
	});
}
