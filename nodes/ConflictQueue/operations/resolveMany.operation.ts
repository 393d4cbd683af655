import { decideMany, type RuleResult } from '../../../src/conflicts';
import { itemOf } from '../../n8n/items';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { booleanOf, requiredText, textOrNull, valuesOf } from '../../n8n/values';
import { readBy } from '../input/readBy';
import { readRuleChoice } from '../input/readChoice';
import { readFilter } from '../input/readFilter';
import { choiceOfMany } from '../parameters/choice';
import { filtersOfOpen } from '../parameters/filters';
import { ruleOptions } from '../parameters/options';
import { pair } from '../parameters/pair';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor('resolveMany', [pair, filtersOfOpen, ...choiceOfMany, ruleOptions]);

/**
 * One choice for all open conflicts that meet the filters: one item with numbers (and, where nothing is written, with what
 * would be), and one for each that was refused.
 */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const pair = requiredText(context.getNodeParameter('pair', itemIndex), 'Pair Name', 'Name the pair whose conflicts are to be resolved.');
	const confirmation = textOrNull(options['confirmation'], 'Confirmation');
	const rule = { filter: { ...readFilter(context, itemIndex), pair }, ...readRuleChoice(context, itemIndex), dryRun: booleanOf(options['dryRun'], 'Dry Run', false), ...(confirmation === null ? {} : { confirmation }) };
	const result = await decideMany(database, packageSchemaOf(options), rule, readBy(context, options));
	const { dryRun, matched, resolved, refused, refusals, refusedConflicts, writes, confirmation: toConfirm, isOutdated } = result;
	const message = messageOf(result);
	context.addExecutionHints({ message, type: refused > 0 || isOutdated ? 'warning' : 'info', location: 'outputPane' });
	const done = itemOf({ pair, choice: rule.choice, dryRun, matched, resolved, refused, refusals, message, ...(dryRun ? { confirmation: toConfirm, writes } : {}) }, itemIndex);
	return { done: [done], refused: refusedConflicts.map((conflict) => itemOf({ status: 'refused', ...conflict }, itemIndex)) };
};

function messageOf({ dryRun, matched, resolved, refused, isOutdated, confirmation }: RuleResult): string {
	if (!dryRun) return `Of ${matched} open conflicts ${resolved} were resolved and ${refused} refused.`;
	const outcome = `Of ${matched} open conflicts ${resolved} would be resolved and ${refused} refused.`;
	if (confirmation === null) return `${outcome} Nothing was written.`;
	const next = `Look at 'writes', and give ${confirmation} as Confirmation to write exactly that.`;
	return isOutdated ? `What would be written is not what was confirmed: a conflict came, went or moved. Nothing was written. ${outcome} ${next}` : `${outcome} Nothing was written. ${next}`;
}
