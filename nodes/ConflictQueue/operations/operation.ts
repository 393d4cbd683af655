import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Database } from '../../../src/postgres';

/** The node's operations, by internal name. */
export type OperationName = 'exportCsv' | 'getAll' | 'getReport' | 'reopen' | 'resolve' | 'resolveMany';

/** What operations are called with: n8n's context and the open database. */
export interface QueueCall {
	readonly context: IExecuteFunctions;
	readonly database: Database;
}

/** Items by output. Operations that decide have a second one, for what was refused. */
export interface Outputs {
	readonly done: INodeExecutionData[];
	readonly refused: INodeExecutionData[];
}

/** An operation that runs for one input item. */
export type ItemOperation = (call: QueueCall & { readonly itemIndex: number }) => Promise<Outputs>;

/** An operation that takes all input items at once. */
export type BatchOperation = (call: QueueCall) => Promise<Outputs>;

/** Operations with the outputs Done and Refused. */
export const DECIDING: readonly OperationName[] = ['reopen', 'resolve', 'resolveMany'];
