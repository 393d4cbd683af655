import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorItem } from './items';
import { toNodeError } from './toNodeError';

/**
 * Does work for every input item, one after the other, and gathers the items of its outputs. Where the work throws, the node stops, or,
 * where it continues on failure, an item with the error stands on the first of the `count` outputs.
 */
export async function forEachItem(context: IExecuteFunctions, count: number, work: (itemIndex: number) => Promise<ReadonlyArray<readonly INodeExecutionData[]>>): Promise<INodeExecutionData[][]> {
	const outputs: INodeExecutionData[][] = Array.from({ length: count }, () => []);
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex += 1) {
		try {
			const made = await work(itemIndex);
			// One by one: a spread of very many items exhausts the stack.
			made.forEach((items, output) => items.forEach((item) => outputs[output]?.push(item)));
		} catch (thrown) {
			const error = toNodeError(context.getNode(), thrown, itemIndex);
			if (!context.continueOnFail()) throw error;
			outputs[0]?.push(errorItem(error.message, itemIndex));
		}
	}
	return outputs;
}
