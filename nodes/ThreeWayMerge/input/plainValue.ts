import type { Json } from '../../../src/record';

/**
 * A value of an item as plain JSON of its own: n8n hands on dates as objects, absent values as undefined and now and then big integers. They
 * become text, nothing and text. Throws a RangeError for values nested too deeply to be written as JSON.
 */
export function plainValue(value: unknown): Json {
	const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));
	return text === undefined ? null : (JSON.parse(text) as Json);
}
