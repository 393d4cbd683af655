import type { IExecuteFunctions } from 'n8n-workflow';
import type { RunMode, RunTask } from '../../src/run';
import { runSettingsOf } from './input/runSettings';
import { readTarget } from './input/target';
import { valuesOf } from '../n8n/values';
import { openLocal } from '../n8n/openLocal';
import { portsOn } from './openPorts';
import type { OperationCall } from './operations/operation';
import { carryOut, originOf } from './performRun';
import type { Outputs } from './output/items';

/** What a person asks of a pair that is known already. */
export interface Task {
	readonly task: RunTask;
	readonly mode: RunMode;
	/** Make and store the plan, write nothing else. */
	readonly preview: boolean;
}

/** Performs a task with the very settings the pair was last run with (or its plan was made under), so that they need not be given again. */
export async function performTask(call: OperationCall, { task, mode, preview }: Task): Promise<Outputs> {
	const { context, itemIndex, engine } = call;
	const { pair: name, schema } = readTarget(context, itemIndex);
	const settings = runSettingsOf(optionsOf(context, itemIndex));
	const database = await openLocal(context, engine.openDatabase, itemIndex);
	try {
		const pair = await engine.readConfiguration({ database, schema }, { pair: name, plan: task.kind === 'apply_plan' ? task.plan : null });
		const ports = await portsOn(call, database, pair, settings);
		return await carryOut(call, { ports, pair, settings, request: { mode, task, preview, ...originOf(context) }, allowSetUp: true });
	} finally {
		await database.close();
	}
}

function optionsOf(context: IExecuteFunctions, itemIndex: number): ReturnType<typeof valuesOf> {
	return valuesOf(context.getNodeParameter('options', itemIndex, {}));
}
