import type { INodeProperties } from 'n8n-workflow';
import { requestTimeout, tries } from '../../n8n/parameters/requestOptions';

const limit = (displayName: string, name: string, standard: number, description: string): INodeProperties => ({ displayName, name, type: 'number', typeOptions: { minValue: 0 }, default: standard, description });

/** Which links are compared, and how many of them. */
export const comparison: readonly INodeProperties[] = [
	{
		displayName: 'Compare Records', name: 'compare', type: 'options', default: 'sample', description: 'Whether linked records are compared field by field; without OpenProject, rows with what was last seen there',
		options: [
			{ name: 'All', value: 'full', description: 'Every linked record; reads all work packages of the project' },
			{ name: 'None', value: 'none' },
			{ name: 'Sample', value: 'sample', description: 'Some, picked at random; one request each' },
		],
	},
	{ displayName: 'Sample Size', name: 'sampleSize', type: 'number', typeOptions: { minValue: 1, maxValue: 1000 }, default: 25, description: 'Linked records of a sample' },
];

/** From when on something is wrong; read by `readThresholds`. */
export const thresholdOptions: readonly INodeProperties[] = [
	limit('Clock Difference (Seconds)', 'clockSeconds', 60, 'Warn where the clocks of OpenProject and the database differ by so much'),
	limit('Conflict Age (Hours)', 'conflictHours', 72, 'Warn where a conflict has waited for a person for so long'),
	limit('Count Difference (Percent)', 'countPercent', 10, 'Warn where records of a side and linked ones differ by so much, and by more than 25'),
	limit('Critical After (Minutes)', 'goodRunCriticalMinutes', 240, 'Critical where the last good run is so long ago'),
	limit('Critical Error Rate (Percent)', 'errorCriticalPercent', 50, 'Critical where so many of the recent runs failed. Three failures in a row are so anyway.'),
	limit('Failing Records', 'failingRecords', 25, 'Warn where so many records are failing'),
	limit('Long Run (Minutes)', 'runningMinutes', 30, 'Warn where a run goes on for so long'),
	limit('Open Conflicts', 'openConflicts', 100, 'Warn where so many conflicts wait for a person'),
	{ displayName: 'Recent Runs', name: 'recentRuns', type: 'number', typeOptions: { minValue: 1, maxValue: 1000 }, default: 20, description: 'Newest runs whose failures are counted' },
	limit('Waiting Changes: Critical After (Hours)', 'waitingCriticalHours', 24, 'Critical where a change that was seen has not been carried over for so long'),
	limit('Waiting Changes: Warn After (Minutes)', 'waitingWarningMinutes', 60, 'Warn where a change that was seen has not been carried over for so long'),
	limit('Warn After (Minutes)', 'goodRunWarningMinutes', 45, 'Warn where the last good run is so long ago; three times the interval of the schedule is a good value'),
	limit('Warning Error Rate (Percent)', 'errorWarningPercent', 20, 'Warn where so many of the recent runs failed'),
];

export const requests: readonly INodeProperties[] = [requestTimeout, tries];
