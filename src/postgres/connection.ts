/**
 * How a connection is protected.
 *
 * - `off`: not at all.
 * - `prefer`: by TLS where the server offers it, else not (libpq's default).
 * - `encrypt`: by TLS; the certificate is not looked at.
 * - `verify_ca`: by TLS; the certificate must be signed by an authority known here, for whatever host name.
 * - `verify_full`: by TLS; the certificate must also be for this host.
 */
export type TlsMode = 'off' | 'prefer' | 'encrypt' | 'verify_ca' | 'verify_full';

export interface Target {
	readonly host: string;
	readonly port: number;
}

/** A way to the server through something else: a host and port on this machine, until closed. */
export interface Tunnel extends Target {
	/** Why the last connection through it did not get to the target, where it is known. */
	failure?(): Error | undefined;
	close(): Promise<void>;
}

/** Everything needed to connect. Holds the password: never to be printed or stored. */
export interface ConnectionSettings extends Target {
	readonly database: string;
	readonly user: string;
	readonly password: string;
	readonly tls: TlsMode;
	/** Certificates of authorities in PEM, instead of those this machine knows. */
	readonly authorities?: string;
	/** Connections at the same time at most. Default 4. */
	readonly maxConnections?: number;
	/** Until a connection counts as failed. Default 15 s. */
	readonly connectTimeoutMs?: number;
	/** Opens the way to host and port; called once, and closed with the database. Default: straight there. */
	readonly openTunnel?: (target: Target) => Promise<Tunnel>;
}

export const DEFAULT_PORT = 5432;
