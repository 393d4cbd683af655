import { isEqualJson } from './isEqualJson';
import { valueAt } from './types';
import type { Json, JsonObject } from './types';

/** One property that differs; undefined where the record does not have it. */
export interface FieldDifference {
	readonly name: string;
	readonly before: Json | undefined;
	readonly after: Json | undefined;
}

/** The properties in which two records differ, by name in code unit order. null counts as an empty record; absent differs from null. */
export function diffRecords(before: JsonObject | null, after: JsonObject | null): FieldDifference[] {
	const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
	const differences: FieldDifference[] = [];
	for (const name of names) {
		const difference = { name, before: valueAt(before, name), after: valueAt(after, name) };
		if (!isSame(difference.before, difference.after)) differences.push(difference);
	}
	return differences;
}

function isSame(left: Json | undefined, right: Json | undefined): boolean {
	return left === undefined || right === undefined ? left === right : isEqualJson(left, right);
}
