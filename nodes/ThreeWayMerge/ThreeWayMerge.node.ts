import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { configuredInputs } from './inputs';
import { mergeItems } from './mergeItems';
import { options } from './parameters/options';
import { policyParameters } from './parameters/policies';
import { sourceParameters } from './parameters/source';

/** Merges two edited versions of records with what both come from, field by field. */
export class ThreeWayMerge implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Three-Way Merge',
		name: 'threeWayMerge',
		icon: { light: 'file:threeWayMerge.svg', dark: 'file:threeWayMerge.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["source"] === "item" ? "Records in each item" : "By " + $parameter["keyFields"] }}',
		description: 'Merge two edited versions of records with what both come from, field by field, and list what a person has to decide',
		defaults: { name: 'Three-Way Merge' },
		inputs: `={{(${configuredInputs})($parameter)}}`,
		// Any input may rightly have no items: a side that has none left, a base that has none yet.
		requiredInputs: 1,
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Merged', 'Unresolved'],
		usableAsTool: true,
		properties: [...sourceParameters, ...policyParameters, options],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await Promise.resolve(mergeItems(this));
	}
}
