import type { INodeProperties } from 'n8n-workflow';
import { run } from './request';

export const plan: INodeProperties = {
	displayName: 'Plan ID',
	name: 'plan',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 42',
	description: 'Number of the plan: planId in the Summary of Preview Plan, of Undo Run or Resync, or of a run that a guard stopped',
};

export const withholdDeletes: INodeProperties = {
	displayName: 'Withhold Deletions',
	name: 'withholdDeletes',
	type: 'boolean',
	default: false,
	description: 'Whether to leave the deletions of the plan out and carry the rest. They wait for the next run and its guard.',
};

export const pairings: INodeProperties = {
	displayName: 'Proposed Pairings',
	name: 'pairings',
	type: 'options',
	default: 'leave',
	description: 'What becomes of records that the plan proposes to pair because of their title',
	options: [
		{ name: 'Keep Separate', value: 'keep_separate', description: 'They are different records; each is copied to the other side by the next run' },
		{ name: 'Leave Undecided', value: 'leave', description: 'Neither is copied until it is decided' },
		{ name: 'Pair Them', value: 'pair', description: 'They stand for the same thing' },
	],
};

export const pairingsOf: INodeProperties = {
	displayName: 'Work Package IDs',
	name: 'pairingsOf',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1528, 1529',
	description: 'The proposed work packages this decision is about, separated by commas. Leave empty for all that are proposed.',
	displayOptions: { show: { pairings: ['pair', 'keep_separate'] } },
};

/** As Get Run's Run ID, which n8n keeps under the same name. */
export const runToCancel: INodeProperties = { ...run, description: 'Which run to cancel. Leave empty for the run of the pair that is going on.' };

export const waitSeconds: INodeProperties = {
	displayName: 'Wait (Seconds)',
	name: 'waitSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 600 },
	default: 15,
	description: 'How long to wait for the run to end before its status is given',
};

export const runToUndo: INodeProperties = { ...run, required: true, description: 'Which run to undo: run in its Summary' };

export const how: INodeProperties = {
	displayName: 'What to Do',
	name: 'how',
	type: 'options',
	default: 'preview',
	description: 'Whether to look at the plan first or to carry it out at once',
	options: [
		{ name: 'Carry Out at Once', value: 'now', description: 'Guards apply as in any run' },
		{ name: 'Preview the Plan', value: 'preview', description: 'Writes nothing; Apply Plan carries out exactly what is shown' },
	],
};

export const release: INodeProperties = {
	displayName: 'Release',
	name: 'release',
	type: 'options',
	default: 'take_up',
	description: 'How records that an undo put on hold go on',
	options: [
		{ name: 'Accept Present State', value: 'accept', description: 'What both sides hold now counts as agreed; only later edits are carried' },
		{ name: 'Take Up Again', value: 'take_up', description: 'The next run plans them as any other, and carries what still differs' },
	],
};

export const undoRun: INodeProperties = {
	displayName: 'Undo Run ID',
	name: 'undoRun',
	type: 'string',
	default: '',
	placeholder: 'e.g. 43',
	description: 'Run of the undo whose holds are released. Leave empty for all records on hold.',
};

export const records: INodeProperties = {
	displayName: 'Record IDs',
	name: 'records',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1528, 1529',
	description: 'Work package IDs or row keys, separated by commas. Leave empty for all of them.',
};
