/** A request to the OpenProject API. `path` begins with /api/v3 and is relative to the base URL. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	readonly path: string;
	/** Query parameters, not yet encoded. */
	readonly query?: Readonly<Record<string, string>>;
	/** Sent as application/json. */
	readonly body?: unknown;
	/** Hard deadline in milliseconds; the request is aborted then. */
	readonly timeoutMs: number;
}

/** An answer of whatever status; the port does not throw for 4xx and 5xx. */
export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The body as text, not parsed. */
	readonly body: string;
}

/** The one way out to OpenProject. Follows no redirect to another host; throws only `HttpTransportError`. */
export interface HttpPort {
	send(request: HttpRequest): Promise<HttpResponse>;
}

/** Time and chance, so that tests can decide both. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Milliseconds from some fixed point; never goes back. */
	monotonic(): number;
	/** Resolves after so many milliseconds, or as soon as `wake` is aborted. */
	sleep(ms: number, wake?: AbortSignal): Promise<void>;
	/** In [0, 1). */
	random(): number;
}
