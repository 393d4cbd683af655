/** What can go wrong between a client and the server. */
export type Fault =
	/** The server takes this long before it does anything. */
	| { readonly kind: 'latency'; readonly ms: number }
	/** The effect takes place at once, the answer comes this much later. */
	| { readonly kind: 'delayAnswer'; readonly ms: number }
	/** The connection is reset and nothing has happened. */
	| { readonly kind: 'resetBeforeEffect' }
	/** The effect takes place, then the connection is reset: the answer is lost. */
	| { readonly kind: 'resetAfterEffect' }
	/** The connection is reset at once, and the effect takes place this much later. */
	| { readonly kind: 'resetThenEffect'; readonly ms: number }
	/** The effect takes place, and the connection is reset in the middle of the answer. */
	| { readonly kind: 'resetMidAnswer' }
	/** 429 without effect; RateLimit-Reset is in epoch seconds, as OpenProject sends it, Retry-After in seconds. */
	| { readonly kind: 'tooManyRequests'; readonly retryAfterSeconds?: number; readonly rateLimitResetSeconds?: number }
	/** A 5xx: 500 in the API's own JSON, others as a proxy's HTML page. `hasEffect` says whether the request was carried out. */
	| { readonly kind: 'serverError'; readonly status: 500 | 502 | 503 | 504; readonly hasEffect?: boolean; readonly retryAfterSeconds?: number }
	/** The effect takes place, and the JSON of the answer ends in the middle. */
	| { readonly kind: 'truncatedJson' }
	/** 200 with the HTML of a login page, no effect. */
	| { readonly kind: 'loginPage' }
	/** 200 with JSON of another product, no effect. */
	| { readonly kind: 'wrongApi' };

export type FaultKind = Fault['kind'];

/** When a fault strikes. Without limits it strikes every request. */
export interface FaultRule {
	readonly fault: Fault;
	readonly method?: string;
	/** The exact path, or an expression it has to match. */
	readonly path?: string | RegExp;
	/** How often it strikes; default: without end. */
	readonly times?: number;
	/** How many matching requests pass before; default 0. */
	readonly skip?: number;
	/** Chance that a matching request is struck; default 1. */
	readonly probability?: number;
}
