import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SyncEngine } from './engine';
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
import { errorItem } from '../n8n/items';
import type { Outputs } from './output/items';
import { toNodeError } from '../n8n/toNodeError';

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
	const outputs: Outputs = { summary: [], conflicts: [], failures: [] };
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex += 1) {
		try {
			const operation = wordOf(context.getNodeParameter('operation', itemIndex), 'Operation', NAMES);
			const items = await OPERATIONS[operation]({ context, itemIndex, engine });
			outputs.summary.push(...items.summary);
			outputs.conflicts.push(...items.conflicts);
			outputs.failures.push(...items.failures);
		} catch (thrown) {
			const error = toNodeError(context.getNode(), thrown, itemIndex);
			if (!context.continueOnFail()) throw error;
			outputs.summary.push(errorItem(error.message, itemIndex));
		}
	}
	return [outputs.summary, outputs.conflicts, outputs.failures];
}
