import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../n8n/parameters/collection';
import { packageSchema } from '../../n8n/parameters/packageSchema';

const badRecords: INodeProperties = {
	displayName: 'Bad Records',
	name: 'badRecords',
	type: 'options',
	default: 'stop',
	description: 'What becomes of a record that the table does not take',
	options: [
		{ name: 'Isolate', value: 'isolate', description: 'Send it to the Failed output with column and reason, and write the others' },
		{ name: 'Stop', value: 'stop', description: 'Write nothing (of its batch), and say which record it was and why' },
	],
};

const batches: INodeProperties = {
	displayName: 'Batches',
	name: 'batches',
	type: 'options',
	default: 'one',
	description: 'How many records go into one transaction',
	options: [
		{ name: 'Adaptive', value: 'adaptive', description: 'Batches that take about a second each, every one a transaction of its own' },
		{ name: 'All or Nothing', value: 'one', description: 'One transaction for all' },
		{ name: 'Fixed Size', value: 'fixed', description: 'Batches of the size given, every one a transaction of its own' },
	],
};

const duplicateKeys: INodeProperties = {
	displayName: 'Duplicate Keys',
	name: 'duplicates',
	type: 'options',
	default: 'refuse',
	description: 'What is done with records that have the same key',
	options: [
		{ name: 'Refuse', value: 'refuse', description: 'They are bad records, all of them' },
		{ name: 'Take First', value: 'first', description: 'Write the first and leave the others out' },
		{ name: 'Take Last', value: 'last', description: 'Write the last and leave the others out' },
	],
};

const unknownProperties: INodeProperties = {
	displayName: 'Unknown Properties',
	name: 'unknownColumns',
	type: 'options',
	default: 'refuse',
	description: 'What is done with properties that no column is named for',
	options: [
		{ name: 'Add Columns', value: 'add', description: 'Add a column to the table, with a type that fits all values' },
		{ name: 'Leave Out', value: 'ignore', description: 'Write the others, and name those left out in the result' },
		{ name: 'Refuse', value: 'refuse', description: 'Write nothing, and name the closest columns' },
	],
};

const rest: readonly INodeProperties[] = [
	{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 10000, typeOptions: { minValue: 1, maxValue: 1000000, numberPrecision: 0 }, description: 'Records of a batch, where Batches is Fixed Size. Default 10000.' },
	{ displayName: 'Checksum Column', name: 'checksumColumn', type: 'string', default: '', placeholder: 'e.g. row_checksum', description: 'Text column that holds a checksum of what was written: rows are told apart by it instead of column by column. Empty: all columns are compared.' },
	{
		displayName: 'Damaged Text', name: 'damagedText', type: 'options', default: 'refuse', description: 'What is done with text that holds a replacement character (U+FFFD), as a file has that was read in a wrong encoding. Default: refuse.',
		options: [{ name: 'Refuse', value: 'refuse', description: 'It is a bad record' }, { name: 'Write', value: 'write', description: 'Write it as it is' }],
	},
	{
		displayName: 'Day and Month', name: 'dayOrder', type: 'options', default: 'refuse', description: 'What a day like 03/04/2026 or 3.4.26 is. Default: refuse.',
		options: [
			{ name: 'Day First', value: 'day_first', description: '3 April' },
			{ name: 'Month First', value: 'month_first', description: '4 March' },
			{ name: 'Refuse Where Unclear', value: 'refuse', description: 'It is a bad record, unless one of the numbers can be no month' },
		],
	},
	{ displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false, description: 'Whether to do and check everything and then take it back. Default: off.' },
	{ displayName: 'Empty Text Is NULL', name: 'emptyTextIsNull', type: 'boolean', default: false, description: 'Whether empty text becomes NULL in columns that hold no text, and items without any value are left out, as items from a CSV file need it. Default: off.' },
	{
		displayName: 'Existing Rows', name: 'existing', type: 'options', default: 'skip', description: 'What Insert does with a record whose row is there. Default: skip.',
		options: [{ name: 'Fail', value: 'fail', description: 'It is a bad record' }, { name: 'Skip', value: 'skip', description: 'Leave the row as it is' }],
	},
	{ displayName: 'Keep What Was There', name: 'keepImages', type: 'boolean', default: false, description: 'Whether to keep what rows held, for 30 days, so that Undo can restore it. Default: off.' },
	{ displayName: 'Lock Timeout (Seconds)', name: 'lockTimeout', type: 'number', default: 2, typeOptions: { minValue: 0.1, maxValue: 3600 }, description: 'How long a row or table is waited for that somebody else has locked. What was written before is held meanwhile, so keep it short. Default 2.' },
	{ displayName: 'Max Deleted Percent', name: 'maxDeletePercent', type: 'number', default: 20, typeOptions: { minValue: 0, maxValue: 100 }, description: 'Most rows of the table, in percent, that Replace Table Content may delete. Beyond that it writes nothing. Default 20.' },
	{ displayName: 'Max Deleted Rows', name: 'maxDeletes', type: 'number', default: 1000, typeOptions: { minValue: 0, numberPrecision: 0 }, description: 'Most rows that Replace Table Content may delete. Beyond that it writes nothing. Default 1000.' },
	{ displayName: 'May Empty the Table', name: 'mayEmpty', type: 'boolean', default: false, description: 'Whether Replace Table Content without any item may delete all rows (within the limits). Default: off.' },
	{
		displayName: 'Output', name: 'output', type: 'options', default: 'summary', description: 'What the Result output carries. Default: a summary.',
		options: [{ name: 'Each Record', value: 'records', description: 'Every record with what happened to it' }, { name: 'Summary', value: 'summary', description: 'One item with counts' }],
	},
	packageSchema('Schema in which is kept what rows held. Default batch_sync.'),
	{ displayName: 'Statement Timeout (Seconds)', name: 'statementTimeout', type: 'number', default: 0, typeOptions: { minValue: 0 }, description: 'Longest time of one statement; adaptive batches shrink at it. 0: as the server has it.' },
	{
		displayName: 'Text in JSON Columns', name: 'jsonText', type: 'options', default: 'parse', description: 'What text is in columns of type json and jsonb. Default: parse.',
		options: [{ name: 'Parse', value: 'parse', description: 'Text that is JSON is JSON; other text is a string' }, { name: 'String', value: 'string', description: 'Any text is a string' }],
	},
	{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'e.g. Europe/Berlin', description: 'Zone of times that name none, and in which a moment has its day and hour in columns without zone. Empty: that of the workflow, and what may be meant otherwise is refused.' },
	{
		displayName: 'Without Unique Index', name: 'withoutUniqueIndex', type: 'options', default: 'refuse', description: 'What is done where no unique index is on the match columns. Default: refuse.',
		options: [{ name: 'Lock the Table', value: 'lock', description: 'Keep other writers out until it is done' }, { name: 'Refuse', value: 'refuse', description: 'Write nothing, and name the index to create' }],
	},
];

/** Everything that has a sensible default. */
export const options = optionsOf([badRecords, batches, duplicateKeys, unknownProperties, ...rest]);
