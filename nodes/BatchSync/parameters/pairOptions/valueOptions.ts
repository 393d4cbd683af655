import type { INodeProperties } from 'n8n-workflow';

/** Options of the values that are carried and written. */
export const valueOptions: readonly INodeProperties[] = [
	{
		displayName: 'Person Map',
		name: 'users',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Source',
		description: 'Which person of the table is which OpenProject user. People without an entry are left alone and reported.',
		options: [
			{
				displayName: 'Table',
				name: 'table',
				values: [
					{ displayName: 'Local Person Column', name: 'localColumn', type: 'string', default: 'personnel_id', description: 'Column with the person ID of the synced table' },
					{ displayName: 'OpenProject User Column', name: 'remoteColumn', type: 'string', default: 'openproject_user_id', description: 'Column with the numeric OpenProject user ID' },
					{ displayName: 'Schema', name: 'schema', type: 'string', default: 'public', description: 'Schema of the table that holds the map' },
					{ displayName: 'Table', name: 'table', type: 'string', default: 'openproject_user_mapping', description: 'Table that holds the map' },
				],
			},
			{
				displayName: 'Entries',
				name: 'entries',
				values: [
					{ displayName: 'Entries', name: 'json', type: 'json', default: '{}', description: 'Object of person ID to OpenProject user ID; wins over the table' },
				],
			},
		],
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. America/New_York',
		description: "IANA time zone in which a time falls on a calendar day. Default: the workflow's time zone.",
	},
	{
		displayName: 'Values for New Rows',
		name: 'insertDefaults',
		type: 'json',
		default: '{\n  "task_id_display": "OP-{remoteId}"\n}',
		description: 'Values for unmapped columns of rows made from work packages; {remoteId} is replaced. Only where the table does not fill them.',
	},
	{
		displayName: 'Write-Back Columns',
		name: 'writeBack',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Columns',
		description: 'Columns the sync writes for people to see; never tracked. Leave a name empty to write nothing there.',
		options: [
			{
				displayName: 'Columns',
				name: 'columns',
				values: [
					{ displayName: 'Error', name: 'lastError', type: 'string', default: 'openproject_error', description: 'Column for the last failure' },
					{ displayName: 'Last Sync', name: 'lastSync', type: 'string', default: 'openproject_last_sync', description: 'Column for the time of the last change carried' },
					{ displayName: 'Sync Status', name: 'status', type: 'string', default: 'openproject_sync_status', description: 'Column for pending, synced, conflict or error' },
					{ displayName: 'Work Package ID', name: 'remoteId', type: 'string', default: 'openproject_id', description: 'Column for the work package ID' },
				],
			},
		],
	},
];
