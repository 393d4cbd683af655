import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../n8n/parameters/collection';
import { simplify } from '../n8n/parameters/simplify';

/** Parameters of the trigger. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'OpenProject has no API to register webhooks. An administrator enters this one: <b>Administration > API and webhooks > Webhooks > Webhook</b>, with the production URL above as payload URL, the secret of the credential as signature secret, and the events picked below. OpenProject tells five minutes after the last edit of a person; <b>Administration > Emails and notifications > Aggregation</b> shortens that.',
		name: 'setUpNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['created', 'updated'],
		description: 'What starts the workflow. Tick the same events in OpenProject.',
		options: [
			{ name: 'Comment Added', value: 'comment', description: 'OpenProject 16.2 or newer; an edit with a comment is also an update' },
			{ name: 'Work Package Created', value: 'created' },
			{ name: 'Work Package Updated', value: 'updated' },
		],
	},
	simplify,
	optionsOf([
		{
			displayName: 'Ignore Older Than (Hours)',
			name: 'oldestHours',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 72,
			description: 'Events about work packages last changed longer ago are taken for repetitions and ignored; 0 takes any age',
		},
		{
			displayName: 'Projects',
			name: 'projects',
			type: 'string',
			default: '',
			placeholder: 'e.g. field-work, Head Office',
			description: 'Only these projects: names, identifiers or IDs, separated by commas. Comments come without their project and pass.',
		},
		{
			displayName: 'Skip Changes By',
			name: 'skipActors',
			type: 'string',
			default: '',
			placeholder: 'e.g. FLRTS Sync',
			description: 'Ignore events that these people caused: names or IDs, separated by commas. Keeps a sync from starting itself. OpenProject 17.3 or newer says who it was.',
		},
		{
			displayName: 'Types',
			name: 'types',
			type: 'string',
			default: '',
			placeholder: 'e.g. Task, Milestone',
			description: 'Only these types: names or IDs, separated by commas. Comments come without their type and pass.',
		},
	]),
];
