import type { INodeProperties } from 'n8n-workflow';

/** What the nodes say otherwise of the same choices. */
export interface DateWords {
	/** What happens to a date on a weekend or holiday: when. */
	readonly onFreeDay: string;
	readonly moved: string;
	/** Name of the choice that keeps dates. */
	readonly kept: string;
	readonly workedOut: string;
}

/** Options of who decides about dates: what is given, or OpenProject with its scheduling and calendar. Read by `dateRulesOf`. */
export function dateOptionsFor({ onFreeDay, moved, kept, workedOut }: DateWords): readonly INodeProperties[] {
	return [
		{
			displayName: 'Non-Working Days',
			name: 'nonWorkingDays',
			type: 'options',
			default: 'keep',
			description: onFreeDay,
			options: [
				{ name: 'Keep the Date', value: 'keep', description: 'The work package counts non-working days from then on' },
				{ name: 'Let OpenProject Move It', value: 'openproject', description: moved },
			],
		},
		{
			displayName: 'Scheduling',
			name: 'scheduling',
			type: 'options',
			default: 'keep',
			description: 'Whose dates count where OpenProject works dates out by itself, from children or predecessors',
			options: [
				{ name: kept, value: 'keep', description: 'Work packages whose dates are written are scheduled manually' },
				{ name: 'Let OpenProject Schedule', value: 'openproject', description: workedOut },
			],
		},
	];
}
