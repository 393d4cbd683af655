import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SyncEngine } from './engine';
import { forEachItem } from '../n8n/forEachItem';
import { wordOf } from '../n8n/values';
import * as applyPlan from './operations/applyPlan.operation';
import * as cancelRun from './operations/cancelRun.operation';
import * as getRun from './operations/getRun.operation';
import type { Operation, OperationName } from './operations/operation';
import * as previewPlan from './operations/previewPlan.operation';
import * as releaseLinks from './operations/releaseLinks.operation';
import * as resync from './operations/resync.operation';
import * as runSync from './operations/runSync.operation';
import * as setUp from './operations/setUp.operation';
import * as undoRun from './operations/undoRun.operation';

const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
	applyPlan: applyPlan.execute,
	cancelRun: cancelRun.execute,
	getRun: getRun.execute,
	previewPlan: previewPlan.execute,
	releaseLinks: releaseLinks.execute,
	resync: resync.execute,
	runSync: runSync.execute,
	setUp: setUp.execute,
	undoRun: undoRun.execute,
};

const NAMES = Object.keys(OPERATIONS) as OperationName[];

/**
 * Runs the chosen operation once for every input item, one after the other, and lays the results on the three
 * outputs. A failing item stops the node, or becomes an item of its own where the node continues on failure.
 */
export async function route(context: IExecuteFunctions, engine: SyncEngine): Promise<INodeExecutionData[][]> {
	return await forEachItem(context, 3, async (itemIndex) => {
		const operation = wordOf(context.getNodeParameter('operation', itemIndex), 'Operation', NAMES);
		const { summary, conflicts, failures } = await OPERATIONS[operation]({ context, itemIndex, engine });
		return [summary, conflicts, failures];
	});
}
