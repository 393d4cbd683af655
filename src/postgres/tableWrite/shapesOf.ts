import type { GivenRecord, Shape } from './types';

/**
 * Groups the records from `from` up to `to` by the columns they give, in the order of their first record. Only properties in
 * `known` count; match columns that a record lacks count as given (and are found to be missing later).
 */
export function shapesOf(records: readonly GivenRecord[], range: { readonly from: number; readonly to: number }, known: ReadonlySet<string>, match: readonly string[]): readonly Shape[] {
	const byNames = new Map<string, { columns: string[]; indexes: number[] }>();
	let last: { readonly names: readonly string[]; readonly shape: { columns: string[]; indexes: number[] } } | null = null;
	for (let index = range.from; index < range.to; index += 1) {
		const record = records[index] as GivenRecord;
		const names = Object.keys(record);
		if (last !== null && isSame(names, last.names) && !hasUndefined(record, names)) {
			last.shape.indexes.push(index);
			continue;
		}
		const columns = [...match, ...names.filter((name) => known.has(name) && !match.includes(name) && record[name] !== undefined)];
		const key = JSON.stringify([...columns].sort());
		let shape = byNames.get(key);
		if (shape === undefined) byNames.set(key, (shape = { columns, indexes: [] }));
		shape.indexes.push(index);
		last = hasUndefined(record, names) ? null : { names, shape };
	}
	return [...byNames.values()];
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
	if (one.length !== other.length) return false;
	for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
	return true;
}

function hasUndefined(record: GivenRecord, names: readonly string[]): boolean {
	for (const name of names) if (record[name] === undefined) return true;
	return false;
}
