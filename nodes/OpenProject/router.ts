import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { checkNamedVersion, createWorkerPool, type Clock } from '../../src/openproject';
import { errorItem } from '../n8n/items';
import { toNodeError } from '../n8n/toNodeError';
import { wordOf } from '../n8n/values';
import { openSession } from './openSession';
import * as catalogGetAll from './operations/catalogGetAll.operation';
import type { ItemOperation, OperationName, ResourceName, Session } from './operations/operation';
import * as addComment from './operations/workPackageAddComment.operation';
import * as create from './operations/workPackageCreate.operation';
import * as remove from './operations/workPackageDelete.operation';
import * as get from './operations/workPackageGet.operation';
import * as getAll from './operations/workPackageGetAll.operation';
import * as update from './operations/workPackageUpdate.operation';
import * as upsert from './operations/workPackageUpsert.operation';
import { tellUnknown } from './output/unknownProperties';

const RESOURCES: readonly ResourceName[] = ['priority', 'project', 'status', 'type', 'user', 'workPackage'];

const OPERATIONS: Readonly<Record<Exclude<OperationName, 'upsert'>, ItemOperation>> = {
	addComment: addComment.execute,
	create: create.execute,
	delete: remove.execute,
	get: get.execute,
	getAll: getAll.execute,
	update: update.execute,
};

const NAMES: readonly OperationName[] = ['addComment', 'create', 'delete', 'get', 'getAll', 'update', 'upsert'];

/** Runs the chosen operation: for all items at once, or once for each, several at the same time and results in order. */
export async function route(context: IExecuteFunctions, clock: Clock): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	if (count === 0) return [[]];
	const resource = wordOf(context.getNodeParameter('resource', 0), 'Resource', RESOURCES);
	const operation = wordOf(context.getNodeParameter('operation', 0), 'Operation', NAMES);
	try {
		const session = await openSession(context, clock);
		await checkNamedVersion(session.api);
		const outputs = operation === 'upsert' ? await upsert.execute(session) : [await forEachItem(session, resource === 'workPackage' ? OPERATIONS[operation] : catalogGetAll.execute)];
		tellUnknown(session);
		return outputs;
	} catch (thrown) {
		const error = toNodeError(context.getNode(), thrown, 0);
		if (!context.continueOnFail()) throw error;
		const failed = Array.from({ length: count }, (_, itemIndex) => errorItem(error.message, itemIndex));
		return operation === 'upsert' ? [[], failed] : [failed];
	}
}

/** Once something fails and the node is to stop, no further item is begun; those under way are waited for. */
async function forEachItem(session: Session, operation: ItemOperation): Promise<INodeExecutionData[]> {
	const { context, settings } = session;
	const pool = createWorkerPool(settings.workers);
	const failures: Array<{ readonly error: Error; readonly itemIndex: number }> = [];
	const results = await Promise.all(
		context.getInputData().map(async (_item, itemIndex) => await pool.run(async () => {
			if (failures.length > 0 || session.isCancelled()) return [];
			try {
				return await operation(session, itemIndex);
			} catch (thrown) {
				const error = toNodeError(context.getNode(), thrown, itemIndex);
				if (context.continueOnFail()) return [errorItem(error.message, itemIndex)];
				failures.push({ error, itemIndex });
				return [];
			}
		})),
	);
	const first = failures.sort((a, b) => a.itemIndex - b.itemIndex)[0];
	if (first !== undefined) throw first.error;
	return results.flat();
}
