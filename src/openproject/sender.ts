import type { RemoteStats } from '../run/remotePort';
import { transportErrorOf } from './httpTransportError';
import type { SendOutcome } from './retry';
import type { Clock, HttpPort, HttpRequest } from './types';

type Counters = { -readonly [Name in keyof RemoteStats]: RemoteStats[Name] };

/** One attempt of a request over an HttpPort: never throws, takes the time, and counts. */
export class Sender {
	readonly counters: Counters = { requests: 0, writes: 0, retries: 0, slowestMs: 0, bytesSent: 0, bytesReceived: 0 };

	constructor(
		private readonly http: HttpPort,
		private readonly clock: Clock,
	) {}

	async send(request: HttpRequest): Promise<SendOutcome> {
		const startedAt = this.clock.monotonic();
		this.counters.requests += 1;
		if (request.body !== undefined) this.counters.bytesSent += Buffer.byteLength(JSON.stringify(request.body));
		const outcome = await Promise.resolve(request).then((one) => this.http.send(one)).then(
			(response) => ({ kind: 'answer' as const, response }),
			(error: unknown) => ({ kind: 'failure' as const, error: transportErrorOf(error, `${request.method} ${request.path}`) }),
		);
		const tookMs = this.clock.monotonic() - startedAt;
		this.counters.slowestMs = Math.max(this.counters.slowestMs, tookMs);
		if (outcome.kind === 'answer') this.counters.bytesReceived += Buffer.byteLength(outcome.response.body);
		return { ...outcome, tookMs };
	}
}
