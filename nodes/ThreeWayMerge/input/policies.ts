import type { PolicyKind, PolicySpec } from '../../../src/merge';
import type { Json, Side } from '../../../src/record';
import { InputError } from '../../n8n/InputError';
import { booleanOf, listOf, requiredText, textOf, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';

const KINDS = [
	'authority', 'counter', 'higher', 'list', 'local_wins', 'lower', 'manual', 'newest_wins', 'object', 'operations', 'priority', 'progression', 'remote_wins', 'text', 'union',
] as const satisfies readonly PolicyKind[];

/** The policies as the node's parameters give them: by field, and for all others. */
export interface Policies {
	readonly byField: ReadonlyMap<string, readonly PolicySpec[]>;
	readonly others: readonly PolicySpec[];
}

export function readPolicies(fieldPolicies: unknown, defaultPolicies: unknown): Policies {
	const byField = new Map<string, PolicySpec[]>();
	for (const step of listOf(valuesOf(fieldPolicies), 'policy')) {
		const name = requiredText(step['name'], 'Field Policies: Field Name', 'Name the field, as it is in the items.');
		byField.set(name, [...(byField.get(name) ?? []), policyOf(step, `Policy of '${name}'`)]);
	}
	return { byField, others: listOf(valuesOf(defaultPolicies), 'policy').map((step) => policyOf(step, 'Default Policies')) };
}

function policyOf(step: Values, parameter: string): PolicySpec {
	const kind = wordOf(step['kind'], parameter, KINDS, 'manual');
	switch (kind) {
		case 'text': return { kind, prefer: preferOf(step, parameter), words: booleanOf(step['words'], `${parameter}: Merge Words`, true), lineEnds: wordOf(step['lineEnds'], `${parameter}: Line Ends`, ['follow', 'exact'] as const, 'follow') };
		case 'list': return listOfItems(step, parameter);
		case 'object': return { kind, prefer: preferOf(step, parameter) };
		case 'operations': return { kind, first: wordOf(step['first'], `${parameter}: First Side`, ['local', 'remote'], 'remote') };
		case 'progression': return { kind, order: orderOf(step, parameter) };
		case 'priority': return { kind, field: requiredText(step['field'], `${parameter}: Field of Importance`, 'Name the field that says how important a record is.'), order: orderOf(step, parameter) };
		case 'authority':
		case 'counter':
		case 'higher':
		case 'local_wins':
		case 'lower':
		case 'manual':
		case 'newest_wins':
		case 'remote_wins':
		case 'union': return { kind };
		default: {
			const impossible: never = kind;
			return impossible;
		}
	}
}

function listOfItems(step: Values, parameter: string): PolicySpec {
	const idField = textOf(step['idField'], `${parameter}: Item ID Field`, '');
	return { kind: 'list', as: wordOf(step['as'], `${parameter}: List Is`, ['set', 'ordered', 'whole'], 'set'), idField: idField === '' ? null : idField, prefer: preferOf(step, parameter) };
}

function preferOf(step: Values, parameter: string): Side | null {
	const prefer = wordOf(step['prefer'], `${parameter}: Conflicting Parts`, ['none', 'local', 'remote'], 'none');
	return prefer === 'none' ? null : prefer;
}

function orderOf(step: Values, parameter: string): readonly Json[] {
	const given = step['order'];
	const order = Array.isArray(given) ? (given as Json[]) : textsOf(given, `${parameter}: Order`);
	if (order.length < 2) throw new InputError(`${parameter}: Order`, given, 'Give at least two values, from least to most.');
	return order;
}
