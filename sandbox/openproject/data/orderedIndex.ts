/**
 * Rows kept in order in one array. Adding at the end is free, elsewhere costs a binary search and a move of
 * memory: some ten microseconds at 100,000 rows, so no request ever sorts the table.
 */
export class OrderedIndex<Row> {
	private readonly ordered: Row[] = [];

	/** `compare` must tell any two rows apart. */
	constructor(private readonly compare: (a: Row, b: Row) => number) {}

	get rows(): readonly Row[] {
		return this.ordered;
	}

	add(row: Row): void {
		const last = this.ordered.at(-1);
		if (last === undefined || this.compare(last, row) < 0) this.ordered.push(row);
		else this.ordered.splice(this.placeOf(row), 0, row);
	}

	remove(row: Row): void {
		this.ordered.splice(this.exactPlaceOf(row), 1);
	}

	/** Puts `next` where `previous` was; both must compare as equal. */
	replace(previous: Row, next: Row): void {
		this.ordered[this.exactPlaceOf(previous)] = next;
	}

	/** Position of the first row for which `isBefore` is false. */
	firstNot(isBefore: (row: Row) => boolean): number {
		let low = 0;
		let high = this.ordered.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (isBefore(this.ordered[middle]!)) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private placeOf(row: Row): number {
		return this.firstNot((other) => this.compare(other, row) < 0);
	}

	private exactPlaceOf(row: Row): number {
		const place = this.placeOf(row);
		const found = this.ordered[place];
		if (found === undefined || this.compare(found, row) !== 0) throw new Error('The index does not hold this row: it was changed without the index being told.');
		return place;
	}
}
