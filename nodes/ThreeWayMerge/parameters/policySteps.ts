import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { policyChoices, policyOrder } from '../../n8n/parameters/policies';

/** The policies people can pick, A to Z; values as the engine knows them (PolicySpec). */
const policyOptions: INodePropertyOptions[] = [
	{ name: 'Ask a Person', value: 'manual', description: 'Leave it unresolved; nothing after it is tried' },
	{ name: 'Authority', value: 'authority', description: 'The side a third source agrees with; if neither, the newest edit; if that is a tie, both merged' },
	{ name: 'Counter', value: 'counter', description: 'Base and what either side added to it' },
	policyChoices.higher,
	{ name: 'List', value: 'list', description: 'Both edits of a list' },
	{ name: 'Local', value: 'local_wins', description: "Local's value" },
	policyChoices.lower,
	policyChoices.progression,
	policyChoices.priority,
	{ name: 'Newest Edit', value: 'newest_wins', description: 'The side edited last, by the time fields under Options' },
	{ name: 'Object', value: 'object', description: 'Both edits of an object, key by key' },
	{ name: 'Operations', value: 'operations', description: 'Both edits as operations, the second transformed against the first' },
	{ name: 'Remote', value: 'remote_wins', description: "Remote's value" },
	{ name: 'Text', value: 'text', description: 'Both edits of a text, by lines and words' },
	{ name: 'Union of Both', value: 'union', description: 'For sets: everything either side has, less what either side removed, sorted' },
];

/** A policy and its settings. */
export const policyStep: readonly INodeProperties[] = [
	{ displayName: 'Policy', name: 'kind', type: 'options', default: 'manual', options: policyOptions, description: 'What holds where both sides changed the field to different values' },
	{
		displayName: 'Conflicting Parts',
		name: 'prefer',
		type: 'options',
		default: 'none',
		description: 'What holds where both sides changed the same part: lines of a text, an item of a list, a key of an object',
		displayOptions: { show: { kind: ['text', 'list', 'object'] } },
		options: [
			{ name: 'Local', value: 'local', description: "Local's part; the other is listed in notKept" },
			{ name: 'Remote', value: 'remote', description: "Remote's part; the other is listed in notKept" },
			{ name: 'Try the Next Policy', value: 'none', description: 'The whole field goes to the next policy; unresolved if there is none' },
		],
	},
	{
		displayName: 'Field of Importance',
		name: 'field',
		type: 'string',
		default: '',
		placeholder: 'e.g. priority',
		description: 'Name of the field whose value says how important a record is',
		displayOptions: { show: { kind: ['priority'] } },
	},
	{
		displayName: 'First Side',
		name: 'first',
		type: 'options',
		default: 'remote',
		description: 'Whose operations come first: they stand first where both insert in one place, and hold where only one can',
		displayOptions: { show: { kind: ['operations'] } },
		options: [
			{ name: 'Local', value: 'local' },
			{ name: 'Remote', value: 'remote' },
		],
	},
	{
		displayName: 'Item ID Field',
		name: 'idField',
		type: 'string',
		default: '',
		placeholder: 'e.g. id',
		description: 'Field by which items of an ordered list are recognised. Leave empty for lists of texts or numbers: then items are their own IDs.',
		displayOptions: { show: { kind: ['list'], as: ['ordered'] } },
	},
	{
		displayName: 'Line Ends',
		name: 'lineEnds',
		type: 'options',
		default: 'follow',
		description: 'How a change from LF to CR LF, or back, is seen',
		displayOptions: { show: { kind: ['text'] } },
		options: [
			{ name: 'Exactly as in Git', value: 'exact', description: 'A line with another end is another line' },
			{ name: 'One Change of Its Own', value: 'follow', description: 'A side that changed all line ends changed no line' },
		],
	},
	{
		displayName: 'List Is',
		name: 'as',
		type: 'options',
		default: 'set',
		description: 'How the list is to be understood',
		displayOptions: { show: { kind: ['list'] } },
		options: [
			{ name: 'A Set', value: 'set', description: 'Order does not count; what either side added or removed' },
			{ name: 'A Whole', value: 'whole', description: 'One list or the other, by Conflicting Parts' },
			{ name: 'An Ordered List', value: 'ordered', description: 'Items with IDs: added, removed, moved, edited inside' },
		],
	},
	{
		displayName: 'Merge Words',
		name: 'words',
		type: 'boolean',
		default: true,
		description: 'Whether lines that both sides changed are merged word by word where the words do not conflict',
		displayOptions: { show: { kind: ['text'] } },
	},
	policyOrder('Values from least to most, separated by commas, or as a JSON array'),
];
