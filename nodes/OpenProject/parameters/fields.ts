import type { INodeProperties } from 'n8n-workflow';
import { collectionOf } from '../../n8n/parameters/collection';
import { personLocator, thingLocator, workPackageLocator } from './locators';

const date = (displayName: string, name: string, description: string): INodeProperties => ({ displayName, name, type: 'string', default: '', placeholder: 'e.g. 2026-03-31', description });

/** Fields everybody knows; the type stands apart, since creating asks for it on top. */
const commonFields: readonly INodeProperties[] = [
	personLocator({ displayName: 'Assignee', name: 'assignee', description: 'Who is to do it. An expression that gives null takes the assignee away.' }),
	{ displayName: 'Category', name: 'category', type: 'string', default: '', placeholder: 'e.g. Electrical', description: 'Name or ID of a category of the project. Empty takes it away.' },
	{
		displayName: 'Custom Fields',
		name: 'customFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Custom Field',
		default: {},
		description: 'Fields of your own, by name or key',
		options: [
			{
				displayName: 'Custom Field',
				name: 'field',
				values: [
					{ displayName: 'Field', name: 'field', type: 'string', default: '', placeholder: 'e.g. Area or customField2', description: 'Name of the custom field as OpenProject shows it, or its key' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. North yard', description: 'Names of list values and people, or their IDs; several separated by commas; empty takes the value away' },
				],
			},
		],
	},
	{ displayName: 'Description', name: 'description', type: 'string', typeOptions: { rows: 4 }, default: '', placeholder: 'e.g. **Bring** the long ladder', description: 'Text in Markdown' },
	date('Due Date', 'dueDate', 'Finish date, without a time. Empty takes it away. Milestones have one date: give only this one.'),
	{ displayName: 'Estimated Hours', name: 'estimatedHours', type: 'string', default: '', placeholder: 'e.g. 2.5', description: 'Work in hours, or an ISO 8601 duration such as PT2H30M. Empty takes it away.' },
	workPackageLocator({ displayName: 'Parent', name: 'parent', description: 'The work package it is below. An expression that gives null takes it out.' }),
	{ displayName: 'Percent Done', name: 'percentageDone', type: 'string', default: '', placeholder: 'e.g. 40', description: 'A whole number from 0 to 100. OpenProject works it out itself where it follows from work and remaining work, or from the status.' },
	thingLocator({ displayName: 'Priority', name: 'priority', description: 'How urgent it is', search: 'searchPriorities', exampleName: 'High', exampleId: '9' }),
	{ displayName: 'Remaining Hours', name: 'remainingHours', type: 'string', default: '', placeholder: 'e.g. 1.5', description: 'Remaining work in hours, or an ISO 8601 duration. Empty takes it away.' },
	personLocator({ displayName: 'Responsible', name: 'responsible', description: 'Who is accountable. An expression that gives null takes the person away.' }),
	{ displayName: 'Schedule Manually', name: 'scheduleManually', type: 'boolean', default: true, description: 'Whether its dates are set by hand rather than by its children and predecessors' },
	date('Start Date', 'startDate', 'Start date, without a time. Empty takes it away.'),
	thingLocator({ displayName: 'Status', name: 'status', description: "The status. OpenProject's workflow must allow the step from the present one.", search: 'searchStatuses', exampleName: 'In progress', exampleId: '7' }),
	{ displayName: 'Version', name: 'version', type: 'string', default: '', placeholder: 'e.g. Spring 2026', description: 'Name or ID of a version of the project. Empty takes it away.' },
];

const subject: INodeProperties = { displayName: 'Subject', name: 'subject', type: 'string', default: '', placeholder: 'e.g. Fix the roof', description: 'What it is about, in one line of at most 255 characters' };
const type: INodeProperties = thingLocator({ displayName: 'Type', name: 'type', description: "One of the project's types. New work packages without one get the project's first.", search: 'searchTypes', exampleName: 'Task', exampleId: '1' });

/** Where the values come from: the form, or the properties of the input items. */
export const dataMode: INodeProperties = {
	displayName: 'Fields to Write',
	name: 'dataMode',
	type: 'options',
	default: 'defineBelow',
	description: 'Where the values come from',
	options: [
		{ name: 'Defined Below', value: 'defineBelow', description: 'Each field by itself; fields that are not added are left alone' },
		{ name: 'Properties of the Input Item', value: 'autoMapInputData', description: 'Every property named as a field in the simplified output of Get Many, e.g. subject, status, assignee, dueDate, or as a custom field' },
	],
};

const shownBelow = { show: { dataMode: ['defineBelow'] } };

const fieldsOf = (fields: readonly INodeProperties[]): INodeProperties => ({ ...collectionOf({ displayName: 'Fields', name: 'fields', placeholder: 'Add Field' }, fields), displayOptions: shownBelow });

/** Subject on top, then where the other values come from. */
export const createForm: readonly INodeProperties[] = [
	{ ...type },
	dataMode,
	{ ...subject, required: true, displayOptions: shownBelow },
	fieldsOf(commonFields),
];

/** For work packages that exist, or may. */
export const updateForm: readonly INodeProperties[] = [dataMode, fieldsOf([...commonFields, subject, type])];
