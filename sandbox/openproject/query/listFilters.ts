import { invalidQuery } from '../http/apiError';
import { parseFilters, type FilterSpec } from './filterSpec';

/** For each filter of a small collection: does this row pass, given operator and values? */
export type ListFilters<Row> = Readonly<Record<string, (row: Row, spec: FilterSpec) => boolean>>;

/** The rows that pass all filters of the query. Throws InvalidQuery for filters the collection does not have. */
export function filterList<Row>(rows: readonly Row[], query: URLSearchParams, filters: ListFilters<Row>): readonly Row[] {
	const specs = parseFilters(query.get('filters') ?? '[]');
	const known = new Map(Object.entries(filters));
	return specs.reduce<readonly Row[]>((left, spec) => {
		const passes = known.get(spec.name);
		if (passes === undefined) throw invalidQuery(`${spec.name} filter does not exist.`);
		return left.filter((row) => passes(row, spec));
	}, rows);
}

/** `=` and `!` over ids. */
export function isListed(id: number, { operator, values }: FilterSpec): boolean {
	if (operator !== '=' && operator !== '!') throw invalidQuery('Operator is not set to one of the allowed values.');
	return values.includes(String(id)) === (operator === '=');
}

/** `=`, `!`, `~`, `!~` and `**` over texts; the last three ignore case. */
export function isNamed(texts: readonly string[], { operator, values }: FilterSpec): boolean {
	const wanted = (values[0] ?? '').toLowerCase();
	switch (operator) {
		case '=':
			return texts.some((text) => values.includes(text));
		case '!':
			return !texts.some((text) => values.includes(text));
		case '~':
			return texts.some((text) => text.toLowerCase().includes(wanted));
		case '!~':
			return !texts.some((text) => text.toLowerCase().includes(wanted));
		case '**':
			return wanted.split(/\s+/).every((word) => texts.some((text) => text.toLowerCase().includes(word)));
		default:
			throw invalidQuery('Operator is not set to one of the allowed values.');
	}
}
