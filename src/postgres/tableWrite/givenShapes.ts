import { countBelow } from './countBelow';
import type { GivenRecord, Shape } from './types';

/** Records that give the same properties. */
interface GivenShape {
	readonly names: readonly string[];
	/** Positions of the records, ascending. */
	readonly indexes: number[];
}

/** What properties the records of a write give, read once. */
export class GivenShapes {
	private shapes: readonly GivenShape[] | undefined;
	/** Positions of records without any value, ascending: they are left out where empty text stands for nothing. */
	readonly blank: readonly number[];

	constructor(private readonly records: readonly GivenRecord[], private readonly isEmptyNothing: boolean) {
		this.blank = isEmptyNothing ? [...records.keys()].filter((index) => isBlank(records[index] as GivenRecord)) : [];
	}

	/** The same for these records at the same positions, under other names. */
	of(records: readonly GivenRecord[]): GivenShapes {
		return new GivenShapes(records, this.isEmptyNothing);
	}

	/** Positions of the records that say something. */
	indexes(): readonly number[] {
		const all = [...this.records.keys()];
		if (this.blank.length === 0) return all;
		const left = new Set(this.blank);
		return all.filter((index) => !left.has(index));
	}

	/** Properties that any record gives. */
	names(): readonly string[] {
		return [...new Set(this.read().flatMap(({ names }) => names))];
	}

	/**
	 * Records from `from` up to `to` by the columns they give, in the order of their first record. Only properties in `known` count;
	 * match columns that a record lacks count as given (and are found to be missing later).
	 */
	within(range: { readonly from: number; readonly to: number }, known: ReadonlySet<string>, match: readonly string[]): readonly Shape[] {
		const byColumns = new Map<string, { readonly columns: readonly string[]; readonly parts: Array<readonly number[]> }>();
		for (const { names, indexes } of this.read()) {
			const inRange = indexes.slice(countBelow(indexes, range.from), countBelow(indexes, range.to));
			if (inRange.length === 0) continue;
			const columns = [...match, ...names.filter((name) => known.has(name) && !match.includes(name))];
			const key = JSON.stringify([...columns].sort());
			const same = byColumns.get(key);
			if (same === undefined) byColumns.set(key, { columns, parts: [inRange] });
			else same.parts.push(inRange);
		}
		return [...byColumns.values()]
			.map(({ columns, parts }) => ({ columns, indexes: parts.length === 1 ? (parts[0] as readonly number[]) : parts.flat().sort((one, other) => one - other) }))
			.sort((one, other) => (one.indexes[0] as number) - (other.indexes[0] as number));
	}

	/** Reads the records, unless that was done before. */
	read(): readonly GivenShape[] {
		return (this.shapes ??= shapesIn(this.records, new Set(this.blank)));
	}
}

function shapesIn(records: readonly GivenRecord[], left: ReadonlySet<number>): readonly GivenShape[] {
	const byNames = new Map<string, GivenShape>();
	let last: GivenShape | undefined;
	for (let index = 0; index < records.length; index += 1) {
		if (left.has(index)) continue;
		const record = records[index] as GivenRecord;
		if (last === undefined || !gives(record, last.names)) {
			const names = Object.keys(record).filter((name) => record[name] !== undefined);
			const key = JSON.stringify(names);
			last = byNames.get(key);
			if (last === undefined) byNames.set(key, (last = { names, indexes: [] }));
		}
		last.indexes.push(index);
	}
	return [...byNames.values()];
}

/** A row of nothing but separators, as spreadsheets leave them behind. */
function isBlank(record: GivenRecord): boolean {
	for (const name in record) {
		const value = record[name];
		if (value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '')) return false;
	}
	return true;
}

/** Whether a record gives just these properties, in this order. */
function gives(record: GivenRecord, names: readonly string[]): boolean {
	let count = 0;
	for (const name in record) {
		if (name !== names[count] || record[name] === undefined) return false;
		count += 1;
	}
	return count === names.length;
}
