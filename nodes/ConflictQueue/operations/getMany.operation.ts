import { eachPage } from '../../../src/conflicts';
import { itemOf } from '../../n8n/items';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { booleanOf, numberOf, valuesOf, wordOf } from '../../n8n/values';
import { readFilter } from '../input/readFilter';
import { filters } from '../parameters/filters';
import { listOptions } from '../parameters/options';
import { paging } from '../parameters/paging';
import { anyPair } from '../parameters/pair';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation, Outputs } from './operation';

export const description = shownFor('getAll', [anyPair, ...paging, filters, listOptions]);

/** Conflicts that meet the filters, one item each. */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const all = booleanOf(context.getNodeParameter('returnAll', itemIndex, false), 'Return All', false);
	const limit = all ? undefined : numberOf(context.getNodeParameter('limit', itemIndex, 50), 'Limit', { min: 1, max: Number.MAX_SAFE_INTEGER, fallback: 50, whole: true });
	const order = wordOf(options['order'], 'Sort', ['oldest', 'newest'] as const, 'oldest');
	const outputs: Outputs = { done: [], refused: [] };
	for await (const page of eachPage(database, packageSchemaOf(options), readFilter(context, itemIndex), { order, limit })) {
		for (const conflict of page) outputs.done.push(itemOf(conflict, itemIndex));
	}
	return outputs;
};
