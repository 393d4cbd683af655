import { ApiError } from './apiError';
import type { Answer, IncomingRequest } from './exchange';

const ALLOWED_TYPES = ['application/json', 'application/hal+json'];

/** The refusal of a content type, or null where the request may pass. GET and DELETE need none. */
export function refuseContentType(request: IncomingRequest): Answer | null {
	if (request.method === 'GET' || request.method === 'DELETE') return null;
	const type = request.headers['content-type'] ?? '';
	if (type === '') return { status: 406, headers: { 'Content-Type': 'text/plain' }, text: 'Missing content-type header' };
	if (ALLOWED_TYPES.some((allowed) => type.startsWith(allowed))) return null;
	throw new ApiError('TypeNotSupported', `Expected CONTENT-TYPE to be (expected value: ${ALLOWED_TYPES.join(' ')}) but got '${type}'.`);
}

export function parseJsonBody(body: string): unknown {
	if (body.trim() === '') throw new ApiError('InvalidRequestBody', 'The request body was empty.');
	try {
		return JSON.parse(body);
	} catch (error) {
		throw new ApiError('InvalidRequestBody', 'The request body was not a single JSON object.', { details: { parseError: error instanceof Error ? error.message : String(error) } });
	}
}
