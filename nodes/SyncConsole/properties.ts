import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../n8n/parameters/collection';
import { packageSchema } from '../n8n/parameters/packageSchema';

/** Parameters of the console. */
export const properties: INodeProperties[] = [
	{
		displayName: 'The pages are there while the workflow is active, at the production URL above. Their buttons start this workflow with an item that says what is asked for: <code>action</code>, <code>pair</code>, <code>run</code>, <code>plan</code>, <code>by</code>. Looking at pages starts nothing.',
		name: 'pagesNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: 'sync-console',
		placeholder: 'e.g. sync-console',
		description: 'Where the pages are, below the webhook address of n8n. No other workflow may use it.',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		default: 'basicAuth',
		noDataExpression: true,
		description: 'How people and programs sign in. Browsers ask for the user and password of Basic Auth by themselves; header and token have to be added by something in front of n8n.',
		options: [
			{ name: 'Basic Auth', value: 'basicAuth' },
			{ name: 'Header Auth', value: 'headerAuth' },
			{ name: 'JWT Auth', value: 'jwtAuth' },
			{ name: 'None', value: 'none', description: 'Serves nothing unless Allow Without Authentication is on' },
		],
	},
	optionsOf([
		{
			displayName: 'Allow Without Authentication',
			name: 'allowWithoutAuthentication',
			type: 'boolean',
			default: false,
			description: 'Whether to serve the pages to everybody who can reach them where Authentication is None. Only for networks where that is meant, or where something in front of n8n signs people in.',
		},
		{
			displayName: 'Critical After (Minutes)',
			name: 'criticalAfter',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 240,
			description: 'Health is critical when the last good run is longer ago',
		},
		{
			displayName: 'Degraded After (Minutes)',
			name: 'degradedAfter',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 45,
			description: 'Health is degraded when the last good run is longer ago; three intervals of the schedule are a good choice',
		},
		packageSchema("Schema of the sync's own tables, as in Batch Sync"),
		{
			displayName: 'Pairs',
			name: 'pairs',
			type: 'string',
			default: '',
			placeholder: 'e.g. flrts, head-office',
			description: 'Names of the pairs that are shown, separated by commas. Leave empty for all.',
		},
		{
			displayName: 'Read Only',
			name: 'readOnly',
			type: 'boolean',
			default: false,
			description: 'Whether to show pages without any button',
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: 'Sync Console',
			placeholder: 'e.g. FLRTS and OpenProject',
			description: 'Name of the console on its pages',
		},
		{
			displayName: 'User Name Header',
			name: 'userHeader',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Forwarded-User',
			description: 'Header in which a proxy in front of n8n names who signed in. Used with Header Auth and None only.',
		},
	]),
];
