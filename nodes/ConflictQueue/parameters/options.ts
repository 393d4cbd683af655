import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../n8n/parameters/collection';
import { packageSchema } from '../../n8n/parameters/packageSchema';

const schema = packageSchema('Schema in which Batch Sync keeps its own tables');

const by: INodeProperties = { displayName: 'Decided By', name: 'by', type: 'string', default: '', placeholder: 'e.g. Ada Lovelace', description: 'The name the decision is kept under. Leave empty for the name of the workflow.' };

const seen: INodeProperties = { displayName: 'Seen', name: 'seen', type: 'string', default: '', placeholder: 'e.g. {{ $json.version }}', description: 'The version of the conflict (of a record: recordVersion) the choice was made on. Where it has changed since, nothing is written.' };

const dryRun: INodeProperties = { displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false, description: 'Whether to only tell what would be resolved and what would be refused' };

const confirmation: INodeProperties = { displayName: 'Confirmation', name: 'confirmation', type: 'string', default: '', placeholder: 'e.g. 3f9a0c5d1b7e2846', description: 'What a dry run, or a first run with Choice Suggestion, gave as confirmation: only if exactly what it showed would be written, it is' };

const order: INodeProperties = {
	displayName: 'Sort', name: 'order', type: 'options', default: 'oldest', description: 'The order of the results; with a limit also which ones are returned',
	options: [{ name: 'Newest First', value: 'newest' }, { name: 'Oldest First', value: 'oldest' }],
};

const csv: readonly INodeProperties[] = [
	{ displayName: 'Delimiter', name: 'delimiter', type: 'options', default: ',', description: 'What stands between cells. Spreadsheets in many countries expect a semicolon.', options: [{ name: 'Comma', value: ',' }, { name: 'Semicolon', value: ';' }, { name: 'Tab', value: '\t' }] },
	{ displayName: 'File Name', name: 'fileName', type: 'string', default: 'conflicts.csv', placeholder: 'e.g. conflicts.csv', description: 'Name of the file' },
	{ displayName: 'Put Output File in Field', name: 'binaryField', type: 'string', default: 'data', placeholder: 'e.g. data', description: 'Name of the binary field of the item the file is put in' },
];

const period: readonly INodeProperties[] = [
	{ displayName: 'From', name: 'from', type: 'dateTime', default: '', description: 'Beginning of the period. Without a time zone it is in that of the workflow.' },
	{ displayName: 'Maximum Recurring', name: 'recurring', type: 'number', typeOptions: { minValue: 1, maxValue: 1000 }, default: 20, description: 'How many of the fields that keep conflicting are named, 1 to 1000' },
	{ displayName: 'To', name: 'to', type: 'dateTime', default: '', description: 'End of the period. Without a time zone it is in that of the workflow.' },
];

export const listOptions = optionsOf([order, schema]);
export const csvOptions = optionsOf([...csv, order, schema]);
export const reportOptions = optionsOf([...period, schema]);
export const decideOptions = optionsOf([by, seen, schema]);
export const ruleOptions = optionsOf([by, confirmation, dryRun, schema]);
export const reopenOptions = optionsOf([by, schema]);
