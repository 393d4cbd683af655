import type { INodeProperties } from 'n8n-workflow';
import { notify, requestTimeout, tries } from '../../n8n/parameters/requestOptions';

/** Guards by the name people see; values as the engine knows them (GuardName). */
const guardOptions = [
	{ name: 'Both Sides Filled', value: 'both_populated', description: 'Both sides hold records and hardly any belong together' },
	{ name: 'Changed Mapping', value: 'mapping_changed' },
	{ name: 'Changed Scope', value: 'scope_changed', description: 'Table, key, project, type or filter changed' },
	{ name: 'Empty Side', value: 'empty_side', description: 'A side that had records is empty' },
	{ name: 'Many Changes', value: 'mass_change' },
	{ name: 'Many Deletions', value: 'mass_delete' },
	{ name: 'Older State', value: 'went_back', description: 'A side, or what the sync recorded, is in an older state than at the last run, as after restoring a backup' },
];

function minutes(displayName: string, name: string, fallback: number, description: string): INodeProperties {
	return { displayName: `${displayName} (Minutes)`, name, type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: fallback, description };
}

/** Options of how to run; none of them changes what a pair means. */
export const runOptions: INodeProperties[] = [
	{
		displayName: 'Allow Set Up',
		name: 'allowSetUp',
		type: 'boolean',
		default: true,
		description: "Whether a run may create or upgrade the sync's own tables where they are missing or old",
	},
	{ displayName: 'Batch Size', name: 'batchSize', type: 'number', typeOptions: { minValue: 1, maxValue: 1000 }, default: 50, description: 'Records handled together, 1 to 1000' },
	minutes('Cadence', 'cadenceMinutes', 15, 'How often the workflow runs. A missing work package must be missed twice this far apart before it counts as gone.'),
	{ displayName: 'Complete Every (Hours)', name: 'completeHours', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 24, description: 'An incremental run becomes complete when the last complete comparison is older' },
	minutes('Deadline', 'deadlineMinutes', 15, 'The run ends as partial after this long; the next one goes on'),
	{ displayName: 'Guards Let Through', name: 'letThrough', type: 'multiOptions', default: [], options: guardOptions, description: 'Guards that may not stop any run of this node. To let one plan through, use Apply Plan instead.' },
	{ displayName: 'Keep for Undo (Days)', name: 'keepImagesDays', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 30, description: 'How long what records held before a run is kept, so that the run can be undone' },
	{ displayName: 'Keep History (Days)', name: 'keepHistoryDays', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 90, description: 'How long runs and their operations are kept. Older ones are folded into one entry per record.' },
	{ displayName: 'Keep Runs (Maximum)', name: 'keepRuns', type: 'number', typeOptions: { minValue: 1 }, default: 10000, description: 'How many runs are kept at most, whatever their age' },
	{ displayName: 'Maximum Changes (Percent)', name: 'maxChangePercent', type: 'number', typeOptions: { minValue: 0, maxValue: 100 }, default: 90, description: 'The run stops with nothing written when more of the live records would change' },
	{ displayName: 'Maximum Deletions', name: 'maxDeletes', type: 'number', typeOptions: { minValue: 0 }, default: 25, description: 'The run stops with nothing written when it would delete more. Setting the status Rejected counts.' },
	{ displayName: 'Maximum Deletions (Percent)', name: 'maxDeletePercent', type: 'number', typeOptions: { minValue: 0, maxValue: 100 }, default: 10, description: 'The run stops with nothing written when it would delete more of the live records' },
	{ displayName: 'Maximum Items per Output', name: 'reportLimit', type: 'number', typeOptions: { minValue: 1, maxValue: 10000 }, default: 1000, description: 'Conflicts and failures returned at most, each. A last item says how many more there are.' },
	{ ...notify, description: 'Whether OpenProject notifies people about what the sync writes' },
	minutes('Overlap', 'overlapMinutes', 10, 'How far an incremental run reads back behind what it has already read'),
	{ displayName: 'Plan Age (Hours)', name: 'planHours', type: 'number', typeOptions: { minValue: 0.1, numberPrecision: 2 }, default: 24, description: 'How long a plan may be applied after it was made or last confirmed' },
	requestTimeout,
	minutes('Tie Window', 'tieMinutes', 2, 'Edits closer together than this are ties for Newest Edit: the next policy decides'),
	tries,
	{ displayName: 'Workers', name: 'workers', type: 'number', typeOptions: { minValue: 1, maxValue: 10 }, default: 3, description: 'Writes to OpenProject at the same time, 1 to 10' },
];
