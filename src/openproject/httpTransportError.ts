import { BatchSyncError } from '../errors';

/**
 * - `timeout`: no complete answer before the deadline.
 * - `reset`: the connection broke off.
 * - `refused`: nobody listens there, or the host cannot be reached.
 * - `dns`: the host name is unknown.
 * - `tls`: no trusted or no common encryption.
 * - `address`: what was asked for is no place of this OpenProject's API.
 */
export type TransportFailureKind = 'timeout' | 'reset' | 'refused' | 'dns' | 'tls' | 'address' | 'other';

/**
 * No complete HTTP answer came. The one error an HttpPort throws.
 *
 * `sent` is false only where it is certain that the server saw nothing of the request; everything else must be
 * true, since a request that may have arrived may have taken effect. Messages hold no credential.
 */
export class HttpTransportError extends BatchSyncError {
	readonly kind: TransportFailureKind;
	readonly sent: boolean;

	constructor(message: string, options: { readonly kind: TransportFailureKind; readonly sent: boolean; readonly cause?: unknown }) {
		super('HTTP_TRANSPORT', message, { data: { kind: options.kind, sent: options.sent }, cause: options.cause });
		this.kind = options.kind;
		this.sent = options.sent;
	}
}

/** The error as one of these. A port that throws something else is broken; the request may have been sent all the same. `what` names it. */
export function transportErrorOf(error: unknown, what: string): HttpTransportError {
	if (error instanceof HttpTransportError) return error;
	return new HttpTransportError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { kind: 'other', sent: true, cause: error });
}
