import type { PolicyKind, PolicySpec } from '../../src/merge';
import type { Json } from '../../src/record';
import { InputError } from './InputError';
import { requiredText, textsOf, type Values } from './values';

/** Policies that pick a value, or know themselves how to merge two: nothing has to be said about them but, for some, what to go by. */
export type PlainPolicyKind = Exclude<PolicyKind, 'list' | 'object' | 'operations' | 'text'>;

/** How a node calls the policy's step, and the field that says how important a record is. */
export interface PolicyWords {
	/** The step as people see it, e.g. 'Default Policies'. */
	readonly parameter: string;
	readonly importance: { readonly name: string; readonly expected: string };
}

/** A policy from a step of a form or of JSON. Throws an InputError where it lacks what it goes by. */
export function plainPolicyOf(kind: PlainPolicyKind, step: Values, { parameter, importance }: PolicyWords): PolicySpec {
	switch (kind) {
		case 'progression':
			return { kind, order: orderOf(step, parameter) };
		case 'priority':
			return { kind, field: requiredText(step['field'], `${parameter}: ${importance.name}`, importance.expected), order: orderOf(step, parameter) };
		case 'authority':
		case 'counter':
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

/** Values from least to most: a list, or texts separated by commas. */
function orderOf(step: Values, parameter: string): readonly Json[] {
	const given = step['order'];
	const order = Array.isArray(given) ? (given as Json[]) : textsOf(given, `${parameter}: Order`);
	if (order.length < 2) throw new InputError(`${parameter}: Order`, given, 'Give at least two values, from least to most.');
	return order;
}
