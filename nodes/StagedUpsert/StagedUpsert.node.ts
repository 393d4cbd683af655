import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { searchSchemas } from '../n8n/listSearch/searchSchemas';
import { searchTables } from '../n8n/listSearch/searchTables';
import { postgresCredential } from '../n8n/parameters/credentials';
import { getColumns } from './methods/getColumns';
import { options } from './parameters/options';
import { target } from './parameters/target';
import { route } from './router';

/** Writes items into a PostgreSQL table: staged with COPY, compared in SQL, bad records isolated. */
export class StagedUpsert implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Staged Upsert',
		name: 'stagedUpsert',
		icon: { light: 'file:stagedUpsert.svg', dark: 'file:stagedUpsert.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ { delete: "Delete", insert: "Insert", insertOrUpdate: "Insert or Update", replace: "Replace Table Content", undo: "Undo", update: "Update", validate: "Validate" }[$parameter["operation"]] + ($parameter["operation"] === "undo" ? "" : ": " + ($parameter["table"] || "")) }}',
		description: 'Write items into a PostgreSQL table in bulk: what is equal is not written, what is wrong is named',
		defaults: { name: 'Staged Upsert' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Result', 'Failed'],
		usableAsTool: true,
		credentials: [postgresCredential],
		properties: [
			// All operations are about one thing, the rows of a table: a resource to choose first would have a single entry.
			// eslint-disable-next-line @n8n/community-nodes/resource-operation-pattern
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'insertOrUpdate',
				options: [
					{ name: 'Delete', value: 'delete', action: 'Delete rows', description: 'Delete the rows of the keys given' },
					{ name: 'Insert', value: 'insert', action: 'Insert rows', description: 'Add rows; those that are there are skipped, or fail' },
					{ name: 'Insert or Update', value: 'insertOrUpdate', action: 'Insert or update rows', description: 'Add rows that are missing, and update those that differ' },
					{ name: 'Replace Table Content', value: 'replace', action: 'Replace the content of a table', description: 'Insert or update, then delete the rows that were not given' },
					{ name: 'Undo', value: 'undo', action: 'Undo a write', description: 'Restore what a write changed, where nobody changed it since' },
					{ name: 'Update', value: 'update', action: 'Update rows', description: 'Update rows that are there and differ; name those that are not' },
					{ name: 'Validate', value: 'validate', action: 'Validate records', description: 'Find every record the table would not take, and write nothing' },
				],
			},
			...target,
			options,
		],
	};

	methods = { listSearch: { searchSchemas, searchTables }, resourceMapping: { getColumns } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
