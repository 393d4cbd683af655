import type { INodeProperties } from 'n8n-workflow';
import { policyList } from '../../n8n/parameters/policies';
import { policyStep } from './policySteps';

export const policyParameters: INodeProperties[] = [
	{
		displayName: 'Field Policies',
		name: 'fieldPolicies',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Field',
		default: {},
		description: 'What holds where both sides changed a field to different values. A field that stands here more than once goes by its policies in turn.',
		options: [
			{
				displayName: 'Field',
				name: 'policy',
				values: [
					{ displayName: 'Field Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. description', description: 'Name of the field, as it is in the items' },
					...policyStep,
				],
			},
		],
	},
	policyList({ displayName: 'Default Policies', name: 'defaultPolicies', description: 'What holds for all other fields, tried in order. Unresolved if none decides.' }, policyStep),
];
