import { arrayAt, isObject, own, stringAt } from './json';
import { parseJson } from './parseJson';
import type { HttpResponse } from './types';

const URN = 'urn:openproject-org:api:v3:errors:';
const LONGEST_MESSAGE = 600;

/** An answer that is no success, read as OpenProject's error format where it is that. */
export interface Problem {
	readonly httpStatus: number;
	/** The end of OpenProject's error identifier, e.g. 'UpdateConflict'; null where the answer is not OpenProject's. */
	readonly identifier: string | null;
	/** For people, in the API user's language. Never to be compared. */
	readonly message: string;
	/** Attributes named, as the server spells them; each once. */
	readonly attributes: readonly string[];
}

/** Reads the body of an answer outside 200 to 299. */
export function problemOf(response: HttpResponse): Problem {
	const httpStatus = response.status;
	const body = tryParse(response.body);
	const identifier = stringAt(body, 'errorIdentifier');
	if (identifier === null) return { httpStatus, identifier: null, message: plainText(response), attributes: [] };
	const errors = arrayAt(body, '_embedded', 'errors').filter(isObject);
	const all = errors.length === 0 ? [body] : errors;
	const messages = all.map((error) => stringAt(error, 'message')).filter((message) => message !== null);
	const parseError = stringAt(body, '_embedded', 'details', 'parseError');
	return {
		httpStatus,
		identifier: identifier.startsWith(URN) ? identifier.slice(URN.length) : identifier,
		message: shorten([...messages, ...(parseError === null ? [] : [parseError])].join(' ')),
		attributes: [...new Set(all.flatMap(attributesOf))],
	};
}

/** One attribute, or a list where a server gives several. */
function attributesOf(error: unknown): string[] {
	const attribute = own(own(own(error, '_embedded'), 'details'), 'attribute');
	return (Array.isArray(attribute) ? attribute : [attribute]).filter((name) => typeof name === 'string');
}

function tryParse(text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

export function isHtml(response: HttpResponse): boolean {
	return /\bhtml\b/i.test(response.headers['content-type'] ?? '') || /^\s*<(!doctype|html|head|body)\b/i.test(response.body);
}

function plainText(response: HttpResponse): string {
	return isHtml(response) ? 'an HTML page' : shorten(response.body.trim());
}

function shorten(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length <= LONGEST_MESSAGE ? line : `${line.slice(0, LONGEST_MESSAGE - 1)}…`;
}
