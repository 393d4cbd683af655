import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { EnginePorts, PairConfiguration, RunRequest, RunSettings } from '../../src/run';
import { readPair } from './input/pairConfiguration';
import { runRequestOf } from './input/runRequest';
import { runSettingsOf } from './input/runSettings';
import { booleanOf, valuesOf } from '../n8n/values';
import { openPorts } from './openPorts';
import type { OperationCall } from './operations/operation';
import { hintsOf } from './output/hints';
import { itemsOfResult, type Outputs } from './output/items';

/** Reads everything before anything is opened, runs the pair once, and closes every connection whatever happens. */
export async function performRun(call: OperationCall, { preview }: { readonly preview: boolean }): Promise<Outputs> {
	const { context, itemIndex } = call;
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const pair = readPair(context, itemIndex);
	const settings = runSettingsOf(options);
	const request = runRequestOf(
		{ mode: context.getNodeParameter('mode', itemIndex), ids: context.getNodeParameter('ids', itemIndex, '') },
		originOf(context),
		preview,
	);
	const allowSetUp = booleanOf(options['allowSetUp'], 'Allow Set Up', true);
	const opened = await openPorts(call, pair, settings);
	try {
		return await carryOut(call, { ports: opened.ports, pair, settings, request, allowSetUp });
	} finally {
		await opened.close();
	}
}

/** Everything the engine is called with for one run. */
export interface RunCall {
	readonly ports: EnginePorts;
	readonly pair: PairConfiguration;
	readonly settings: RunSettings;
	readonly request: RunRequest;
	readonly allowSetUp: boolean;
}

/** Runs the engine once and lays its result out as items, with hints beside them. */
export async function carryOut({ context, itemIndex, engine }: OperationCall, run: RunCall): Promise<Outputs> {
	const result = await engine.runSync(run.ports, run.pair, run.settings, run.request, { allowSetUp: run.allowSetUp });
	if (result.status === 'failed') throw new NodeOperationError(context.getNode(), result.message, { itemIndex, description: `Run ${result.run} of pair '${result.pair}'.` });
	context.addExecutionHints(...hintsOf(result));
	return itemsOfResult(result, itemIndex);
}

/** Who or what started the run, as far as n8n tells: for the record, and for the message of a skipped run. */
export function originOf(context: IExecuteFunctions): Pick<RunRequest, 'trigger' | 'startedBy'> {
	const { id, name } = context.getWorkflow();
	const isTool = typeof context.isToolExecution === 'function' && context.isToolExecution();
	const workflow = name === undefined || name === '' ? (id ?? 'unsaved') : name;
	return { trigger: isTool ? 'tool' : context.getMode(), startedBy: `n8n workflow '${workflow}', execution ${context.getExecutionId()}` };
}
