import type { INodeProperties } from 'n8n-workflow';

const forCustom = { show: { choice: ['custom'] } };

const SUGGESTION = { name: 'Suggestion', value: 'suggestion', description: 'What is suggested for each. The first run only shows what would be written; give its confirmation under Options to write exactly that.' };

/** What is chosen, and the value where it is one of one's own. */
export const choice: readonly INodeProperties[] = [
	{
		displayName: 'Choice',
		name: 'choice',
		type: 'options',
		default: 'remote',
		description: 'The value both sides are to come to. Of a deletion: what that side did.',
		options: [
			{ name: 'Base', value: 'base', description: 'What both sides last agreed on' },
			{ name: 'Custom Value', value: 'custom', description: 'The value given below' },
			{ name: 'Newest', value: 'newest', description: 'The side edited last; refused where both were edited within two minutes' },
			{ name: 'OpenProject', value: 'remote', description: 'The value in OpenProject' },
			{ name: 'PostgreSQL', value: 'local', description: 'The value in the table' },
		],
	},
	{
		displayName: 'Value Is',
		name: 'valueIs',
		type: 'options',
		default: 'text',
		description: 'How the value is given. An expression that gives something else than text is taken as it is.',
		options: [
			{ name: 'JSON', value: 'json', description: 'A number, true or false, a list, null, or an object with a value for each field' },
			{ name: 'Text', value: 'text', description: 'Text or a date, as it stands there' },
		],
		displayOptions: forCustom,
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. In Progress',
		description: 'In the words of conflicts: as base, local and remote have it. For a group or a whole record an object by field.',
		displayOptions: forCustom,
	},
];

/** The same for many conflicts at once, which may also follow what is suggested for each. */
export const choiceOfMany: readonly INodeProperties[] = choice.map((property) => (property.name === 'choice' ? { ...property, options: [...(property.options ?? []), SUGGESTION] } : property));
