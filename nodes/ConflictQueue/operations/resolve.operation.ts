import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { decide, type Decision, type DecisionAnswer } from '../../../src/conflicts';
import { itemOf } from '../../n8n/items';
import { requiredText, textOrNull, valuesOf, wordOf } from '../../n8n/values';
import { askAll } from '../askAll';
import { readChoice } from '../input/readChoice';
import { choice } from '../parameters/choice';
import { decideOptions } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import { target } from '../parameters/target';
import type { BatchOperation } from './operation';

export const description = shownFor('resolve', [...target, ...choice, decideOptions]);

/** A decision for each input item: one item for each conflict that was resolved, one for each decision that was refused. */
export const execute: BatchOperation = async ({ context, database }) => {
	return await askAll<Decision, DecisionAnswer>(context, {
		read: (itemIndex) => readDecision(context, itemIndex),
		ask: async (schema, decisions, by) => await decide(database, schema, decisions, by),
		items: (answer, { by, itemIndex }) => (answer.status === 'resolved' ? resolvedItems(answer, by, itemIndex) : []),
		about: (decision) => ('conflict' in decision ? { id: decision.conflict } : 'record' in decision ? { pair: decision.pair, record: decision.record } : {}),
		verb: 'resolved',
	});
};

function readDecision(context: IExecuteFunctions, itemIndex: number): Decision {
	const seen = textOrNull(valuesOf(context.getNodeParameter('options', itemIndex, {}))['seen'], 'Seen');
	const wish = { ...readChoice(context, itemIndex), ...(seen === null ? {} : { seen }) };
	const isConflict = wordOf(context.getNodeParameter('target', itemIndex), 'Decide About', ['conflict', 'record'] as const) === 'conflict';
	if (isConflict) return { conflict: requiredText(context.getNodeParameter('conflict', itemIndex), 'Conflict ID', 'Give the id of an item of Get Many.'), ...wish };
	return {
		pair: requiredText(context.getNodeParameter('pair', itemIndex), 'Pair Name', 'Name the pair the record belongs to.'),
		record: requiredText(context.getNodeParameter('record', itemIndex), 'Record', 'Give a work package ID or row key.'),
		...wish,
	};
}

function resolvedItems(answer: Extract<DecisionAnswer, { status: 'resolved' }>, by: string, itemIndex: number): INodeExecutionData[] {
	return answer.conflicts.map(({ resolution, ...conflict }) => itemOf({ ...conflict, status: 'resolved', ...resolution, resolvedBy: by, message: answer.reason }, itemIndex));
}
