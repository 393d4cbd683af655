import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { openKeptDatabase } from '../../src/postgres';
import { forEachItem } from '../n8n/forEachItem';
import { errorItem } from '../n8n/items';
import { openLocal } from '../n8n/openLocal';
import { toNodeError } from '../n8n/toNodeError';
import { wordOf } from '../n8n/values';
import * as checkHealth from './operations/checkHealth.operation';
import * as getPrometheusText from './operations/getPrometheusText.operation';
import * as getReport from './operations/getReport.operation';
import type { ItemOperation, OperationName } from './operations/operation';
import * as recommend from './operations/recommend.operation';
import * as recordRun from './operations/recordRun.operation';
import * as renderDashboard from './operations/renderDashboard.operation';

const OPERATIONS: Readonly<Record<Exclude<OperationName, 'recordRun'>, ItemOperation>> = {
	checkHealth: checkHealth.execute,
	getPrometheusText: getPrometheusText.execute,
	getReport: getReport.execute,
	recommend: recommend.execute,
	renderDashboard: renderDashboard.execute,
};

const NAMES: readonly OperationName[] = ['checkHealth', 'getPrometheusText', 'getReport', 'recommend', 'recordRun', 'renderDashboard'];

/** Runs the chosen operation over one database connection: Record Run for all items together, the others once for each. */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	if (count === 0) return [[]];
	try {
		const operation = wordOf(context.getNodeParameter('operation', 0), 'Operation', NAMES);
		const database = await openLocal(context, openKeptDatabase, 0);
		try {
			if (operation === 'recordRun') return [await recordRun.execute(context, database)];
			return await forEachItem(context, 1, async (itemIndex) => [await OPERATIONS[operation]({ context, database, itemIndex })]);
		} finally {
			await database.close();
		}
	} catch (thrown) {
		const error = toNodeError(context.getNode(), thrown, 0);
		if (!context.continueOnFail()) throw error;
		return [Array.from({ length: count }, (_, itemIndex) => errorItem(error.message, itemIndex))];
	}
}
