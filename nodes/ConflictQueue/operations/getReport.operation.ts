import { conflictReport } from '../../../src/conflicts';
import { itemOf } from '../../n8n/items';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { numberOf, textOrNull, valuesOf } from '../../n8n/values';
import { instantOf } from '../../n8n/instant';
import { workflowZone } from '../../n8n/workflowZone';
import { reportOptions } from '../parameters/options';
import { anyPair } from '../parameters/pair';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor('getReport', [anyPair, reportOptions]);

/** What conflicts a period brought, how they were settled, and what would settle those that are open: one item. */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const pair = textOrNull(context.getNodeParameter('pair', itemIndex, ''), 'Pair Name');
	const [from, to] = (['from', 'to'] as const).map((name) => instantOf(options[name], name === 'from' ? 'From' : 'To', workflowZone(context)));
	const limit = numberOf(options['recurring'], 'Maximum Recurring', { min: 1, max: 1000, fallback: 20, whole: true });
	const report = await conflictReport(database, packageSchemaOf(options), { ...(pair === null ? {} : { pair }), ...(from === null ? {} : { from }), ...(to === null ? {} : { to }), limit });
	return { done: [itemOf(report, itemIndex)], refused: [] };
};
