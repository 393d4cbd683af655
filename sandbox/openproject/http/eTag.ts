import { createHash } from 'node:crypto';
import { ok, type Answer, type IncomingRequest } from './exchange';

/** The answer with its ETag, or 304 without a body where the client has it already. */
export function withETag(request: IncomingRequest, json: unknown): Answer {
	const tag = `W/"${createHash('sha256').update(JSON.stringify(json)).digest('hex').slice(0, 32)}"`;
	const headers = { ETag: tag };
	return request.headers['if-none-match'] === tag ? { status: 304, headers } : { ...ok(json), headers };
}
