import type { RemoteAnswerError } from '../errors';
import type { RemoteStats } from '../run/remotePort';
import type { ApiAnswer, ApiPage } from './apiAnswer';
import { bodyError, classOf, readError } from './errors';
import { HttpTransportError } from './httpTransportError';
import { arrayAt, own } from './json';
import type { RawObject } from './json';
import { BodyReader, readBody } from './readBody';
import { isHarmless, isTransient, sendWithRetries, serverTimeOf } from './retry';
import type { SendOutcome } from './retry';
import { Sender } from './sender';
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
/** Answers that are expected, and stand for nothing being there. */
export type ExpectedClasses = ReadonlyArray<'missing' | 'forbidden' | 'refused'>;
/** Says that nobody waits for an answer any more. */
export type IsAbandoned = () => boolean;

const DEFAULT_TIMEOUT_MS = 60_000;

/** OpenProject's API over an HttpPort: retries, deadlines, counters, and answers turned into JSON or errors. */
export class OpenProjectApi {
	readonly baseUrl: string;
	readonly clock: Clock;
	private readonly stopping = new AbortController();
	private readonly sender: Sender;

	constructor(private readonly options: ApiOptions) {
		this.baseUrl = options.baseUrl;
		this.clock = options.clock;
		this.sender = new Sender(options.http, options.clock);
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
	async getUnless(classes: ExpectedClasses, path: string, query: Query = {}, isAbandoned?: IsAbandoned): Promise<ApiAnswer | null> {
		return await this.read(classes, { method: 'GET', path, query }, isAbandoned);
	}

	/** A question that is put as a POST, such as a form: it has no effect, so it is repeated as a GET is. Null for answers of these classes. */
	async askUnless(classes: ExpectedClasses, path: string, body: unknown): Promise<ApiAnswer | null> {
		return await this.read(classes, { method: 'POST', path, body }, undefined);
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
		const { outcome } = await sendWithRetries({ ...this.rules(), deadline, isRepeatable: isHarmless }, () => this.sender.send({ ...request, timeoutMs: Math.max(1, leftMs()) }));
		if (outcome.kind === 'answer' && classOf(outcome.response) === 'success') this.sender.counters.writes += 1;
		return outcome;
	}

	/** The body of a successful answer. */
	parse(response: HttpResponse): RawObject {
		return readBody(response, this.baseUrl);
	}

	/** For an answer whose shape is not OpenProject's. */
	otherApi(): RemoteAnswerError {
		return bodyError({ status: 200, headers: {}, body: '{}' }, this.baseUrl, 'other_api');
	}

	stats(): RemoteStats {
		return { ...this.sender.counters };
	}

	/** What has no effect is sent again after whatever passes: failures of the way, and answers damaged on it. */
	private async read(classes: ExpectedClasses, request: Omit<HttpRequest, 'timeoutMs'>, isAbandoned: IsAbandoned | undefined): Promise<ApiAnswer | null> {
		const timeoutMs = this.options.readTimeoutMs ?? DEFAULT_TIMEOUT_MS;
		const bodies = new BodyReader(this.baseUrl);
		const { outcome, attempts } = await sendWithRetries(
			{ ...this.rules(), deadline: null, isRepeatable: (one) => isTransient(one) || bodies.isDamaged(one), isAbandoned: () => this.stopping.signal.aborted || isAbandoned?.() === true },
			() => this.sender.send({ ...request, timeoutMs }),
		);
		const found = outcome.kind === 'answer' ? classOf(outcome.response) : 'failure';
		if (classes.some((one) => one === found)) return null;
		if (outcome.kind === 'failure' || found !== 'success') throw readError(outcome, { baseUrl: this.baseUrl, method: request.method, path: request.path, attempts });
		return { json: bodies.read(outcome.response), serverTimeMs: serverTimeOf(outcome.response), tookMs: outcome.tookMs };
	}

	private rules() {
		const { signal } = this.stopping;
		return { clock: this.clock, wake: signal, isAbandoned: () => signal.aborted, attempts: this.options.retries ?? 5, onRetry: () => void (this.sender.counters.retries += 1) };
	}
}
