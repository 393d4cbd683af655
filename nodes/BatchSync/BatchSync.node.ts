import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { openDatabase } from '../../src/postgres';
import { cancelRun, getRun, readConfiguration, runSync, setUp } from '../../src/run';
import { searchProjects } from '../n8n/listSearch/searchProjects';
import { searchSchemas } from '../n8n/listSearch/searchSchemas';
import { searchTables } from '../n8n/listSearch/searchTables';
import { authentication } from '../n8n/parameters/authentication';
import { openProjectCredentials, postgresCredentialBeside } from '../n8n/parameters/credentials';
import { description as applyPlanDescription } from './operations/applyPlan.operation';
import { description as cancelRunDescription } from './operations/cancelRun.operation';
import { description as getRunDescription } from './operations/getRun.operation';
import { description as previewPlanDescription } from './operations/previewPlan.operation';
import { description as releaseLinksDescription } from './operations/releaseLinks.operation';
import { description as resyncDescription } from './operations/resync.operation';
import { description as runSyncDescription } from './operations/runSync.operation';
import { description as setUpDescription } from './operations/setUp.operation';
import { description as undoRunDescription } from './operations/undoRun.operation';
import { route } from './router';

/** Keeps a PostgreSQL table and an OpenProject project in step, both ways. One run per input item. */
export class BatchSync implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Batch Sync',
		name: 'batchSync',
		icon: { light: 'file:batchSync.svg', dark: 'file:batchSync.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { applyPlan: "Apply Plan", cancelRun: "Cancel Run", getRun: "Get Run", previewPlan: "Preview Plan", releaseLinks: "Release Links", resync: "Resync", runSync: "Run Sync", setUp: "Set Up", undoRun: "Undo Run" }[$parameter["operation"]] + ": " + $parameter["pair"] }}',
		description: 'Keep a PostgreSQL table and an OpenProject project in step, both ways, without losing an edit',
		defaults: { name: 'Batch Sync' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Summary', 'Conflicts', 'Failures'],
		usableAsTool: true,
		credentials: [postgresCredentialBeside, ...openProjectCredentials],
		properties: [
			// All operations are about one thing, the pair: a resource to choose first would have a single entry.
			// eslint-disable-next-line @n8n/community-nodes/resource-operation-pattern
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'runSync',
				options: [
					{ name: 'Apply Plan', value: 'applyPlan', action: 'Apply a plan', description: 'Carry out a stored plan, and exactly that' },
					{ name: 'Cancel Run', value: 'cancelRun', action: 'Cancel a run', description: 'Stop a run that is going on, after the work in flight' },
					{ name: 'Get Run', value: 'getRun', action: 'Get a run', description: 'Get the status, progress and counts of a run' },
					{ name: 'Preview Plan', value: 'previewPlan', action: 'Preview a plan', description: 'Make and store the plan of a run, and write nothing else' },
					{ name: 'Release Links', value: 'releaseLinks', action: 'Release links', description: 'End the hold that an undo put on records' },
					{ name: 'Resync', value: 'resync', action: 'Resync a pair', description: 'Pair anew where what was agreed is lost or in doubt; deletes nothing' },
					{ name: 'Run Sync', value: 'runSync', action: 'Run a sync', description: 'Bring both sides into step' },
					{ name: 'Set Up', value: 'setUp', action: 'Set up a pair', description: "Create or upgrade the sync's own tables and check both systems" },
					{ name: 'Undo Run', value: 'undoRun', action: 'Undo a run', description: 'Take back what a run wrote, where nobody edited since' },
				],
			},
			authentication,
			...runSyncDescription,
			...previewPlanDescription,
			...getRunDescription,
			...setUpDescription,
			...applyPlanDescription,
			...cancelRunDescription,
			...undoRunDescription,
			...releaseLinksDescription,
			...resyncDescription,
		],
	};

	methods = { listSearch: { searchProjects, searchSchemas, searchTables } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this, { cancelRun, getRun, openDatabase, readConfiguration, runSync, setUp });
	}
}
