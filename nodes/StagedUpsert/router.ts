import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { RowRefusedError, openKeptDatabase, undoTableWrite, writeTable, type Database } from '../../src/postgres';
import { errorItem, itemOf } from '../n8n/items';
import { openLocal } from '../n8n/openLocal';
import { toNodeError } from '../n8n/toNodeError';
import { requiredText, valuesOf, wordOf } from '../n8n/values';
import { failedItems, resultItems } from './output/items';
import { packageSchemaOf, readWrite, type WritingOperation } from './input/readWrite';

const OPERATIONS = ['delete', 'insert', 'insertOrUpdate', 'replace', 'undo', 'update', 'validate'] as const;

/** Carries out the chosen operation: a write once for all input items, an undo once for each. */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		const operation = wordOf(context.getNodeParameter('operation', 0), 'Operation', OPERATIONS);
		const database = await openLocal(context, openKeptDatabase, 0);
		try {
			return operation === 'undo' ? await undo(context, database) : await write(context, database, operation);
		} finally {
			await database.close();
		}
	} catch (thrown) {
		const index = thrown instanceof RowRefusedError ? thrown.failure.index : 0;
		const error = toNodeError(context.getNode(), thrown, index);
		if (!context.continueOnFail()) throw error;
		return [[errorItem(error.message, index)], []];
	}
}

async function write(context: IExecuteFunctions, database: Database, operation: WritingOperation): Promise<INodeExecutionData[][]> {
	const startedAt = performance.now();
	const asked = readWrite(context, operation);
	const result = await writeTable(database, asked);
	const each = wordOf(valuesOf(context.getNodeParameter('options', 0, {}))['output'], 'Output', ['summary', 'records'], 'summary') === 'records';
	return [resultItems(asked, result, { operation, durationMs: Math.round(performance.now() - startedAt), each }), failedItems(asked, result)];
}

async function undo(context: IExecuteFunctions, database: Database): Promise<INodeExecutionData[][]> {
	const items: INodeExecutionData[] = [];
	for (let index = 0; index < context.getInputData().length; index += 1) {
		const id = requiredText(context.getNodeParameter('writeId', index), 'Write ID', 'Give the writeId that the write answered.');
		items.push(itemOf({ operation: 'undo', ...(await undoTableWrite(database, packageSchemaOf(valuesOf(context.getNodeParameter('options', index, {}))), id)) }, index));
	}
	return [items, []];
}
