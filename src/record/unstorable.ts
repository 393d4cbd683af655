import type { Json, JsonObject } from './types';

/** What stands in a record for a value that no database can store, so that only its field fails. */
const NAME = 'unstorable';
/** What the APIs give is a few levels deep. */
const DEEPEST = 20;
const NUL_OR_HALF_PAIR = /\0|\p{Surrogate}/u;
const EACH_NUL_OR_HALF_PAIR = /\0|\p{Surrogate}/gu;

/** The value, or a mark in its place where PostgreSQL cannot store it: text with U+0000 or half a surrogate pair, or nested too deep. */
export function storable(value: Json): Json {
	const reason = whyUnstorable(value, 0);
	return reason === null ? value : unstorableMark(reason);
}

/** The mark of a value that cannot be stored, which says this about it. */
export function unstorableMark(said: string): JsonObject {
	return { [NAME]: said };
}

/** What the mark says about the value it stands for; null where the value is no mark. */
export function unstorableIn(value: Json | undefined): string | null {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	const said = (value as JsonObject)[NAME];
	return typeof said === 'string' && Object.keys(value).length === 1 ? said : null;
}

/** The text with what cannot be stored replaced by U+FFFD, for showing it. */
export function showable(text: string): string {
	return text.replace(EACH_NUL_OR_HALF_PAIR, '\uFFFD');
}

function whyUnstorable(value: Json, depth: number): string | null {
	if (typeof value === 'string') return NUL_OR_HALF_PAIR.test(value) ? showable(value) : null;
	if (typeof value !== 'object' || value === null) return null;
	if (depth === DEEPEST) return 'a value nested too deep';
	for (const [name, part] of Object.entries(value)) {
		const reason = whyUnstorable(name, depth) ?? whyUnstorable(part as Json, depth + 1);
		if (reason !== null) return reason;
	}
	return null;
}
