import { invalidQuery } from '../http/apiError';

/** One entry of the `filters` parameter. */
export interface FilterSpec {
	readonly name: string;
	readonly operator: string;
	readonly values: readonly string[];
}

/** Reads the JSON of a `filters` parameter: `[{ "name": { "operator": "=", "values": ["1"] } }]`. Throws InvalidQuery. */
export function parseFilters(text: string): readonly FilterSpec[] {
	const json = parseJson(text);
	if (!Array.isArray(json)) throw invalidQuery('Filters must be an array.');
	return json.flatMap((entry) => {
		if (typeof entry !== 'object' || entry === null) throw invalidQuery('Each filter must be an object.');
		return Object.entries(entry as Record<string, unknown>).map(([name, condition]) => toSpec(name, condition));
	});
}

/** The same as text, as links of a collection give it. */
export function formatFilters(specs: readonly FilterSpec[]): string {
	return JSON.stringify(specs.map(({ name, operator, values }) => ({ [name]: { operator, values } })));
}

/** Values of a JSON parameter; throws InvalidQuery where the text is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw invalidQuery(error instanceof Error ? error.message : 'The query is not valid JSON.');
	}
}

function toSpec(name: string, condition: unknown): FilterSpec {
	const { operator, values } = (typeof condition === 'object' && condition !== null ? condition : {}) as { operator?: unknown; values?: unknown };
	if (typeof operator !== 'string') throw invalidQuery(`${name} Operator can't be blank.`);
	const list = Array.isArray(values) ? values : values === undefined || values === null ? [] : [values];
	return { name, operator, values: list.map((value) => (value === null ? '' : String(value))) };
}
