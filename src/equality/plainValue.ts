/**
 * A value as JSON would carry it: dates and the like as their text, NaN and Infinity as null. Nodes hand over values
 * that were never written as JSON (a Date from a database), which must compare like those that were.
 */
export function plainValue(value: unknown): unknown {
	switch (typeof value) {
		case 'object':
			return value !== null && typeof (value as { readonly toJSON?: unknown }).toJSON === 'function' ? (value as { toJSON(): unknown }).toJSON() : value;
		case 'number':
			return Number.isFinite(value) ? value : null;
		case 'function':
		case 'symbol':
			return undefined;
		default:
			return value;
	}
}
