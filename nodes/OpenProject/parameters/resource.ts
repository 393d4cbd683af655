import type { INodeProperties } from 'n8n-workflow';

/** What the node works on. */
export const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'workPackage',
	options: [
		{ name: 'Priority', value: 'priority' },
		{ name: 'Project', value: 'project' },
		{ name: 'Status', value: 'status' },
		{ name: 'Type', value: 'type' },
		{ name: 'User', value: 'user' },
		{ name: 'Work Package', value: 'workPackage' },
	],
};

function getManyOf(value: string, things: string): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'getAll',
		displayOptions: { show: { resource: [value] } },
		options: [{ name: 'Get Many', value: 'getAll', action: `Get many ${things}`, description: `List ${things}` }],
	};
}

/** The operations of each resource. */
export const operations: readonly INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'getAll',
		displayOptions: { show: { resource: ['workPackage'] } },
		options: [
			{ name: 'Add Comment', value: 'addComment', action: 'Add a comment to a work package', description: 'Comment on a work package' },
			{ name: 'Create', value: 'create', action: 'Create a work package', description: 'Create a work package, once' },
			{ name: 'Create or Update Many', value: 'upsert', action: 'Create or update many work packages', description: 'Bring work packages to the values of all input items, sending only what differs' },
			{ name: 'Delete', value: 'delete', action: 'Delete a work package', description: 'Delete a work package for good, and say what went with it' },
			{ name: 'Get', value: 'get', action: 'Get a work package', description: 'Get one work package' },
			{ name: 'Get Many', value: 'getAll', action: 'Get many work packages', description: 'List work packages that meet conditions' },
			{ name: 'Update', value: 'update', action: 'Update a work package', description: 'Change fields of a work package, sending only what differs' },
		],
	},
	getManyOf('priority', 'priorities'),
	getManyOf('project', 'projects'),
	getManyOf('status', 'statuses'),
	getManyOf('type', 'types'),
	getManyOf('user', 'users'),
];
