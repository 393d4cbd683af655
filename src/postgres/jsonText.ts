import { UnstorableValue } from './unstorableValue';

/** A value as JSON. Throws an UnstorableValue for what JSON cannot express: undefined, functions, bigint. */
export function jsonText(value: unknown): string {
	let text: string | undefined;
	try {
		text = JSON.stringify(value) as string | undefined;
	} catch (cause) {
		throw new UnstorableValue(`it has no form in JSON (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
	}
	if (text === undefined) throw new UnstorableValue(`it has no form in JSON (${typeof value})`);
	return text;
}
