import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { RunRequest } from '../../src/run';
import { readPair } from './input/pairConfiguration';
import { runRequestOf } from './input/runRequest';
import { runSettingsOf } from './input/runSettings';
import { booleanOf, valuesOf } from './input/values';
import { openPorts } from './openPorts';
import type { OperationCall } from './operations/operation';
import { hintsOf } from './output/hints';
import { itemsOfResult, type Outputs } from './output/items';

/** Reads everything before anything is opened, runs the pair once, and closes every connection whatever happens. */
export async function performRun(call: OperationCall, { preview }: { readonly preview: boolean }): Promise<Outputs> {
	const { context, itemIndex, engine } = call;
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const pair = readPair(context, itemIndex);
	const settings = runSettingsOf(options);
	const request = runRequestOf(
		{ mode: context.getNodeParameter('mode', itemIndex), ids: context.getNodeParameter('ids', itemIndex, ''), options },
		originOf(context),
		preview,
	);
	const allowSetUp = booleanOf(options['allowSetUp'], 'Allow Set Up', true);
	const opened = await openPorts(call, pair, settings);
	try {
		const result = await engine.runSync(opened.ports, pair, settings, request, { allowSetUp });
		if (result.status === 'failed') throw new NodeOperationError(context.getNode(), result.message, { itemIndex, description: `Run ${result.run} of pair '${result.pair}'.` });
		context.addExecutionHints(...hintsOf(result));
		return itemsOfResult(result, itemIndex);
	} finally {
		await opened.close();
	}
}

/** Who or what started the run, as far as n8n tells: for the record, and for the message of a skipped run. */
function originOf(context: IExecuteFunctions): Pick<RunRequest, 'trigger' | 'startedBy'> {
	const { id, name } = context.getWorkflow();
	const isTool = typeof context.isToolExecution === 'function' && context.isToolExecution();
	const workflow = name === undefined || name === '' ? (id ?? 'unsaved') : name;
	return { trigger: isTool ? 'tool' : context.getMode(), startedBy: `n8n workflow '${workflow}', execution ${context.getExecutionId()}` };
}
