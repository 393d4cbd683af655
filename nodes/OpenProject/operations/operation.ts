import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OpenProjectApi } from '../../../src/openproject';
import type { Places, WorkPackageWriter } from '../../../src/openproject/workPackages';
import type { Settings } from '../input/settings';

/** What the node works on, by internal name. */
export type ResourceName = 'priority' | 'project' | 'status' | 'type' | 'user' | 'workPackage';

/** Operations by internal name; `getAll` is there for every resource, the others for work packages. */
export type OperationName = 'addComment' | 'create' | 'delete' | 'get' | 'getAll' | 'update' | 'upsert';

/** Everything an operation works with; the connection and what was looked up are shared by all items. */
export interface Session {
	readonly context: IExecuteFunctions;
	readonly api: OpenProjectApi;
	readonly places: Places;
	readonly writer: WorkPackageWriter;
	readonly settings: Settings;
	readonly isCancelled: () => boolean;
	/** Properties of input items that no field has the name of. */
	readonly unknownProperties: Set<string>;
}

/** An operation that is run for one input item at a time. */
export type ItemOperation = (session: Session, itemIndex: number) => Promise<readonly INodeExecutionData[]>;

/** An operation that takes all input items at once and lays its results on the outputs. */
export type BatchOperation = (session: Session) => Promise<INodeExecutionData[][]>;
