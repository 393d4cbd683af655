export interface Owner {
	readonly email: string;
	readonly password: string;
}

/** An answer of n8n's that was not what was asked for. */
export class N8nAnswerError extends Error {
	constructor(readonly status: number, message: string) {
		super(message);
	}
}

/** n8n's internal REST interface, as the editor uses it, with the owner's session. */
export class N8nRest {
	private cookie = '';

	constructor(private readonly url: string, private readonly signal: AbortSignal) {}

	/** Makes the owner account where there is none yet, and signs in. Throws where the password is no longer the sandbox's. */
	async signIn(owner: Owner): Promise<void> {
		const { userManagement } = await this.send<{ userManagement: { showSetupOnFirstLoad?: boolean } }>('GET', '/rest/settings');
		if (userManagement.showSetupOnFirstLoad === true) {
			await this.send('POST', '/rest/owner/setup', { ...owner, firstName: 'Sandbox', lastName: 'Owner' });
		}
		try {
			await this.send('POST', '/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		} catch (error) {
			if (!(error instanceof N8nAnswerError) || error.status !== 401) throw error;
			throw new Error(`n8n knows ${owner.email}, but not with the sandbox's password. If you changed it in n8n, change it back, or delete the sandbox's data to start afresh.`, { cause: error });
		}
	}

	/** Sends a request and returns the `data` of the answer. Throws N8nAnswerError with n8n's own words for anything but success. */
	async send<T = unknown>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T> {
		const { answer, text } = await this.exchange(method, path, body);
		this.keepCookies(answer);
		const parsed = parseAnswer(text);
		if (!answer.ok) throw new N8nAnswerError(answer.status, `n8n answered ${method} ${path} with ${answer.status}: ${parsed?.message ?? text.slice(0, 200)}`);
		return (parsed?.data ?? parsed) as T;
	}

	private async exchange(method: string, path: string, body: unknown): Promise<{ readonly answer: Response; readonly text: string }> {
		try {
			const answer = await fetch(this.url + path, {
				method,
				headers: { 'content-type': 'application/json', ...(this.cookie === '' ? {} : { cookie: this.cookie }) },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				signal: this.signal,
			});
			return { answer, text: await answer.text() };
		} catch (error) {
			this.signal.throwIfAborted();
			const { cause, message } = error as { readonly cause?: { readonly message?: string }; readonly message?: string };
			throw new Error(`n8n does not answer ${method} ${path}: ${cause?.message ?? message}. Its log may say why.`, { cause: error });
		}
	}

	private keepCookies(answer: Response): void {
		const set = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (set.length > 0) this.cookie = set.join('; ');
	}
}

function parseAnswer(text: string): { readonly message?: string; readonly data?: unknown } | undefined {
	try {
		return JSON.parse(text) as { message?: string; data?: unknown };
	} catch {
		return undefined;
	}
}
