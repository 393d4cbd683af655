import type { INodeExecutionData } from 'n8n-workflow';
import { OUTCOMES, type TableWrite, type TableWriteResult } from '../../../src/postgres';
import { itemOf } from '../../n8n/items';

/** A summary points at this many input items at most. */
const POINTED_AT = 1000;

/** The Result output: counts in one item, or every record with what happened to it, in the order given. */
export function resultItems(write: TableWrite, result: TableWriteResult, facts: { readonly operation: string; readonly durationMs: number; readonly each: boolean }): INodeExecutionData[] {
	if (facts.each) return write.records.flatMap((record, index) => (OUTCOMES[result.outcomes[index] ?? 0] === 'failed' ? [] : [itemOf({ outcome: OUTCOMES[result.outcomes[index] ?? 0], record }, index)]));
	const { not_found: notFound, ...counts } = result.counts;
	const json = {
		operation: facts.operation, table: `${write.target.schema}.${write.target.table}`, dryRun: write.dryRun, ...counts, notFound, batches: result.batches,
		addedColumns: result.addedColumns, ignoredColumns: result.ignoredColumns, writeId: result.writeId, remarks: result.remarks, lastError: result.failures.at(-1)?.reason ?? null, durationMs: facts.durationMs,
	};
	return [{ ...itemOf(json, 0), pairedItem: write.records.slice(0, POINTED_AT).map((_record, item) => ({ item })) }];
}

/** The Failed output: each bad record with the column and the reason. */
export function failedItems(write: TableWrite, result: TableWriteResult): INodeExecutionData[] {
	return result.failures.map(({ index, column, code, reason }) => itemOf({ index, column, code, reason, record: write.records[index] }, index));
}
