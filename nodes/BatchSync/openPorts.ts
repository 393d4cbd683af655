import { systemClock } from '../../src/openproject';
import { defaultSettings, type EnginePorts, type PairConfiguration } from '../../src/run';
import { remoteSettingsOf } from './input/remoteSettings';
import { readTarget } from './input/target';
import { valuesOf } from './input/values';
import { openLocal } from './openLocal';
import { openRemote } from './openRemote';
import type { OperationCall } from './operations/operation';
import { reportProgress } from './reportProgress';

export interface OpenedPorts {
	readonly ports: EnginePorts;
	/** Closes what was opened; safe to call twice. */
	close(): Promise<void>;
}

/** Everything the engine needs from outside, made of n8n's credentials, request helper and cancel signal. */
export async function openPorts({ context, itemIndex, engine }: OperationCall, pair: PairConfiguration, { requestDeadlineMs } = defaultSettings): Promise<OpenedPorts> {
	const clock = systemClock();
	const settings = { ...remoteSettingsOf(valuesOf(context.getNodeParameter('options', itemIndex, {}))), requestDeadlineMs };
	const remote = await openRemote({ context, itemIndex, clock, settings }, pair);
	const database = await openLocal(context, engine.openDatabase, itemIndex);
	const signal = context.getExecutionCancelSignal();
	return {
		ports: {
			database,
			remote,
			clock,
			schema: readTarget(context, itemIndex).schema,
			onProgress: reportProgress(context, pair.name, clock),
			...(signal === undefined ? {} : { signal }),
		},
		close: async () => await database.close(),
	};
}
