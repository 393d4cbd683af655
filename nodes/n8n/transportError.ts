import { HttpTransportError, type HttpResponse, type TransportFailureKind } from '../../src/openproject';

/** Before these a connection did not stand, so the server saw nothing of the request. */
const NEVER_SENT: ReadonlySet<TransportFailureKind> = new Set(['refused', 'dns', 'tls', 'address']);

/**
 * What n8n's request helper threw, as the engine knows it. The helper wraps the HTTP client's error and rewrites
 * its message; code and reason are in its chain of causes. Without a known code the request may have arrived.
 */
export function transportErrorOf(thrown: unknown, what: string): HttpTransportError {
	const chain = causesOf(thrown);
	const own = chain.find((error) => error instanceof HttpTransportError);
	const kind = own?.kind ?? chain.map((error) => kindOf(codeOf(error))).find((found) => found !== 'other') ?? 'other';
	const reason = chain.at(-1)?.message ?? String(thrown);
	return new HttpTransportError(`${what}: ${reason.replace(/\.$/, '')}.`, { kind, sent: !NEVER_SENT.has(kind), cause: thrown });
}

/** An answer that n8n threw because of its status, or undefined: it is an answer all the same. */
export function answerInside(thrown: unknown): HttpResponse | undefined {
	for (const error of causesOf(thrown)) {
		const response = (error as { readonly response?: { readonly status?: unknown; readonly headers?: object; readonly data?: unknown } }).response;
		if (typeof response?.status !== 'number' || response.status < 400) continue;
		const headers = Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
		return { status: response.status, headers: Object.fromEntries(headers), body: typeof response.data === 'string' ? response.data : '' };
	}
	return undefined;
}

function causesOf(thrown: unknown): readonly Error[] {
	const chain: Error[] = [];
	for (let error = thrown; error instanceof Error && !chain.includes(error); error = error.cause) chain.push(error);
	return chain;
}

function codeOf(error: Error): string {
	const { code } = error as { readonly code?: unknown };
	return typeof code === 'string' ? code : '';
}

function kindOf(code: string): TransportFailureKind {
	if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/.test(code)) return 'refused';
	if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return 'dns';
	if (/^(ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED)$/.test(code)) return 'timeout';
	if (/^(ECONNRESET|EPIPE|ERR_CANCELED|ERR_STREAM_PREMATURE_CLOSE|ERR_BAD_RESPONSE)$/.test(code)) return 'reset';
	if (/CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|^UNABLE_TO_/.test(code)) return 'tls';
	return 'other';
}
