import type { INodeProperties } from 'n8n-workflow';

/** How long a period of a report is. */
export const period: INodeProperties = {
	displayName: 'Period', name: 'by', type: 'options', default: 'day', description: 'What runs are counted by',
	options: [{ name: 'Day', value: 'day' }, { name: 'Hour', value: 'hour' }, { name: 'Week', value: 'week' }],
};

/** The time a report is about; read by `readSpan`. */
export const spanOptions: readonly INodeProperties[] = [
	{ displayName: 'From', name: 'from', type: 'dateTime', default: '', description: 'Begin of the report; 48 hours, 30 days or 26 weeks before its end where it is empty. Without a zone it is in the time zone of the report.' },
	{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'e.g. Europe/Berlin', description: 'Zone in which days and weeks begin; that of the workflow where it is empty' },
	{ displayName: 'To', name: 'to', type: 'dateTime', default: '', description: 'End of the report, not part of it; now where it is empty. Without a zone it is in the time zone of the report.' },
];
