import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { ConfigurationError } from '../../../src/errors';
import type { JsonObject } from '../../../src/record';
import type { BaseSource } from './baseSource';

/** The node's inputs, in their order. */
export const INPUTS = ['Local', 'Remote', 'Base'] as const;

/** Records by input; what delivered nothing is empty. */
export interface InputRecords {
	readonly local: readonly JsonObject[];
	readonly remote: readonly JsonObject[];
	readonly base: readonly JsonObject[];
}

/** What n8n's execution context can tell about connections in newer versions, without saying so in its types. Where it cannot, no connection is the same as no items. */
interface KnowsConnections {
	getConnections?(destination: INode, type: string): ReadonlyArray<readonly unknown[] | null | undefined>;
}

/**
 * The items of every input the node has. An input that was given nothing is an empty set; one that nothing is
 * connected to is most likely forgotten, and a ConfigurationError says so.
 */
export function readInputs(context: IExecuteFunctions, base: BaseSource): InputRecords {
	const count = base === 'input' ? 3 : 2;
	refuseUnconnected(context, count);
	const [local, remote, third] = INPUTS.map((_, index) => (index < count ? recordsOf(context, index) : []));
	return { local: local ?? [], remote: remote ?? [], base: third ?? [] };
}

/** The first input that brought items: what an error of the whole node points at. */
export function firstInputWithItems(context: IExecuteFunctions): number {
	const index = INPUTS.findIndex((_, position) => recordsOf(context, position).length > 0);
	return Math.max(0, index);
}

function recordsOf(context: IExecuteFunctions, index: number): readonly JsonObject[] {
	// getInputData throws for an input that nothing came from.
	const delivered = context.getExecuteData().data['main']?.[index];
	return delivered ? (context.getInputData(index).map((item) => item.json) as readonly JsonObject[]) : [];
}

function refuseUnconnected(context: IExecuteFunctions, count: number): void {
	const connections = (context as unknown as KnowsConnections).getConnections?.(context.getNode(), 'main');
	if (connections === undefined) return;
	const missing = INPUTS.slice(0, count).filter((_, index) => (connections[index] ?? []).length === 0);
	if (missing.length === 0) return;
	const isBase = missing.length === 1 && missing[0] === 'Base';
	const advice = isBase ? "Connect what both sides looked like after the last sync, or set Base to 'None (Version and Checksum)' or 'From Link Table'." : 'Connect a node to each; one that gives no items is fine and means an empty set.';
	throw new ConfigurationError(`Nothing is connected to the input${missing.length === 1 ? '' : 's'} ${missing.join(' and ')}. ${advice}`, { data: { inputs: missing } });
}
