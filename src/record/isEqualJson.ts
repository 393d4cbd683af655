import type { Json, JsonObject } from './types';

/** Whether two JSON values are the same; the order of keys does not count, the order of arrays does. Values of any depth are taken. */
export function isEqualJson(left: Json, right: Json): boolean {
	if (left === right) return true;
	if (!isContainer(left) || !isContainer(right)) return false;
	// Pairs still to be compared: no recursion, so depth cannot exhaust the stack.
	const pending: Array<readonly Json[] | JsonObject> = [left, right];
	while (pending.length > 0) {
		const b = pending.pop() as readonly Json[] | JsonObject;
		const a = pending.pop() as readonly Json[] | JsonObject;
		if (!compareMembers(a, b, pending)) return false;
	}
	return true;
}

function compareMembers(a: readonly Json[] | JsonObject, b: readonly Json[] | JsonObject, pending: Array<readonly Json[] | JsonObject>): boolean {
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const keys = Object.keys(a);
	if (keys.length !== Object.keys(b).length) return false;
	for (const key of keys) {
		if (!Object.hasOwn(b, key)) return false;
		const left = (a as JsonObject)[key] as Json;
		const right = (b as JsonObject)[key] as Json;
		if (left === right) continue;
		if (!isContainer(left) || !isContainer(right)) return false;
		pending.push(left, right);
	}
	return true;
}

function isContainer(value: Json): value is readonly Json[] | JsonObject {
	return typeof value === 'object' && value !== null;
}
