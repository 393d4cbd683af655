import { classOf, describeAnswer } from './errors';
import type { SendOutcome } from './retry';
import type { HttpResponse } from './types';

/** What an answer to a write says of its effect, before a body is read. */
export type WriteVerdict =
	| { readonly status: 'done'; readonly response: HttpResponse }
	/** The record moved on; nothing was written. */
	| { readonly status: 'conflict'; readonly response: HttpResponse }
	/** Gone or not visible; nothing was written. */
	| { readonly status: 'missing' }
	/** Refused for good; nothing was written. */
	| { readonly status: 'refused'; readonly response: HttpResponse; readonly isForbidden: boolean }
	/** It may or may not have taken effect. */
	| { readonly status: 'unknown'; readonly message: string }
	/** Certainly no effect, for a reason that is not about this one record: it waits until that is put right. */
	| { readonly status: 'unavailable'; readonly message: string };

/** Judges what came back of a write. `baseUrl` is for messages. */
export function judgeWrite(outcome: SendOutcome, baseUrl: string): WriteVerdict {
	if (outcome.kind === 'failure') return { status: outcome.error.sent ? 'unknown' : 'unavailable', message: outcome.error.message };
	const { response } = outcome;
	const found = classOf(response);
	switch (found) {
		case 'success':
			return { status: 'done', response };
		case 'conflict':
			return { status: 'conflict', response };
		case 'missing':
			return { status: 'missing' };
		case 'forbidden':
		case 'refused':
			return { status: 'refused', response, isForbidden: found === 'forbidden' };
		case 'server_trouble':
			return { status: 'unknown', message: describeAnswer(response, baseUrl) };
		case 'throttled':
		case 'unauthenticated':
		case 'redirect':
		case 'foreign':
			return { status: 'unavailable', message: describeAnswer(response, baseUrl) };
	}
}
