import { ConfigurationError } from '../../errors';
import type { Database, Transaction } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import type { JsonObject } from '../../record';
import { getRun, type GuardReport, type RunMode } from '../../run';
import type { OperationLine, PlanPageData } from '../types';
import { readOnly } from './readOnly';

interface Row {
	readonly effective_mode: RunMode;
	readonly trigger: string;
	readonly guards: readonly GuardReport[] | null;
	readonly remarks: readonly string[] | null;
	readonly applied_by: string | null;
	readonly is_undoable: boolean;
	readonly operations: string;
	readonly proposals: string;
	readonly deletions: string;
}

/** Everything the pages show of a run or of its plan, with a page of its operations. Throws a ConfigurationError where the pair has no such run. */
export async function readRunDetail(database: Database, schema: string, query: { readonly pair: string; readonly run: string; readonly from: number; readonly limit: number }): Promise<PlanPageData> {
	const view = await getRun({ database, schema }, { pair: query.pair, run: query.run });
	return await readOnly(database, schema, async (tx, tables) => {
		const row = await readRow(tx, tables, query.run);
		const lines = await readOperations(tx, tables, query);
		return {
			...view, progress: view.progress, conflicts: view.conflictCount, failures: view.failureCount,
			effectiveMode: row.effective_mode, trigger: row.trigger, guards: row.guards ?? [], remarks: row.remarks ?? [], appliedBy: row.applied_by,
			isUndoable: row.is_undoable && view.undoneBy === null && view.status !== 'running',
			operations: { total: Number(row.operations), from: query.from, lines }, proposals: Number(row.proposals), deletions: Number(row.deletions),
		};
	});
}

async function readRow(tx: Transaction, tables: Tables, run: string): Promise<Row> {
	const operations = (where: string): string => `(select count(*) from ${tables.operation} o where o.run = r.id and ${where})`;
	const [row] = await tx.query<Row>({
		text: `select r.effective_mode, r.trigger, r.guards, r.remarks, r.applied_by,
				r.images_cleaned_at is null and exists (select 1 from ${tables.operation} o where o.run = r.id and o.status = 'done' and o.side <> 'none') as is_undoable,
				${operations(`(o.side <> 'none' or o.kind = 'pair')`)} as operations, ${operations(`o.kind = 'pair' and o.status = 'planned'`)} as proposals,
				${operations(`o.kind in ('delete', 'archive') and o.status = 'planned'`)} as deletions
			from ${tables.run} r where r.id = $1`,
		values: [run],
	});
	if (row === undefined) throw new ConfigurationError(`There is no run ${run}.`);
	return row;
}

async function readOperations(tx: Transaction, tables: Tables, { run, from, limit }: { readonly run: string; readonly from: number; readonly limit: number }): Promise<readonly OperationLine[]> {
	const rows = await tx.query<{ id: string; side: OperationLine['side']; kind: string; status: string; local_key: string | null; remote_id: string | null; title: string | null; before_image: JsonObject | null; values_sent: JsonObject | null; reason: string; last_message: string | null }>({
		text: `select o.id, o.side, o.kind, o.status, l.local_key, l.remote_id, l.title, o.before_image, o.values_sent, o.reason, o.last_message
			from ${tables.operation} o join ${tables.link} l on l.id = o.link where o.run = $1 and (o.side <> 'none' or o.kind = 'pair') order by o.id offset $2 limit $3`,
		values: [run, from, limit],
	});
	return rows.map((row) => ({ id: row.id, side: row.side, kind: row.kind, status: row.status, localKey: row.local_key, remoteId: row.remote_id, title: row.title, before: row.before_image, values: row.values_sent, reason: row.reason, message: row.last_message }));
}
