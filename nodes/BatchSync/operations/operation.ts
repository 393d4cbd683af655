import type { IExecuteFunctions } from 'n8n-workflow';
import type { SyncEngine } from '../engine';
import type { Outputs } from '../output/items';

/** The node's operations, by internal name. */
export type OperationName = 'applyPlan' | 'cancelRun' | 'getRun' | 'previewPlan' | 'releaseLinks' | 'resync' | 'runSync' | 'setUp' | 'undoRun';

/** What an operation is called with: n8n's context, the input item it runs for, the engine. */
export interface OperationCall {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	readonly engine: SyncEngine;
}

/** One operation of the node, run for one input item. */
export type Operation = (call: OperationCall) => Promise<Outputs>;
