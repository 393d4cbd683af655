const TIMEOUT_MS = 120_000;

// What comes back is somebody else's JSON: checks look at whatever part they are about.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** Null where the answer is no JSON object. */
	readonly json: Json;
}

export interface Asked {
	readonly method: string;
	/** With its query, without the server. */
	readonly path: string;
	/** Sent as it is where it is a text, else as JSON. */
	readonly body?: unknown;
	/** Default application/json; null: no such header. */
	readonly contentType?: string | null;
	readonly headers?: Readonly<Record<string, string>>;
}

/** Called with every answer. */
export type Listener = (asked: Asked, reply: Reply) => void;

export const WORK_PACKAGES = '/api/v3/work_packages';

/** Plain HTTP with one user's key: no retries, no understanding of what comes back, no redirect followed. */
export class Client {
	constructor(
		private readonly baseUrl: string,
		private readonly key: string,
		private readonly onReply: Listener,
	) {}

	async send(asked: Asked): Promise<Reply> {
		const authorization = `Basic ${Buffer.from(`apikey:${this.key}`).toString('base64')}`;
		const type = asked.contentType === undefined ? 'application/json' : asked.contentType;
		const content: Record<string, string> = asked.body === undefined || type === null ? {} : { 'content-type': type };
		const response = await fetch(this.baseUrl + asked.path, {
			method: asked.method,
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			headers: { accept: 'application/hal+json', 'accept-language': 'en', authorization, ...content, ...asked.headers },
			// Bytes, because a text would get a content type of its own.
			...(asked.body === undefined ? {} : { body: Buffer.from(typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body)) }),
		});
		const text = await response.text();
		const reply = { status: response.status, headers: response.headers, text, json: parse(text) };
		this.onReply(asked, reply);
		return reply;
	}

	get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
		return this.send({ method: 'GET', path, headers });
	}

	post(path: string, body: unknown): Promise<Reply> {
		return this.send({ method: 'POST', path, body });
	}

	patch(path: string, body: unknown): Promise<Reply> {
		return this.send({ method: 'PATCH', path, body });
	}

	remove(path: string): Promise<Reply> {
		return this.send({ method: 'DELETE', path });
	}

	create(body: Json): Promise<Reply> {
		return this.post(WORK_PACKAGES, body);
	}

	read(id: number): Promise<Reply> {
		return this.get(`${WORK_PACKAGES}/${id}`);
	}

	/** Changes a work package, from the version that was read. */
	edit(workPackage: Json, changes: Json): Promise<Reply> {
		return this.patch(`${WORK_PACKAGES}/${workPackage.id}`, { lockVersion: workPackage.lockVersion, ...changes });
	}

	/** Lists; parameters that are no texts are sent as JSON. */
	list(parameters: Readonly<Record<string, unknown>>, path = WORK_PACKAGES): Promise<Reply> {
		const texts = Object.entries(parameters).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
		return this.get(`${path}?${new URLSearchParams(texts)}`);
	}
}

function parse(text: string): Json {
	if (!text.startsWith('{')) return null;
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
