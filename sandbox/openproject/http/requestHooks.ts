import type { Answer, IncomingRequest } from './exchange';

/** Called around every request; a promise is waited for, so the request stands still meanwhile. */
export interface RequestHook {
	/** Before the request has any effect. */
	readonly before?: (request: IncomingRequest) => void | Promise<void>;
	/** After the effect, before the answer goes out. */
	readonly after?: (request: IncomingRequest, answer: Answer) => void | Promise<void>;
}

/** The hooks of a server, called in the order they were added. */
export class RequestHooks {
	private hooks: RequestHook[] = [];
	/** What hooks threw. It ends the request's connection, and is told when the server closes. */
	readonly failures: unknown[] = [];

	/** Adds a hook; gives back how to remove it. */
	add(hook: RequestHook): () => void {
		this.hooks.push(hook);
		return () => {
			this.hooks = this.hooks.filter((other) => other !== hook);
		};
	}

	async before(request: IncomingRequest): Promise<void> {
		for (const hook of this.hooks) await this.noting(async () => hook.before?.(request));
	}

	async after(request: IncomingRequest, answer: Answer): Promise<void> {
		for (const hook of this.hooks) await this.noting(async () => hook.after?.(request, answer));
	}

	private async noting(call: () => Promise<void>): Promise<void> {
		try {
			await call();
		} catch (error) {
			this.failures.push(error);
			throw new Error('A hook around a request failed.', { cause: error });
		}
	}
}
