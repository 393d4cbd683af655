import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { openKeptDatabase } from '../../src/postgres';
import { forEachItem } from '../n8n/forEachItem';
import { errorItem } from '../n8n/items';
import { openLocal } from '../n8n/openLocal';
import { toNodeError } from '../n8n/toNodeError';
import { wordOf } from '../n8n/values';
import * as exportCsv from './operations/exportCsv.operation';
import * as getMany from './operations/getMany.operation';
import * as getReport from './operations/getReport.operation';
import { DECIDING, type BatchOperation, type ItemOperation, type OperationName, type Outputs } from './operations/operation';
import * as reopen from './operations/reopen.operation';
import * as resolve from './operations/resolve.operation';
import * as resolveMany from './operations/resolveMany.operation';

const FOR_EACH_ITEM: Readonly<Record<Exclude<OperationName, 'reopen' | 'resolve'>, ItemOperation>> = { exportCsv: exportCsv.execute, getAll: getMany.execute, getReport: getReport.execute, resolveMany: resolveMany.execute };
const FOR_ALL_ITEMS: Readonly<Record<'reopen' | 'resolve', BatchOperation>> = { reopen: reopen.execute, resolve: resolve.execute };
const NAMES: readonly OperationName[] = ['exportCsv', 'getAll', 'getReport', 'reopen', 'resolve', 'resolveMany'];

/** Runs the chosen operation over one connection: for all items at once, or once for each. */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const operation = wordOf(context.getNodeParameter('operation', 0), 'Operation', NAMES);
	const outputs = await perform(context, operation);
	return DECIDING.includes(operation) ? outputs : outputs.slice(0, 1);
}

async function perform(context: IExecuteFunctions, operation: OperationName): Promise<INodeExecutionData[][]> {
	try {
		const database = await openLocal(context, openKeptDatabase, 0);
		try {
			if (operation === 'reopen' || operation === 'resolve') return asList(await FOR_ALL_ITEMS[operation]({ context, database }));
			return await forEachItem(context, 2, async (itemIndex) => asList(await FOR_EACH_ITEM[operation]({ context, database, itemIndex })));
		} finally {
			await database.close();
		}
	} catch (thrown) {
		const error = toNodeError(context.getNode(), thrown, 0);
		if (!context.continueOnFail()) throw error;
		return [context.getInputData().map((_item, itemIndex) => errorItem(error.message, itemIndex)), []];
	}
}

function asList({ done, refused }: Outputs): INodeExecutionData[][] {
	return [done, refused];
}
