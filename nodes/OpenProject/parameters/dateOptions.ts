import type { INodeProperties } from 'n8n-workflow';

/** Options of who decides about dates: what is given, or OpenProject with its scheduling and calendar. */
export const dateOptions: readonly INodeProperties[] = [
	{
		displayName: 'Non-Working Days',
		name: 'nonWorkingDays',
		type: 'options',
		default: 'keep',
		description: 'What happens to a date on a weekend or holiday',
		options: [
			{ name: 'Keep the Date', value: 'keep', description: 'The work package counts non-working days from then on' },
			{ name: 'Let OpenProject Move It', value: 'openproject', description: 'It becomes the next working day' },
		],
	},
	{
		displayName: 'Scheduling',
		name: 'scheduling',
		type: 'options',
		default: 'keep',
		description: 'Whose dates count where OpenProject works dates out by itself, from children or predecessors',
		options: [
			{ name: 'Keep the Given Dates', value: 'keep', description: 'Work packages whose dates are written are scheduled manually' },
			{ name: 'Let OpenProject Schedule', value: 'openproject', description: 'Dates it works out stay as they are, and the result says which' },
		],
	},
];
