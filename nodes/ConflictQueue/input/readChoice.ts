import type { IExecuteFunctions } from 'n8n-workflow';
import type { Choice, RuleChoice } from '../../../src/conflicts';
import type { Json } from '../../../src/record';
import { InputError } from '../../n8n/InputError';
import { jsonOf, wordOf } from '../../n8n/values';

const CHOICES: readonly Choice[] = ['base', 'custom', 'local', 'newest', 'remote'];

/** What is chosen, with the value where it is one of one's own. */
export function readChoice(context: IExecuteFunctions, itemIndex: number): Chosen<Choice> {
	return readOneOf(CHOICES, context, itemIndex);
}

/** The same for many conflicts at once. */
export function readRuleChoice(context: IExecuteFunctions, itemIndex: number): Chosen<RuleChoice> {
	return readOneOf([...CHOICES, 'suggestion'] as const, context, itemIndex);
}

interface Chosen<Word> {
	readonly choice: Word;
	readonly value?: Json;
}

function readOneOf<Word extends RuleChoice>(words: readonly Word[], context: IExecuteFunctions, itemIndex: number): Chosen<Word> {
	const choice = wordOf(context.getNodeParameter('choice', itemIndex), 'Choice', words);
	if (choice !== 'custom') return { choice };
	const isJson = wordOf(context.getNodeParameter('valueIs', itemIndex, 'text'), 'Value Is', ['json', 'text'] as const) === 'json';
	const given = context.getNodeParameter('value', itemIndex, '') as unknown;
	if (given === undefined) throw new InputError('Value', given, 'Give the value both sides are to come to.');
	return { choice, value: isJson ? jsonOf(given, 'Value') : (given as Json) };
}
