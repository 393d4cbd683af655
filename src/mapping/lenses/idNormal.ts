import type { Json } from '../../record';

/** Normal form of an id: text whatever type the column has; an empty text is nobody or nothing. */
export function idNormal(value: Json): Json {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() === '' ? null : value;
}
