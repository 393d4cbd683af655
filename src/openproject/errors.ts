import { RemoteAnswerError, RemoteRefusedError, RemoteUnavailableError } from '../errors';
import type { BatchSyncError } from '../errors';
import { withoutUserInfo } from './baseUrl';
import { isHtml, problemOf } from './problem';
import type { Problem } from './problem';
import type { SendOutcome } from './retry';
import type { HttpResponse } from './types';

const CHECK_BASE_URL = 'Check the base URL: it is the address you open in the browser, with its sub-path if it has one, e.g. https://openproject.example.com.';

/** What kind of answer it is, whatever request it belongs to. */
export type AnswerClass =
	| 'success'
	| 'conflict'
	| 'missing'
	| 'unauthenticated'
	| 'forbidden'
	| 'throttled'
	/** The request is understood and permanently refused. */
	| 'refused'
	/** 408 and 5xx: it may or may not have been worked on. */
	| 'server_trouble'
	| 'redirect'
	/** Not OpenProject's words: a proxy, another product, a wrong path. */
	| 'foreign';

/** By error identifier first, by HTTP status where OpenProject gave none. Messages are localised and play no part. */
export function classOf(response: HttpResponse): AnswerClass {
	const { status } = response;
	if (status >= 200 && status < 300) return 'success';
	if (status >= 300 && status < 400) return 'redirect';
	switch (problemOf(response).identifier) {
		case 'UpdateConflict': return 'conflict';
		case 'NotFound': return 'missing';
		case 'Unauthenticated': return 'unauthenticated';
		case 'MissingPermission': return 'forbidden';
		case 'Throttled':
		case 'TooManyRequests': return 'throttled';
		default: return classOfStatus(response);
	}
}

function classOfStatus(response: HttpResponse): AnswerClass {
	const { status } = response;
	if (status === 401) return 'unauthenticated';
	if (status === 403) return 'forbidden';
	if (status === 409) return 'conflict';
	if (status === 429) return 'throttled';
	if (status === 408 || status >= 500) return 'server_trouble';
	if (status === 404 || status < 200 || isHtml(response)) return 'foreign';
	return 'refused';
}

/** One sentence on an answer that is no success: what OpenProject said, and what to do where that can be told. */
export function describeAnswer(response: HttpResponse, baseUrl: string): string {
	const problem = problemOf(response);
	const said = problem.message === '' ? '' : `: ${problem.message}`;
	switch (classOf(response)) {
		case 'unauthenticated':
			return `OpenProject at ${baseUrl} does not accept the credential (${response.status}). Check the API key: it is made in OpenProject under the API user's account settings, Access tokens, and is one of the system at this address.`;
		case 'forbidden':
			return `OpenProject at ${baseUrl} refuses this to the API user (${response.status})${said}. Give the user a role with that permission in the project.`;
		case 'redirect':
			return `${baseUrl} redirects to ${withoutUserInfo(response.headers['location'] ?? 'another address')}. Redirects are not followed, so that the API key goes to no other host; give the new address as base URL.`;
		case 'foreign':
			return describeForeign(response, baseUrl);
		case 'throttled':
			return `OpenProject at ${baseUrl} limits the number of requests (${response.status})${said}.`;
		case 'server_trouble':
			return `OpenProject at ${baseUrl} answered ${response.status}${said}.`;
		case 'success':
		case 'conflict':
		case 'missing':
		case 'refused':
			return `OpenProject answered ${response.status}${said}`;
	}
}

function describeForeign(response: HttpResponse, baseUrl: string): string {
	const what = isHtml(response) ? 'an HTML page' : 'something else';
	return `${baseUrl} answered ${response.status} with ${what}, not the OpenProject API. ${CHECK_BASE_URL}`;
}

/** What a refused write says to people: OpenProject's own words first. */
export function describeRefusal(problem: Problem): string {
	return problem.message === '' ? `OpenProject refused it (${problem.httpStatus}).` : `OpenProject refused it (${problem.httpStatus}): ${problem.message}`;
}

/** The error for a read that did not work out. */
export function readError(outcome: SendOutcome, facts: { readonly baseUrl: string; readonly method: string; readonly path: string; readonly attempts: number }): BatchSyncError {
	const after = facts.attempts === 1 ? '' : ` after ${facts.attempts} attempts`;
	if (outcome.kind === 'failure') {
		const advice = outcome.error.kind === 'tls' ? ' Check the certificate of that address.' : outcome.error.kind === 'dns' || outcome.error.kind === 'refused' ? ' Check the base URL, and that OpenProject runs and can be reached from here.' : '';
		return new RemoteUnavailableError(`OpenProject at ${facts.baseUrl} could not be reached${after}: ${outcome.error.message}${advice}`, { data: { path: facts.path, kind: outcome.error.kind }, cause: outcome.error });
	}
	const { response } = outcome;
	const message = describeAnswer(response, facts.baseUrl);
	const options = { data: { path: facts.path, httpStatus: response.status } };
	switch (classOf(response)) {
		case 'unauthenticated':
		case 'forbidden':
			return new RemoteRefusedError(message, options);
		case 'throttled':
		case 'server_trouble':
			return new RemoteUnavailableError(attemptsAdded(message, after), options);
		case 'success':
		case 'redirect':
		case 'foreign':
		case 'conflict':
		case 'missing':
		case 'refused':
			return new RemoteAnswerError(`${message} (${facts.method} ${facts.path})`, options);
	}
}

function attemptsAdded(message: string, after: string): string {
	return after === '' ? message : `${message.replace(/\.$/, '')}${after}.`;
}

/** Whether a read failed because the user may not, or this server does not have it: what only helps is done without then. */
export function isNotToBeHad(error: unknown): boolean {
	return error instanceof RemoteRefusedError || (error instanceof RemoteAnswerError && [400, 404].includes(Number(error.data['httpStatus'])));
}

/** The error for a successful answer whose body is not what OpenProject sends. */
export function bodyError(response: HttpResponse, baseUrl: string, what: 'no_json' | 'other_api'): RemoteAnswerError {
	const options = { data: { httpStatus: response.status } };
	if (isHtml(response)) return new RemoteAnswerError(`OpenProject at ${baseUrl} answered an HTML page, not the OpenProject API. ${CHECK_BASE_URL}`, options);
	if (what === 'other_api') return new RemoteAnswerError(`${baseUrl} answered JSON that is not the OpenProject API v3. ${CHECK_BASE_URL}`, options);
	if (response.body === '') return new RemoteAnswerError(`OpenProject at ${baseUrl} answered ${response.status} with an empty body where JSON was expected.`, options);
	if (/^\s*[[{]/.test(response.body)) return new RemoteAnswerError(`The answer of OpenProject at ${baseUrl} is cut short or damaged: ${response.body.length} characters that are not whole JSON. A proxy between here and OpenProject may limit the size of answers.`, options);
	return new RemoteAnswerError(`${baseUrl} answered text that is not JSON, so not the OpenProject API. ${CHECK_BASE_URL}`, options);
}
