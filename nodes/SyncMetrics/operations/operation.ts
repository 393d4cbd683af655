import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Database } from '../../../src/postgres';

/** The node's operations, by internal name. */
export type OperationName = 'checkHealth' | 'getPrometheusText' | 'getReport' | 'recommend' | 'recordRun' | 'renderDashboard';

/** Everything an operation works with; the database is open, and shared by all items. */
export interface OperationCall {
	readonly context: IExecuteFunctions;
	readonly database: Database;
	readonly itemIndex: number;
}

/** An operation that is run for one input item at a time. */
export type ItemOperation = (call: OperationCall) => Promise<readonly INodeExecutionData[]>;
