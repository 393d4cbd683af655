import { decideMany } from '../../../src/conflicts';
import { itemOf } from '../../n8n/items';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { booleanOf, requiredText, valuesOf } from '../../n8n/values';
import { readBy } from '../input/readBy';
import { readChoice } from '../input/readChoice';
import { readFilter } from '../input/readFilter';
import { choice } from '../parameters/choice';
import { filtersOfOpen } from '../parameters/filters';
import { ruleOptions } from '../parameters/options';
import { pair } from '../parameters/pair';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor('resolveMany', [pair, filtersOfOpen, ...choice, ruleOptions]);

/** One choice for all open conflicts that meet the filters: one item with numbers, and one for each that was refused. */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const pair = requiredText(context.getNodeParameter('pair', itemIndex), 'Pair Name', 'Name the pair whose conflicts are to be resolved.');
	const rule = { filter: { ...readFilter(context, itemIndex), pair }, ...readChoice(context, itemIndex), dryRun: booleanOf(options['dryRun'], 'Dry Run', false) };
	const { refusedConflicts, ...result } = await decideMany(database, packageSchemaOf(options), rule, readBy(context, options));
	const verb = result.dryRun ? 'would be' : 'were';
	context.addExecutionHints({ message: `Of ${result.matched} open conflicts ${result.resolved} ${verb} resolved and ${result.refused} refused.`, type: result.refused > 0 ? 'warning' : 'info', location: 'outputPane' });
	return { done: [itemOf({ pair, choice: rule.choice, ...result }, itemIndex)], refused: refusedConflicts.map((conflict) => itemOf({ status: 'refused', ...conflict }, itemIndex)) };
};
