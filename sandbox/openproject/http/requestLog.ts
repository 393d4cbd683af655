/** What is kept of a request. No headers, so no credentials. */
export interface LoggedRequest {
	/** Milliseconds since the epoch by the machine's clock. */
	readonly atMs: number;
	readonly method: string;
	readonly path: string;
	/** Decoded parameters. */
	readonly query: Readonly<Record<string, string>>;
	/** The body of a write as it was sent; empty for reads. */
	readonly body: string;
	/** Null where the connection was reset. */
	readonly status: number | null;
	/** Elements in the answer, where it is a collection. */
	readonly elementCount: number | null;
	/** Whether notifications were asked for: anything but `notify=false`. */
	readonly notify: boolean;
	/** The fault that struck, if any. */
	readonly fault: string | null;
	readonly durationMs: number;
}

/** Older entries are dropped; counts go on. */
const KEPT_COUNT = 20_000;

/** The requests that came in, oldest first. */
export class RequestLog {
	private kept: LoggedRequest[] = [];
	private readonly countByMethod = new Map<string, number>();

	add(entry: LoggedRequest): void {
		this.kept.push(entry);
		if (this.kept.length > 2 * KEPT_COUNT) this.kept = this.kept.slice(-KEPT_COUNT);
		this.countByMethod.set(entry.method, (this.countByMethod.get(entry.method) ?? 0) + 1);
	}

	/** The entries that are kept, at least the last 20,000. */
	get entries(): readonly LoggedRequest[] {
		return this.kept;
	}

	/** How many requests came in, of one method or of all, since the start or the last `clear`. */
	count(method?: string): number {
		if (method !== undefined) return this.countByMethod.get(method.toUpperCase()) ?? 0;
		return [...this.countByMethod.values()].reduce((sum, count) => sum + count, 0);
	}

	/** Requests that write: POST, PATCH, DELETE. A form is asked for by POST and writes nothing. */
	get writes(): readonly LoggedRequest[] {
		return this.kept.filter((entry) => entry.method !== 'GET' && !entry.path.endsWith('/form'));
	}

	clear(): void {
		this.kept = [];
		this.countByMethod.clear();
	}
}
