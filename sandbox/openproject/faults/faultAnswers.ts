import { ApiError } from '../http/apiError';
import type { Answer } from '../http/exchange';
import type { Fault } from './fault';

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

const REASONS: Record<number, string> = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Time-out' };

/** The answer a fault gives in the stead of the server's own; null where it gives none of its own. */
export function answerOf(fault: Fault, nowMs: number): Answer | null {
	switch (fault.kind) {
		case 'tooManyRequests':
			return tooManyRequests(fault, nowMs);
		case 'serverError':
			return serverError(fault);
		case 'loginPage':
			return { status: 200, headers: HTML, text: '<!DOCTYPE html>\n<html lang="en"><head><title>Sign in | OpenProject</title></head><body><form action="/login" method="post"></form></body></html>' };
		case 'wrongApi':
			return { status: 200, headers: { 'Content-Type': 'application/json' }, json: { data: [], meta: { api: 'tickets', version: 2 } } };
		default:
			return null;
	}
}

function tooManyRequests(fault: Extract<Fault, { kind: 'tooManyRequests' }>, nowMs: number): Answer {
	const reset = fault.rateLimitResetSeconds;
	return {
		status: 429,
		headers: {
			...(fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) }),
			...(reset === undefined ? {} : { 'RateLimit-Limit': '6', 'RateLimit-Remaining': '0', 'RateLimit-Reset': String(Math.ceil(nowMs / 1000) + reset) }),
		},
		json: new ApiError('TooManyRequests', 'Too many requests. Please try again later.').toJson(),
	};
}

function serverError({ status, retryAfterSeconds }: Extract<Fault, { kind: 'serverError' }>): Answer {
	const headers: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
	if (status === 500) return { status, headers, json: new ApiError('InternalServerError', 'An internal error has occured.').toJson() };
	const reason = REASONS[status];
	return { status, headers: { ...headers, ...HTML }, text: `<html>\r\n<head><title>${status} ${reason}</title></head>\r\n<body><center><h1>${status} ${reason}</h1></center></body>\r\n</html>\r\n` };
}
