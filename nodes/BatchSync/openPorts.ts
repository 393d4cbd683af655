import { systemClock } from '../../src/openproject';
import type { Database } from '../../src/postgres';
import { defaultSettings, type EnginePorts, type PairConfiguration, type RemotePort, type RunSettings } from '../../src/run';
import { readTarget } from './input/target';
import { valuesOf } from '../n8n/values';
import { openLocal } from '../n8n/openLocal';
import { requestSettingsOf } from '../n8n/requestSettings';
import { openRemote } from '../n8n/openRemote';
import type { OperationCall } from './operations/operation';
import { reportProgress } from './reportProgress';

export interface OpenedPorts {
	readonly ports: EnginePorts;
	/** Closes what was opened; safe to call twice. */
	close(): Promise<void>;
}

/** Everything the engine needs from outside, made of n8n's credentials, request helper and cancel signal. */
export async function openPorts(call: OperationCall, pair: PairConfiguration, settings: RequestDeadline = defaultSettings): Promise<OpenedPorts> {
	// What is wrong with the credential of OpenProject is told before a connection to the database is opened.
	const remote = await remoteOf(call, pair, settings);
	const database = await openLocal(call.context, call.engine.openDatabase, call.itemIndex);
	return { ports: portsOf(call, database, remote, pair), close: async () => await database.close() };
}

/** The same over a database that is open already. */
export async function portsOn(call: OperationCall, database: Database, pair: PairConfiguration, settings: RequestDeadline): Promise<EnginePorts> {
	return portsOf(call, database, await remoteOf(call, pair, settings), pair);
}

type RequestDeadline = Pick<RunSettings, 'requestDeadlineMs'>;

async function remoteOf({ context, itemIndex }: OperationCall, pair: PairConfiguration, { requestDeadlineMs }: RequestDeadline): Promise<RemotePort> {
	const settings = { ...requestSettingsOf(valuesOf(context.getNodeParameter('options', itemIndex, {}))), requestDeadlineMs };
	return await openRemote({ context, itemIndex, clock: systemClock(), settings }, pair);
}

function portsOf({ context, itemIndex }: OperationCall, database: Database, remote: RemotePort, pair: PairConfiguration): EnginePorts {
	const clock = systemClock();
	const signal = context.getExecutionCancelSignal();
	return { database, remote, clock, schema: readTarget(context, itemIndex).schema, onProgress: reportProgress(context, pair.name, clock), ...(signal === undefined ? {} : { signal }) };
}
