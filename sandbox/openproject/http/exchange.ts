import type { Access } from '../data/access';
import type { Instance } from '../instance';

/** A request as it came in, its body read to the end. */
export interface IncomingRequest {
	readonly method: string;
	/** Path without parameters, decoded as it was sent. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** An answer before it is sent. `json` and `text` exclude each other; neither is an empty body. */
export interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly json?: unknown;
	readonly text?: string;
}

/** What a handler works with: the request of a known user. */
export interface Exchange {
	readonly instance: Instance;
	readonly access: Access;
	readonly request: IncomingRequest;
	/** Parts of the path the route names, in order. */
	readonly parameters: readonly string[];
	/** The body as JSON, undefined for an empty one; throws InvalidRequestBody where it is none. */
	readonly readJson: () => unknown;
}

export type Handler = (exchange: Exchange) => Answer;

export const HAL_JSON = 'application/hal+json; charset=utf-8';

export function ok(json: unknown): Answer {
	return { status: 200, json };
}
