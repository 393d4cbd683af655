import type { PolicySpec } from '../../../src/merge';
import type { Json } from '../../../src/record';
import { InputError } from '../../n8n/InputError';
import { listOf, requiredText, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';

const KINDS = ['higher', 'local_wins', 'lower', 'manual', 'newest_wins', 'priority', 'progression', 'remote_wins', 'union'] as const satisfies ReadonlyArray<PolicySpec['kind']>;

/** A fixedCollection of policies in order; empty means the fallback. */
export function policiesOf(value: unknown, parameter: string, fallback: readonly PolicySpec[]): readonly PolicySpec[] {
	const steps = listOf(valuesOf(value), 'policy');
	return steps.length === 0 ? fallback : steps.map((step) => policyOf(step, parameter));
}

/** One policy as a form or JSON gives it. */
export function policyOf(step: Values, parameter: string): PolicySpec {
	const kind = wordOf(step['kind'], `${parameter}: Winner`, KINDS);
	switch (kind) {
		case 'progression':
			return { kind, order: orderOf(step, parameter) };
		case 'priority':
			return { kind, field: requiredText(step['field'], `${parameter}: Field`, 'Name the mapped field that says how important a record is.'), order: orderOf(step, parameter) };
		case 'higher':
		case 'local_wins':
		case 'lower':
		case 'manual':
		case 'newest_wins':
		case 'remote_wins':
		case 'union':
			return { kind };
	}
}

function orderOf(step: Values, parameter: string): readonly Json[] {
	const given = step['order'];
	const order = Array.isArray(given) ? (given as Json[]) : textsOf(given, `${parameter}: Order`);
	if (order.length < 2) throw new InputError(`${parameter}: Order`, given, 'Give at least two values, from least to most.');
	return order;
}
