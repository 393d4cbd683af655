import type { RemoteAnswerError } from '../errors';
import type { RemoteStats } from '../run/remotePort';
import type { ApiAnswer, ApiPage } from './apiAnswer';
import { bodyError, classOf, readError } from './errors';
import { HttpTransportError, transportErrorOf } from './httpTransportError';
import { arrayAt, isObject, own } from './json';
import type { RawObject } from './json';
import { parseJson } from './parseJson';
import { isHarmless, isTransient, sendWithRetries, serverTimeOf } from './retry';
import type { SendOutcome } from './retry';
import type { Clock, HttpPort, HttpRequest, HttpResponse } from './types';

export interface ApiOptions {
	readonly http: HttpPort;
	readonly clock: Clock;
	/** For messages. */
	readonly baseUrl: string;
	/** Attempts of a request in all, default 5. */
	readonly retries?: number;
	/** Hard deadline of a write, pauses between attempts included; default 60 s. */
	readonly requestDeadlineMs?: number;
	/** Deadline of one attempt of a read, default 60 s. */
	readonly readTimeoutMs?: number;
}

export type Query = Readonly<Record<string, string>>;
/** Says that nobody waits for an answer any more. */
export type IsAbandoned = () => boolean;

const DEFAULT_TIMEOUT_MS = 60_000;

/** OpenProject's API over an HttpPort: retries, deadlines, counters, and answers turned into JSON or errors. */
export class OpenProjectApi {
	readonly baseUrl: string;
	readonly clock: Clock;
	private readonly stopping = new AbortController();
	private readonly counters = { requests: 0, writes: 0, retries: 0, slowestMs: 0, bytesSent: 0, bytesReceived: 0 };

	constructor(private readonly options: ApiOptions) {
		this.baseUrl = options.baseUrl;
		this.clock = options.clock;
	}

	/** From now on nothing is sent a second time, and whoever pauses before doing so gives its last answer at once. */
	stopRetrying(): void {
		this.stopping.abort();
	}

	/** @throws RemoteUnavailableError, RemoteRefusedError, RemoteAnswerError */
	async get(path: string, query: Query = {}, isAbandoned?: IsAbandoned): Promise<ApiAnswer> {
		return (await this.getUnless([], path, query, isAbandoned)) as ApiAnswer;
	}

	/** As `get`, but null where OpenProject says that it does not exist or is not visible; nobody else's 404 counts. */
	async find(path: string, query: Query = {}, isAbandoned?: IsAbandoned): Promise<ApiAnswer | null> {
		return await this.getUnless(['missing'], path, query, isAbandoned);
	}

	/** As `get`, but null for answers of these classes. */
	async getUnless(classes: ReadonlyArray<'missing' | 'forbidden' | 'refused'>, path: string, query: Query = {}, isAbandoned?: IsAbandoned): Promise<ApiAnswer | null> {
		const { outcome, attempts } = await this.read(path, query, isAbandoned);
		const found = outcome.kind === 'answer' ? classOf(outcome.response) : 'failure';
		if (classes.some((one) => one === found)) return null;
		if (outcome.kind === 'failure' || found !== 'success') throw readError(outcome, { baseUrl: this.baseUrl, path, attempts });
		return this.answerOf(outcome.response, outcome.tookMs);
	}

	/** One page of a collection. */
	async getPage(path: string, query: Query = {}, isAbandoned?: IsAbandoned): Promise<ApiPage> {
		return this.pageOf(await this.get(path, query, isAbandoned));
	}

	pageOf(answer: ApiAnswer): ApiPage {
		const { json, serverTimeMs, tookMs } = answer;
		const total = own(json, 'total');
		const pageSize = own(json, 'pageSize');
		if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 0) throw this.otherApi();
		// A page of size 0 asks for the total alone, and some versions leave the elements out.
		return { elements: arrayAt(json, '_embedded', 'elements'), total, pageSize: typeof pageSize === 'number' && pageSize > 0 ? pageSize : null, serverTimeMs, tookMs, json };
	}

	/** Time on the monotonic clock by which a write that is begun now has to be over, whatever comes before the request. */
	writeDeadline(): number {
		return this.clock.monotonic() + (this.options.requestDeadlineMs ?? DEFAULT_TIMEOUT_MS);
	}

	/**
	 * Sends a write; repeats it only where it is certain to have had no effect, and never past the deadline, after
	 * which others may do the same. Never throws for what comes back.
	 */
	async write(request: Omit<HttpRequest, 'timeoutMs'>, deadline: number): Promise<SendOutcome> {
		const leftMs = (): number => deadline - this.clock.monotonic();
		if (leftMs() <= 0) return { kind: 'failure', tookMs: 0, error: new HttpTransportError(`${request.method} ${request.path}: the deadline passed before it could be sent.`, { kind: 'timeout', sent: false }) };
		const { outcome } = await sendWithRetries({ ...this.rules(), deadline, isRepeatable: isHarmless }, () => this.send({ ...request, timeoutMs: Math.max(1, leftMs()) }));
		if (outcome.kind === 'answer' && classOf(outcome.response) === 'success') this.counters.writes += 1;
		return outcome;
	}

	/** The body of a successful answer. */
	parse(response: HttpResponse): RawObject {
		let json: unknown;
		try {
			json = parseJson(response.body);
		} catch {
			throw bodyError(response, this.baseUrl, 'no_json');
		}
		if (!isObject(json)) throw bodyError(response, this.baseUrl, 'other_api');
		return json;
	}

	/** For an answer whose shape is not OpenProject's. */
	otherApi(): RemoteAnswerError {
		return bodyError({ status: 200, headers: {}, body: '{}' }, this.baseUrl, 'other_api');
	}

	stats(): RemoteStats {
		return { ...this.counters };
	}

	private async read(path: string, query: Query, isAbandoned: IsAbandoned | undefined): Promise<{ readonly outcome: SendOutcome; readonly attempts: number }> {
		const timeoutMs = this.options.readTimeoutMs ?? DEFAULT_TIMEOUT_MS;
		return await sendWithRetries({ ...this.rules(), deadline: null, isRepeatable: isTransient, isAbandoned: () => this.stopping.signal.aborted || isAbandoned?.() === true }, () => this.send({ method: 'GET', path, query, timeoutMs }));
	}

	private rules() {
		const { signal } = this.stopping;
		return { clock: this.clock, wake: signal, isAbandoned: () => signal.aborted, attempts: this.options.retries ?? 5, onRetry: () => void (this.counters.retries += 1) };
	}

	private async send(request: HttpRequest): Promise<SendOutcome> {
		const startedAt = this.clock.monotonic();
		this.counters.requests += 1;
		if (request.body !== undefined) this.counters.bytesSent += Buffer.byteLength(JSON.stringify(request.body));
		const outcome = await Promise.resolve(request).then((one) => this.options.http.send(one)).then(
			(response) => ({ kind: 'answer' as const, response }),
			(error: unknown) => ({ kind: 'failure' as const, error: transportErrorOf(error, `${request.method} ${request.path}`) }),
		);
		const tookMs = this.clock.monotonic() - startedAt;
		this.counters.slowestMs = Math.max(this.counters.slowestMs, tookMs);
		if (outcome.kind === 'answer') this.counters.bytesReceived += Buffer.byteLength(outcome.response.body);
		return { ...outcome, tookMs };
	}

	private answerOf(response: HttpResponse, tookMs: number): ApiAnswer {
		return { json: this.parse(response), serverTimeMs: serverTimeOf(response), tookMs };
	}
}
