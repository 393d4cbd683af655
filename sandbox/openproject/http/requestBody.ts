import { ApiError } from './apiError';
import type { Answer, IncomingRequest } from './exchange';

const ALLOWED_TYPES = ['application/json', 'application/hal+json'];

/** The refusal of a content type, or null where the request may pass. GET and DELETE need none. */
export function refuseContentType(request: IncomingRequest): Answer | null {
	if (request.method === 'GET' || request.method === 'DELETE') return null;
	const type = request.headers['content-type'] ?? '';
	if (type === '') return { status: 406, headers: { 'Content-Type': 'text/plain' }, text: 'Missing content-type header' };
	if (ALLOWED_TYPES.some((allowed) => type.startsWith(allowed))) return null;
	return { status: 415, headers: { 'Content-Type': 'text/plain' }, text: `The provided content-type '${type}' is not supported.` };
}

/** The body as JSON; undefined where nothing was sent, which is no error by itself. Throws InvalidRequestBody for what is no JSON. */
export function parseJsonBody(body: string): unknown {
	if (body.trim() === '') return undefined;
	try {
		return JSON.parse(body);
	} catch (error) {
		throw new ApiError('InvalidRequestBody', 'The request body was not a single JSON object.', { details: { parseError: error instanceof Error ? error.message : String(error) } });
	}
}
