/** The value of an own property of anything; undefined where there is none. */
export function own(holder: unknown, name: string): unknown {
	if (typeof holder !== 'object' || holder === null) return undefined;
	const value = (holder as Readonly<Record<string, unknown>>)[name];
	// What stands on the prototype ('constructor', '__proto__') is no field.
	return value === undefined || Object.hasOwn(holder, name) ? value : undefined;
}
