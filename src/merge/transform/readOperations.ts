import { BatchSyncError } from '../../errors';
import type { Json } from '../../record';
import { isPlainObject } from '../value/isPlainObject';
import type { FieldOperations, ListStep, ObjectOperation, TextStep } from './types';

const DEEPEST = 100;

/**
 * Reads operations given as data, for the kind of value base is. Throws a BatchSyncError with code `NOT_AN_OPERATION` that names the step and
 * says what a step may be.
 */
export function readOperations(given: Json, base: Json): FieldOperations {
	if (typeof base === 'string') return { form: 'text', operation: stepsIn(given).map(textStep) };
	if (Array.isArray(base)) return { form: 'list', operation: stepsIn(given).map(listStep) };
	if (isPlainObject(base)) return { form: 'object', operation: objectOperation(given, '', 0) };
	throw refusal('Operations are for a base that is a text, a list or an object', given);
}

function stepsIn(given: Json): readonly Json[] {
	if (Array.isArray(given)) return given as readonly Json[];
	throw refusal('Operations on a text or a list are a list of steps, e.g. [{ "retain": 3 }, { "insert": "x" }]', given);
}

function textStep(given: Json, index: number): TextStep {
	const [name, value] = partOf(given);
	if ((name === 'retain' || name === 'delete') && isCount(value)) return name === 'retain' ? { retain: value } : { delete: value };
	if (name === 'insert' && typeof value === 'string') return { insert: value };
	throw refusal(`Step ${index} of an operation on a text is one of { "retain": 3 }, { "delete": 3 }, { "insert": "x" }`, given);
}

function listStep(given: Json, index: number): ListStep {
	const [name, value] = partOf(given);
	if (name === 'insert' && Array.isArray(value)) return { insert: value as readonly Json[] };
	if (isCount(value)) {
		if (name === 'retain') return { retain: value };
		if (name === 'remove') return { remove: value };
		if (name === 'pick') return { pick: value };
		if (name === 'drop') return { drop: value };
	}
	throw refusal(`Step ${index} of an operation on a list is one of { "retain": 3 }, { "remove": 3 }, { "insert": ["x"] }, { "pick": 0 }, { "drop": 0 }`, given);
}

function objectOperation(given: Json, path: string, depth: number): ObjectOperation {
	const expected = `An operation on an object${path === '' ? '' : ` (at ${path})`} has { "set": {…}, "unset": ["key"], "merge": { "key": {…} } }, each key in one of them`;
	if (!isPlainObject(given) || depth > DEEPEST) throw refusal(expected, given);
	const { set, unset, merge, ...others } = given;
	const isRead = Object.keys(others).length === 0 && (set === undefined || isPlainObject(set)) && (merge === undefined || isPlainObject(merge)) && (unset === undefined || (Array.isArray(unset) && unset.every((key) => typeof key === 'string')));
	if (!isRead) throw refusal(expected, given);
	const keys = [...Object.keys(set ?? {}), ...((unset as readonly string[] | undefined) ?? []), ...Object.keys(merge ?? {})];
	if (new Set(keys).size < keys.length) throw refusal(expected, given);
	const inner = Object.entries(merge ?? {}).map(([key, edit]) => [key, objectOperation(edit, `${path}.${key}`, depth + 1)] as const);
	return {
		...(set === undefined ? {} : { set }),
		...(unset === undefined ? {} : { unset: unset as unknown as readonly string[] }),
		...(merge === undefined ? {} : { merge: Object.fromEntries(inner) }),
	};
}

function partOf(step: Json): readonly [string, Json] {
	const parts = isPlainObject(step) ? Object.entries(step) : [];
	return parts.length === 1 ? (parts[0] as [string, Json]) : ['', null];
}

function isCount(value: Json): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function refusal(expected: string, given: Json): BatchSyncError {
	return new BatchSyncError('NOT_AN_OPERATION', `${expected}. Given: ${(JSON.stringify(given) ?? 'nothing').slice(0, 80)}.`);
}
