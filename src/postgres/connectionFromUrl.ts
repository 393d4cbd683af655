import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../errors';
import { DEFAULT_PORT, type ConnectionSettings, type TlsMode } from './connection';

const EXAMPLE = "'postgresql://user:password@host:5432/database?sslmode=require'";

/** libpq's modes (PostgreSQL manual, 34.18). 'allow' is 'prefer' here: both end with whatever the server offers. */
const TLS_MODES: ReadonlyMap<string, TlsMode> = new Map([
	['disable', 'off'],
	['allow', 'prefer'],
	['prefer', 'prefer'],
	['require', 'encrypt'],
	['verify-ca', 'verify_ca'],
	['verify-full', 'verify_full'],
	// Understood by `pg`: TLS, certificate not looked at.
	['no-verify', 'encrypt'],
]);

/**
 * Connection settings from an address: postgresql://user:password@host:port/database?sslmode=…&sslrootcert=…, understood
 * as libpq does (sslmode: prefer by default; require checks the certificate's authority where sslrootcert names one).
 * Other parameters have no effect. Errors never repeat the address, which holds the password.
 */
export function connectionFromUrl(address: string): ConnectionSettings {
	const url = parse(address);
	const user = decoded(url.username);
	if (user === '') throw new ConfigurationError(`The database address names no user. Write it like ${EXAMPLE}.`);
	const database = decoded(url.pathname.slice(1));
	const certificate = url.searchParams.get('sslrootcert');
	const tls = tlsModeOf(url.searchParams.get('sslmode'), certificate !== null);
	return {
		host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
		port: url.port === '' ? DEFAULT_PORT : Number(url.port),
		user,
		password: decoded(url.password),
		database: database === '' ? user : database,
		tls,
		...(certificate === null ? {} : { authorities: readAuthorities(certificate) }),
	};
}

function parse(address: string): URL {
	const url = URL.canParse(address) ? new URL(address) : null;
	if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) throw new ConfigurationError(`The database address cannot be read. Write it like ${EXAMPLE}; characters like @, : or / in the password as %40, %3A, %2F.`);
	if (url.hostname === '') throw new ConfigurationError(`The database address names no host. Write it like ${EXAMPLE}.`);
	return url;
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch (cause) {
		throw new ConfigurationError('The database address has a % that stands for nothing. Write a % in the password as %25.', { cause });
	}
}

function tlsModeOf(mode: string | null, hasAuthorities: boolean): TlsMode {
	if (mode === null) return 'prefer';
	const known = TLS_MODES.get(mode);
	if (known === undefined) throw new ConfigurationError(`The database address has sslmode '${mode}'. Pick one of: ${[...TLS_MODES.keys()].join(', ')}.`);
	return mode === 'require' && hasAuthorities ? 'verify_ca' : known;
}

function readAuthorities(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (cause) {
		throw new ConfigurationError(`The certificate file '${path}' (sslrootcert in the database address) cannot be read.`, { cause });
	}
}
