import { reopen, type ReopenAnswer } from '../../../src/conflicts';
import { itemOf } from '../../n8n/items';
import { requiredText } from '../../n8n/values';
import { askAll } from '../askAll';
import { reopenOptions } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import { conflict } from '../parameters/target';
import type { BatchOperation } from './operation';

export const description = shownFor('reopen', [conflict, reopenOptions]);

/** Opens the conflict of each input item again, where no run has carried its resolution out. */
export const execute: BatchOperation = async ({ context, database }) => {
	return await askAll<string, ReopenAnswer>(context, {
		read: (itemIndex) => requiredText(context.getNodeParameter('conflict', itemIndex), 'Conflict ID', 'Give the id of an item of Get Many.'),
		ask: async (schema, ids, by) => await reopen(database, schema, ids, by),
		items: (answer, { asked, by, itemIndex }) => {
			if (answer.status === 'refused') return [];
			const { reason, ...rest } = answer;
			return [itemOf({ id: asked, ...rest, reopenedBy: by, message: reason }, itemIndex)];
		},
		about: (id) => ({ id }),
		verb: 'reopened',
	});
};
