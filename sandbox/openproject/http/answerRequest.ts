import { Access } from '../data/access';
import type { Instance } from '../instance';
import { ApiError } from './apiError';
import type { Tokens } from './authentication';
import type { Answer, IncomingRequest } from './exchange';
import { parseJsonBody, refuseContentType } from './requestBody';
import type { Router } from './router';

const HTML_NOT_FOUND: Answer = { status: 404, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text: '<!DOCTYPE html>\n<html><head><title>404</title></head><body>The page you were trying to access does not exist or has been removed.</body></html>' };

/** Carries a request out and gives the answer: route, then user, then content type, then the handler. Never throws. */
export function answerRequest(request: IncomingRequest, { instance, tokens, router }: { readonly instance: Instance; readonly tokens: Tokens; readonly router: Router }): Answer {
	try {
		if (!/^\/api\/v3(\/|$)/.test(request.path)) return HTML_NOT_FOUND;
		const match = router.match(request.method, request.path);
		const user = tokens.authenticate(request, instance.database);
		if (match.kind === 'unknown') throw new ApiError('NotFound', 'The requested resource could not be found.');
		const refusal = refuseContentType(request);
		if (refusal !== null) return refusal;
		return match.handle({
			instance,
			access: new Access(instance.database, user),
			request,
			parameters: match.parameters,
			readJson: () => parseJsonBody(request.body),
		});
	} catch (error) {
		return errorAnswer(error);
	}
}

function errorAnswer(error: unknown): Answer {
	const apiError = error instanceof ApiError ? error : new ApiError('InternalServerError', 'An internal error has occured. This is most likely a bug.');
	const { headers } = apiError.extra;
	return { status: apiError.status, json: apiError.toJson(), ...(headers === undefined ? {} : { headers }) };
}
