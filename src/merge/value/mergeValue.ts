import { isEqualJson, otherSide, valueAt } from '../../record';
import type { Json, JsonObject, Side } from '../../record';
import type { ConflictKind, Lost, PartConflict } from '../types';
import { isPlainObject } from './isPlainObject';

/** Objects deeper than this are merged as a whole: recursion stays far from the end of the stack. */
const DEEPEST = 200;

/** What three sides have in one place; undefined where they have nothing. */
export interface Sides {
	readonly base: Json | undefined;
	readonly local: Json | undefined;
	readonly remote: Json | undefined;
}

/** Whether two values count as equal; undefined is what is missing. */
export type SameValue = (left: Json | undefined, right: Json | undefined) => boolean;

/** What a merge comes upon inside a value, and whose part is taken in a conflict. */
export interface PartLog {
	readonly prefer: Side | null;
	readonly isSame: SameValue;
	readonly conflicts: PartConflict[];
	readonly lost: Lost[];
}

export function partLog(prefer: Side | null | undefined, isEqual: SameValue = isSame): PartLog {
	return { prefer: prefer ?? null, isSame: isEqual, conflicts: [], lost: [] };
}

/** Merges one place: a change on one side is the result; objects changed on both go key by key; all else is a conflict. undefined for nothing there. */
export function mergeValue(sides: Sides, path: string, log: PartLog, depth = 0): Json | undefined {
	const { base, local, remote } = sides;
	if (log.isSame(local, remote) || log.isSame(base, remote)) return local;
	if (log.isSame(base, local)) return remote;
	if (depth < DEEPEST && isPlainObject(local) && isPlainObject(remote)) {
		return mergeMembers(isPlainObject(base) ? base : {}, local, remote, path, log, depth);
	}
	return settleConflict(sides, local === undefined || remote === undefined ? 'delete_versus_update' : 'both_changed', path, log);
}

/** Takes the preferred side's part and keeps the other's as lost; without one, notes the conflict and keeps base. */
export function settleConflict(sides: Sides, kind: ConflictKind, path: string, log: PartLog): Json | undefined {
	if (log.prefer === null) {
		log.conflicts.push({ path, kind, values: present(sides) });
		return sides.base;
	}
	const loser = otherSide(log.prefer);
	// A removal that is not kept loses no value: null stands for it.
	log.lost.push({ side: loser, value: sides[loser] ?? null, path });
	return sides[log.prefer];
}

/** Keys in the order of base, then what was added, sorted: the result does not depend on which side is which. */
function mergeMembers(base: JsonObject, local: JsonObject, remote: JsonObject, path: string, log: PartLog, depth: number): JsonObject {
	const isNew = (key: string): boolean => !Object.hasOwn(base, key);
	const added = [...new Set([...Object.keys(local).filter(isNew), ...Object.keys(remote).filter(isNew)])].sort();
	const entries: Array<[string, Json]> = [];
	for (const key of [...Object.keys(base), ...added]) {
		const sides = { base: valueAt(base, key), local: valueAt(local, key), remote: valueAt(remote, key) };
		const value = mergeValue(sides, `${path}.${key}`, log, depth + 1);
		if (value !== undefined) entries.push([key, value]);
	}
	return Object.fromEntries(entries);
}

function present(sides: Sides): JsonObject {
	return Object.fromEntries(Object.entries(sides).filter(([, value]) => value !== undefined)) as JsonObject;
}

export function isSame(left: Json | undefined, right: Json | undefined): boolean {
	return left === undefined || right === undefined ? left === right : isEqualJson(left, right);
}
