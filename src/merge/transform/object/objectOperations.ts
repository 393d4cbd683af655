import { valueAt } from '../../../record';
import type { Json, JsonObject } from '../../../record';
import { isPlainObject } from '../../value/isPlainObject';
import { isSame } from '../../value/mergeValue';
import type { ObjectOperation, Precedence } from '../types';

/** What an operation does to one key. */
export type KeyEdit = { readonly set: Json } | { readonly unset: true } | { readonly merge: ObjectOperation };

/** What an operation does, key by key. */
export function editsOf({ set = {}, unset = [], merge = {} }: ObjectOperation): Map<string, KeyEdit> {
	return new Map<string, KeyEdit>([
		...Object.entries(set).map(([key, value]): [string, KeyEdit] => [key, { set: value }]),
		...unset.map((key): [string, KeyEdit] => [key, { unset: true }]),
		...Object.entries(merge).map(([key, inner]): [string, KeyEdit] => [key, { merge: inner }]),
	]);
}

/** An operation of edits; the three parts are there only where they have something. */
export function operationOf(edits: ReadonlyMap<string, KeyEdit>): ObjectOperation {
	const entries = [...edits];
	const set = entries.flatMap(([key, edit]) => ('set' in edit ? [[key, edit.set] as const] : []));
	const unset = entries.flatMap(([key, edit]) => ('unset' in edit ? [key] : []));
	const merge = entries.flatMap(([key, edit]) => ('merge' in edit ? [[key, edit.merge] as const] : []));
	return {
		...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
		...(unset.length === 0 ? {} : { unset }),
		...(merge.length === 0 ? {} : { merge: Object.fromEntries(merge) }),
	};
}

/** The object after the operation. An edit of an object under a key that holds none starts from an empty one. */
export function applyObject(object: JsonObject, operation: ObjectOperation): JsonObject {
	const result = new Map(Object.entries(object));
	for (const [key, edit] of editsOf(operation)) {
		if ('set' in edit) result.set(key, edit.set);
		else if ('unset' in edit) result.delete(key);
		else result.set(key, applyObject(objectIn(result.get(key)), edit.merge));
	}
	return Object.fromEntries(result);
}

/** The operation that takes this one back, for the object it was made for. */
export function invertObject(object: JsonObject, operation: ObjectOperation): ObjectOperation {
	const inverse = new Map<string, KeyEdit>();
	for (const [key, edit] of editsOf(operation)) {
		const old = valueAt(object, key);
		if (old === undefined) {
			if (!('unset' in edit)) inverse.set(key, { unset: true });
		} else {
			inverse.set(key, 'merge' in edit && isPlainObject(old) ? { merge: invertObject(old, edit.merge) } : { set: old });
		}
	}
	return operationOf(inverse);
}

/** One operation that does what `first` and then `second` do. */
export function composeObject(first: ObjectOperation, second: ObjectOperation): ObjectOperation {
	const composed = editsOf(first);
	for (const [key, edit] of editsOf(second)) composed.set(key, composeEdit(composed.get(key), edit));
	return operationOf(composed);
}

function composeEdit(first: KeyEdit | undefined, second: KeyEdit): KeyEdit {
	if (!('merge' in second) || first === undefined) return second;
	if ('merge' in first) return { merge: composeObject(first.merge, second.merge) };
	return { set: applyObject(objectIn('set' in first ? first.set : undefined), second.merge) };
}

/**
 * The operation as it is to be applied after `other`, both made for the same object. Setting or removing a key holds against an edit
 * of the object under it, whichever comes first; else the one with precedence `first` holds.
 */
export function transformObject(operation: ObjectOperation, other: ObjectOperation, precedence: Precedence): ObjectOperation {
	const theirs = editsOf(other);
	const transformed = new Map<string, KeyEdit>();
	for (const [key, edit] of editsOf(operation)) {
		const against = theirs.get(key);
		if (against === undefined) transformed.set(key, edit);
		else if ('merge' in edit && 'merge' in against) transformed.set(key, { merge: transformObject(edit.merge, against.merge, precedence) });
		else if (!('merge' in edit) && ('merge' in against || precedence === 'first')) transformed.set(key, edit);
	}
	return operationOf(transformed);
}

/** The operation that makes `after` of `before`: objects on both sides are gone into, everything else is set. */
export function diffObject(before: JsonObject, after: JsonObject, depth = 0): ObjectOperation {
	const edits = new Map<string, KeyEdit>();
	for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) edits.set(key, { unset: true });
	for (const [key, value] of Object.entries(after)) {
		const old = valueAt(before, key);
		if (isSame(old, value)) continue;
		const isInside = depth < DEEPEST && isPlainObject(old) && isPlainObject(value);
		edits.set(key, isInside ? { merge: diffObject(old, value, depth + 1) } : { set: value });
	}
	return operationOf(edits);
}

/** Objects deeper than this are set as a whole. */
const DEEPEST = 100;

function objectIn(value: Json | undefined): JsonObject {
	return isPlainObject(value) ? value : {};
}
