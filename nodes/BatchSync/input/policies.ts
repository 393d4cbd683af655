import type { PolicySpec } from '../../../src/merge';
import { plainPolicyOf, type PlainPolicyKind } from '../../n8n/plainPolicy';
import { listOf, valuesOf, wordOf, type Values } from '../../n8n/values';

const KINDS = ['higher', 'local_wins', 'lower', 'manual', 'newest_wins', 'priority', 'progression', 'remote_wins', 'union'] as const satisfies readonly PlainPolicyKind[];

/** A fixedCollection of policies in order; empty means the fallback. */
export function policiesOf(value: unknown, parameter: string, fallback: readonly PolicySpec[]): readonly PolicySpec[] {
	const steps = listOf(valuesOf(value), 'policy');
	return steps.length === 0 ? fallback : steps.map((step) => policyOf(step, parameter));
}

/** One policy as a form or JSON gives it. */
export function policyOf(step: Values, parameter: string): PolicySpec {
	const kind = wordOf(step['kind'], `${parameter}: Winner`, KINDS);
	return plainPolicyOf(kind, step, { parameter, importance: { name: 'Field', expected: 'Name the mapped field that says how important a record is.' } });
}
