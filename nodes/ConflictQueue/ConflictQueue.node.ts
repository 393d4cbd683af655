import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { postgresCredential } from '../n8n/parameters/credentials';
import { description as exportCsvDescription } from './operations/exportCsv.operation';
import { description as getManyDescription } from './operations/getMany.operation';
import { description as getReportDescription } from './operations/getReport.operation';
import { description as reopenDescription } from './operations/reopen.operation';
import { description as resolveDescription } from './operations/resolve.operation';
import { description as resolveManyDescription } from './operations/resolveMany.operation';
import { route } from './router';

/** Shows the conflicts that Batch Sync leaves to people, and settles them. */
export class ConflictQueue implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Conflict Queue',
		name: 'conflictQueue',
		icon: { light: 'file:conflictQueue.svg', dark: 'file:conflictQueue.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { exportCsv: "Export CSV", getAll: "Get Many", getReport: "Get Report", reopen: "Reopen", resolve: "Resolve", resolveMany: "Resolve Many" }[$parameter["operation"]] }}',
		description: 'Show the conflicts that Batch Sync leaves to people, settle them, and report on them',
		defaults: { name: 'Conflict Queue' },
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ ["reopen", "resolve", "resolveMany"].includes($parameter["operation"]) ? [{ type: "${NodeConnectionTypes.Main}", displayName: "Done" }, { type: "${NodeConnectionTypes.Main}", displayName: "Refused" }] : ["${NodeConnectionTypes.Main}"] }}`,
		usableAsTool: true,
		credentials: [postgresCredential],
		properties: [
			// All operations are about one thing, conflicts: a resource to choose first would have a single entry.
			// eslint-disable-next-line @n8n/community-nodes/resource-operation-pattern
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'getAll',
				options: [
					{ name: 'Export CSV', value: 'exportCsv', action: 'Export conflicts as CSV', description: 'Get conflicts as a file for spreadsheets' },
					{ name: 'Get Many', value: 'getAll', action: 'Get many conflicts', description: 'Get conflicts with base, both values and what each usual policy would choose' },
					{ name: 'Get Report', value: 'getReport', action: 'Get a report on conflicts', description: 'Count conflicts by kind, field, strategy and resolver, and find what keeps conflicting' },
					{ name: 'Reopen', value: 'reopen', action: 'Reopen conflicts', description: 'Put resolutions that no run has carried out yet back to review' },
					{ name: 'Resolve', value: 'resolve', action: 'Resolve conflicts', description: 'Choose a value for a conflict, or for all of a record' },
					{ name: 'Resolve Many', value: 'resolveMany', action: 'Resolve many conflicts by rule', description: 'Make one choice for all open conflicts that meet filters' },
				],
			},
			...exportCsvDescription,
			...getManyDescription,
			...getReportDescription,
			...reopenDescription,
			...resolveDescription,
			...resolveManyDescription,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
