import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { openKeptDatabase } from '../../src/postgres';
import { searchSchemas } from '../n8n/listSearch/searchSchemas';
import { searchTables } from '../n8n/listSearch/searchTables';
import { postgresCredential } from '../n8n/parameters/credentials';
import { toNodeError } from '../n8n/toNodeError';
import { detect } from './detect';
import { firstInputWithItems } from './input/inputItems';
import { baseParameters } from './parameters/base';
import { matchParameters } from './parameters/match';
import { options } from './parameters/options';

/** Base is an input only where it comes from one. */
const INPUTS = `={{ [{ type: "${NodeConnectionTypes.Main}", displayName: "Local" }, { type: "${NodeConnectionTypes.Main}", displayName: "Remote" }].concat($parameter["baseSource"] === "input" ? [{ type: "${NodeConnectionTypes.Main}", displayName: "Base" }] : []) }}` as const;

/** Tells what changed on which of two sides, and where both changed the same record. Once for all items. */
export class DetectConflicts implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Detect Conflicts',
		name: 'detectConflicts',
		icon: { light: 'file:detectConflicts.svg', dark: 'file:detectConflicts.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { input: "with Base", linkTable: "with Link Table", none: "by Version and Checksum" }[$parameter["baseSource"]] }}',
		description: 'Tell which records changed on which side since both last agreed, and where the changes conflict',
		defaults: { name: 'Detect Conflicts' },
		inputs: INPUTS,
		// An input that gets no items is an empty set: one with items is enough to start.
		requiredInputs: 1,
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Local Changed', 'Remote Changed', 'Conflicts', 'Unchanged'],
		usableAsTool: true,
		// n8n hides a parameter that is named here only if all of its values ask for a credential; two of Base's do not.
		credentials: [{ ...postgresCredential, displayOptions: { show: { baseSource: ['linkTable'] } } }],
		properties: [...baseParameters, ...matchParameters, options],
	};

	methods = { listSearch: { searchSchemas, searchTables } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		try {
			return await detect(this, openKeptDatabase);
		} catch (thrown) {
			const error = toNodeError(this.getNode(), thrown, 0);
			if (!this.continueOnFail()) throw error;
			return [[{ json: { error: error.message }, pairedItem: { item: 0, input: firstInputWithItems(this) } }], [], [], []];
		}
	}
}
