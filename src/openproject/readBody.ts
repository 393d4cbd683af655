import { bodyError, classOf } from './errors';
import { isObject } from './json';
import type { RawObject } from './json';
import { parseJson } from './parseJson';
import { isHtml } from './problem';
import type { SendOutcome } from './retry';
import type { HttpResponse } from './types';

/** The body of a successful answer. @throws RemoteAnswerError where it is no JSON object. */
export function readBody(response: HttpResponse, baseUrl: string): RawObject {
	let json: unknown;
	try {
		json = parseJson(response.body);
	} catch {
		throw bodyError(response, baseUrl, 'no_json');
	}
	if (!isObject(json)) throw bodyError(response, baseUrl, 'other_api');
	return json;
}

/**
 * Bodies of one request's answers, each read once. A success whose body is no JSON was damaged on the way, as a
 * connection that breaks off, and may well come whole the next time. A page in its place is none: the address is wrong.
 */
export class BodyReader {
	private last: { readonly response: HttpResponse; readonly json: RawObject } | null = null;

	constructor(private readonly baseUrl: string) {}

	isDamaged(outcome: SendOutcome): boolean {
		if (outcome.kind === 'failure' || classOf(outcome.response) !== 'success' || isHtml(outcome.response)) return false;
		try {
			this.read(outcome.response);
			return false;
		} catch {
			// JSON of another API is whole: only what no reading makes sense of is asked for again.
			return !isJson(outcome.response.body);
		}
	}

	read(response: HttpResponse): RawObject {
		if (this.last?.response !== response) this.last = { response, json: readBody(response, this.baseUrl) };
		return this.last.json;
	}
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
