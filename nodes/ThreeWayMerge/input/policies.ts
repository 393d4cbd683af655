import type { PolicyKind, PolicySpec } from '../../../src/merge';
import type { Side } from '../../../src/record';
import { plainPolicyOf } from '../../n8n/plainPolicy';
import { booleanOf, listOf, requiredText, textOrNull, valuesOf, wordOf, type Values } from '../../n8n/values';

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
		default: return plainPolicyOf(kind, step, { parameter, importance: { name: 'Field of Importance', expected: 'Name the field that says how important a record is.' } });
	}
}

function listOfItems(step: Values, parameter: string): PolicySpec {
	return { kind: 'list', as: wordOf(step['as'], `${parameter}: List Is`, ['set', 'ordered', 'whole'], 'set'), idField: textOrNull(step['idField'], `${parameter}: Item ID Field`), prefer: preferOf(step, parameter) };
}

function preferOf(step: Values, parameter: string): Side | null {
	const prefer = wordOf(step['prefer'], `${parameter}: Conflicting Parts`, ['none', 'local', 'remote'], 'none');
	return prefer === 'none' ? null : prefer;
}
