import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Policies that mean the same wherever they are offered; values as the engine knows them (PolicySpec). */
export const policyChoices = {
	higher: { name: 'Higher Value', value: 'higher', description: 'The larger number or later date' },
	lower: { name: 'Lower Value', value: 'lower', description: 'The smaller number or earlier date' },
	progression: { name: 'More Advanced Value', value: 'progression', description: 'The value further along the order given' },
	priority: { name: 'More Important Record', value: 'priority', description: 'The side whose record has the more important value in a field' },
} as const satisfies Readonly<Record<string, INodePropertyOptions>>;

/** The order that More Advanced Value and More Important Record go by; read by `plainPolicyOf`. */
export function policyOrder(description: string): INodeProperties {
	return {
		displayName: 'Order',
		name: 'order',
		type: 'string',
		default: '',
		placeholder: 'e.g. New, In progress, Closed',
		description,
		displayOptions: { show: { kind: ['progression', 'priority'] } },
	};
}

/** A list of policies tried in order, each with the settings of `step`. */
export function policyList({ displayName, name, description }: Pick<INodeProperties, 'displayName' | 'name' | 'description'>, step: readonly INodeProperties[]): INodeProperties {
	return {
		displayName, name, description,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Policy',
		default: {},
		options: [{ displayName: 'Policy', name: 'policy', values: [...step] }],
	};
}
