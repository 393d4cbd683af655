import { BatchSyncError } from '../../errors';
import type { Json, JsonObject } from '../../record';
import { isPlainObject } from '../value/isPlainObject';
import { diffList } from './list/diffList';
import { applyList, composeList, invertList, transformList } from './list/listOperations';
import { applyObject, composeObject, diffObject, invertObject, transformObject } from './object/objectOperations';
import { diffText } from './text/diffText';
import { applyText, composeText, invertText, transformText } from './text/textOperations';
import type { FieldOperations, Precedence } from './types';

/** The operations that make `after` of `before`; null where the two are not both texts, lists or objects. */
export function deriveOperations(before: Json, after: Json): FieldOperations | null {
	if (typeof before === 'string') return typeof after === 'string' ? { form: 'text', operation: diffText(before, after) } : null;
	if (Array.isArray(before)) return Array.isArray(after) ? { form: 'list', operation: diffList(before as readonly Json[], after as readonly Json[]) } : null;
	return isPlainObject(before) && isPlainObject(after) ? { form: 'object', operation: diffObject(before, after) } : null;
}

/** The value after the operations. Throws a BatchSyncError with code `OPERATION_DOES_NOT_FIT` for operations made for another value. */
export function applyOperations(value: Json, operations: FieldOperations): Json {
	switch (operations.form) {
		case 'text': return applyText(textIn(value), operations.operation);
		case 'list': return applyList(listIn(value), operations.operation);
		case 'object': return applyObject(objectIn(value), operations.operation);
		default: return impossible(operations);
	}
}

/** The operations that take these back, for the value they were made for. */
export function invertOperations(value: Json, operations: FieldOperations): FieldOperations {
	switch (operations.form) {
		case 'text': return { form: 'text', operation: invertText(textIn(value), operations.operation) };
		case 'list': return { form: 'list', operation: invertList(listIn(value), operations.operation) };
		case 'object': return { form: 'object', operation: invertObject(objectIn(value), operations.operation) };
		default: return impossible(operations);
	}
}

/** One operation that does what `first` and then `second` do, both of one form. */
export function composeOperations(first: FieldOperations, second: FieldOperations): FieldOperations {
	if (first.form === 'text' && second.form === 'text') return { form: 'text', operation: composeText(first.operation, second.operation) };
	if (first.form === 'list' && second.form === 'list') return { form: 'list', operation: composeList(first.operation, second.operation) };
	if (first.form === 'object' && second.form === 'object') return { form: 'object', operation: composeObject(first.operation, second.operation) };
	throw misfit(`operations on a ${first.form} and on a ${second.form}`);
}

/** The operations as they are to be applied after `other`, both made for the same value. */
export function transformOperations(operations: FieldOperations, other: FieldOperations, precedence: Precedence): FieldOperations {
	if (operations.form === 'text' && other.form === 'text') return { form: 'text', operation: transformText(operations.operation, other.operation, precedence) };
	if (operations.form === 'list' && other.form === 'list') return { form: 'list', operation: transformList(operations.operation, other.operation, precedence) };
	if (operations.form === 'object' && other.form === 'object') return { form: 'object', operation: transformObject(operations.operation, other.operation, precedence) };
	throw misfit(`operations on a ${operations.form} and on a ${other.form}`);
}

function textIn(value: Json): string {
	if (typeof value === 'string') return value;
	throw misfit('operations on a text, and a value that is none');
}

function listIn(value: Json): readonly Json[] {
	if (Array.isArray(value)) return value as readonly Json[];
	throw misfit('operations on a list, and a value that is none');
}

function objectIn(value: Json): JsonObject {
	if (isPlainObject(value)) return value;
	throw misfit('operations on an object, and a value that is none');
}

function misfit(what: string): BatchSyncError {
	return new BatchSyncError('OPERATION_DOES_NOT_FIT', `There are ${what}. Give operations made for the base value.`);
}

function impossible(operations: never): never {
	return operations;
}
