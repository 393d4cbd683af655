import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Refused } from '../../src/conflicts';
import { groupBy } from '../../src/record';
import { errorItem, itemOf } from '../n8n/items';
import { packageSchemaOf } from '../n8n/packageSchema';
import { toNodeError } from '../n8n/toNodeError';
import { valuesOf } from '../n8n/values';
import { readBy } from './input/readBy';
import type { Outputs } from './operations/operation';

/** One input item's request, and in whose name. */
interface Asked<A> {
	readonly asked: A;
	readonly itemIndex: number;
	readonly schema: string;
	readonly by: string;
}

/** How an operation asks the engine about all input items at once. */
interface Asking<A, R> {
	readonly read: (itemIndex: number) => A;
	readonly ask: (schema: string, asked: readonly A[], by: string) => Promise<readonly R[]>;
	/** Items of the first output. */
	readonly items: (answer: R, asked: Asked<A>) => INodeExecutionData[];
	/** What a refused item was about. */
	readonly about: (asked: A) => object;
	/** What became of those that were not refused, for the hint. */
	readonly verb: string;
}

/**
 * Reads the requests of all input items, and asks once for all that go to the same schema in the same name. All are read before anything
 * is asked, so a parameter that makes no sense stops the node before it has decided anything, or becomes an item where it continues on failure.
 */
export async function askAll<A, R extends Refused | { readonly status: string }>(context: IExecuteFunctions, asking: Asking<A, R>): Promise<Outputs> {
	const failed = new Map<number, INodeExecutionData>();
	const requests = context.getInputData().flatMap((_item, itemIndex) => {
		try {
			return [readOne(context, itemIndex, asking)];
		} catch (thrown) {
			const error = toNodeError(context.getNode(), thrown, itemIndex);
			if (!context.continueOnFail()) throw error;
			failed.set(itemIndex, errorItem(error.message, itemIndex));
			return [];
		}
	});
	const answers = new Map<number, { readonly asked: Asked<A>; readonly answer: R }>();
	for (const group of groupBy(requests, ({ schema, by }) => JSON.stringify([schema, by])).values()) {
		const { schema, by } = group[0] as Asked<A>;
		const answered = await asking.ask(schema, group.map(({ asked }) => asked), by);
		group.forEach((asked, position) => void answers.set(asked.itemIndex, { asked, answer: answered[position] as R }));
	}
	return layOut(context, asking, { answers, failed });
}

function readOne<A, R>(context: IExecuteFunctions, itemIndex: number, { read }: Asking<A, R>): Asked<A> {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	return { asked: read(itemIndex), itemIndex, schema: packageSchemaOf(options), by: readBy(context, options) };
}

function layOut<A, R extends Refused | { readonly status: string }>(context: IExecuteFunctions, asking: Asking<A, R>, { answers, failed }: { readonly answers: ReadonlyMap<number, { readonly asked: Asked<A>; readonly answer: R }>; readonly failed: ReadonlyMap<number, INodeExecutionData> }): Outputs {
	const outputs: Outputs = { done: [], refused: [] };
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex += 1) {
		const failure = failed.get(itemIndex);
		const one = answers.get(itemIndex);
		if (failure !== undefined) outputs.done.push(failure);
		else if (one !== undefined && isRefused(one.answer)) outputs.refused.push(context.continueOnFail() ? errorItem(one.answer.reason, itemIndex) : itemOf({ ...asking.about(one.asked.asked), ...one.answer }, itemIndex));
		else if (one !== undefined) outputs.done.push(...asking.items(one.answer, one.asked));
	}
	const count = outputs.refused.length;
	context.addExecutionHints({ message: `${outputs.done.length - failed.size} ${asking.verb}, ${count} refused.`, type: count > 0 ? 'warning' : 'info', location: 'outputPane' });
	return outputs;
}

function isRefused(answer: Refused | { readonly status: string }): answer is Refused {
	return answer.status === 'refused';
}
