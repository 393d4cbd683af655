import type { Json, JsonObject } from '../../record';

/** Whether a value is a JSON object, not an array and not null. */
export function isPlainObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
