/** A JSON object as it came from the server: nothing is known about it yet. */
export type RawObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is RawObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property, or undefined where there is none or the value is no object. */
export function own(value: unknown, key: string): unknown {
	return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A value some levels down: at(wp, '_links', 'status', 'title'). */
export function at(value: unknown, ...keys: readonly string[]): unknown {
	return keys.reduce<unknown>(own, value);
}

export function stringAt(value: unknown, ...keys: readonly string[]): string | null {
	const found = at(value, ...keys);
	return typeof found === 'string' ? found : null;
}

export function arrayAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
	const found = at(value, ...keys);
	return Array.isArray(found) ? found : [];
}
