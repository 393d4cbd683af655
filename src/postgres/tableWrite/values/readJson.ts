import { TextOfJson } from '../../jsonText';
import { UnstorableValue } from '../../unstorableValue';

/** Text that can only be meant as JSON. */
const BEGINS_AS_JSON = /^\s*[{[]/;

/**
 * A value for a json or jsonb column. Text that is JSON is taken as it stands, digits and all; text that is none is a string of JSON,
 * but where it begins as JSON does: that was cut off or spelled wrongly.
 */
export function readJson(value: unknown): unknown {
	if (typeof value !== 'string' || value === '') return value;
	try {
		JSON.parse(value);
		return new TextOfJson(value);
	} catch (error) {
		if (!BEGINS_AS_JSON.test(value)) return value;
		return new UnstorableValue(`its text begins as JSON does and is none (${error instanceof Error ? error.message : String(error)}). Mend it, or set Text in JSON Columns to String`);
	}
}
