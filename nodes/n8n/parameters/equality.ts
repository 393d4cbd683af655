import type { INodeProperties } from 'n8n-workflow';

/** When two values count as equal; read by `equalityRulesOf`. */
export const equalValues: readonly INodeProperties[] = [
	{
		displayName: 'Compare Dates by Instant',
		name: 'instants',
		type: 'boolean',
		default: false,
		description: 'Whether texts that stand for the same point in time are equal, e.g. 2026-03-30T14:00:00Z and 2026-03-30 16:00+02. Compared to the millisecond; without an offset, the Time Zone counts.',
	},
	{
		displayName: 'Empty Values',
		name: 'empty',
		type: 'options',
		default: 'apart',
		description: 'Whether null, a missing field and empty text are the same. 0 and false are never empty. Default: told apart.',
		options: [
			{ name: 'Null and Missing Are Equal', value: 'null_missing' },
			{ name: 'Null, Missing and Empty Text Are Equal', value: 'all' },
			{ name: 'Told Apart', value: 'apart' },
		],
	},
	{ displayName: 'Ignore Case', name: 'ignoreCase', type: 'boolean', default: false, description: 'Whether values that differ only in upper and lower case are equal' },
	{ displayName: 'Ignore Order of Lists', name: 'ignoreArrayOrder', type: 'boolean', default: false, description: 'Whether lists with the same elements in another order are equal' },
	{
		displayName: 'Numbers Equal Their Text',
		name: 'numberText',
		type: 'boolean',
		default: false,
		description: 'Whether text that reads as a number is that number, e.g. 1.50 and 1.5, or 007 and 7',
	},
	{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'e.g. Europe/Berlin', description: "IANA zone of times that name none. Default: the workflow's time zone." },
	{
		displayName: 'White Space',
		name: 'whiteSpace',
		type: 'options',
		default: 'keep',
		description: 'Which white space in text counts. Default: all of it.',
		options: [
			{ name: 'All Counts', value: 'keep' },
			{ name: 'Runs Count as One Space', value: 'runs', description: 'Space around the text is ignored, and inside one space is as good as many' },
			{ name: 'Space Around Is Ignored', value: 'ends', description: 'Space inside the text counts' },
		],
	},
];

/** When two keys are the same; read by `keyRulesOf`. */
export const equalKeys: readonly INodeProperties[] = [
	{ displayName: 'Ignore Case in Keys', name: 'ignoreKeyCase', type: 'boolean', default: false, description: 'Whether items match whose keys differ only in upper and lower case' },
	{ displayName: 'Tell Key Types Apart', name: 'tellTypesApart', type: 'boolean', default: false, description: 'Whether the number 42 and the text 42 are different keys' },
	{ displayName: 'Trim Keys', name: 'trimKeys', type: 'boolean', default: false, description: 'Whether white space around a key does not count' },
];
