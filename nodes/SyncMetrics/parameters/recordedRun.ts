import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../n8n/parameters/collection';
import { ownName } from './name';
import { whereTablesAre } from './packageSchema';

const count = (displayName: string, name: string, description: string): INodeProperties => ({ displayName, name, type: 'number', typeOptions: { minValue: 0 }, default: 0, description });

/** What is recorded of a run of a workflow that is made of other nodes. */
export const recordForm: readonly INodeProperties[] = [
	ownName,
	{
		displayName: 'Input', name: 'runsFrom', type: 'options', default: 'allItems', description: 'What the input items stand for',
		options: [
			{ name: 'All Items Are One Run', value: 'allItems', description: 'Record one run, with parameters as of the first item' },
			{ name: 'Each Item Is a Run', value: 'eachItem', description: 'Record as many runs as there are items' },
		],
	},
	{
		displayName: 'Status', name: 'status', type: 'options', default: 'done', description: 'How the run ended',
		options: [{ name: 'Done', value: 'done' }, { name: 'Failed', value: 'failed' }, { name: 'Partial', value: 'partial' }],
	},
	count('Total Items', 'total', 'Items there were'),
	count('Processed Items', 'processed', 'Items that were worked on'),
	count('Failed Items', 'failed', 'Items that failed'),
	optionsOf([
		count('Conflicts Found', 'conflictsFound', 'Conflicts that were found, those settled at once included'),
		count('Conflicts Settled', 'conflictsSettled', 'Conflicts that were settled'),
		{ displayName: 'Duration (Seconds)', name: 'durationSeconds', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'How long the run took; the time from start to end where it is not given' },
		{ displayName: 'Finished At', name: 'finishedAt', type: 'dateTime', default: '', description: 'When the run ended; now, or the duration after its start, where it is empty' },
		{ displayName: 'Keep History (Days)', name: 'keepDays', type: 'number', typeOptions: { minValue: 1, maxValue: 3650 }, default: 90, description: 'Runs of this name that are older are deleted. Totals for Prometheus stay.' },
		{ displayName: 'Message', name: 'message', type: 'string', default: '', placeholder: 'e.g. 12 rows had no date', description: 'What to tell people about the run' },
		whereTablesAre,
		count('Requests', 'requests', 'Requests that were sent'),
		count('Retries', 'retries', 'Requests that were repeated'),
		{ displayName: 'Set Up Tables', name: 'allowSetUp', type: 'boolean', default: true, description: "Whether the package's own tables are made or upgraded where they are missing" },
		{ displayName: 'Started At', name: 'startedAt', type: 'dateTime', default: '', description: 'When the run began; the duration before its end where it is empty' },
		count('Writes', 'written', 'Writes that took effect'),
	]),
];
