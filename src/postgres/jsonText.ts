import { UnstorableValue } from './unstorableValue';

/** A text that is JSON already, and is stored as it stands. */
export class TextOfJson {
	constructor(readonly text: string) {}
}

/** A value as JSON. Throws an UnstorableValue for what JSON cannot express: undefined, functions, bigint. */
export function jsonText(value: unknown): string {
	if (value instanceof TextOfJson) return value.text;
	if (value instanceof UnstorableValue) throw value;
	let text: string | undefined;
	try {
		text = JSON.stringify(value) as string | undefined;
	} catch (cause) {
		throw new UnstorableValue(`it has no form in JSON (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
	}
	if (text === undefined) throw new UnstorableValue(`it has no form in JSON (${typeof value})`);
	return text;
}
