import type { LocalCondition } from '../../../src/run';
import { InputError } from '../../n8n/InputError';
import { listOf, requiredText, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';

const OPERATORS: ReadonlyArray<LocalCondition['operator']> = ['equals', 'in', 'is_not_null', 'is_null', 'not_equals', 'not_in'];

/** The row filter: conditions that must all hold. */
export function localFilterOf(value: unknown): readonly LocalCondition[] {
	return listOf(valuesOf(value), 'condition').map((condition, index) => conditionOf(condition, `Row Filter ${index + 1}`));
}

function conditionOf(condition: Values, label: string): LocalCondition {
	const column = requiredText(condition['column'], `${label}: Column`, 'Name a column of the table.');
	const operator = wordOf(condition['operator'], `${label}: Operator`, OPERATORS, 'equals');
	switch (operator) {
		case 'is_null':
		case 'is_not_null':
			return { column, operator };
		case 'in':
		case 'not_in': {
			const value = textsOf(condition['value'], `${label}: Value`);
			if (value.length === 0) throw new InputError(`${label}: Value`, condition['value'], 'Give at least one value, or use Is Empty.');
			return { column, operator, value };
		}
		case 'equals':
		case 'not_equals': {
			const value = condition['value'];
			if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new InputError(`${label}: Value`, value, 'Give a text, a number or a boolean.');
			return { column, operator, value };
		}
	}
}
