import type { ServerFields, Whereabouts } from './translateFailure';

type Sentence = (at: string, whereabouts: Whereabouts, message: string) => string;

const selfSigned: Sentence = (at) =>
	`The TLS certificate of PostgreSQL at ${at} is not signed by an authority this machine knows. Use a certificate that is, make its authority known (NODE_EXTRA_CA_CERTS), or, where the network is trusted, turn on 'Ignore SSL Issues' in the credential.`;
const unknownHost: Sentence = (_at, { host }) => `The host name '${host}' is not known. Check the host in the credential.`;
const unreachable: Sentence = (at) => `PostgreSQL at ${at} cannot be reached from this machine. Check host and port, and whether a firewall or a missing VPN is in the way.`;
const noAnswer: Sentence = (at) => `PostgreSQL at ${at} does not answer. Check host and port, and whether a firewall is in the way.`;
const lost: Sentence = (at) => `The connection to PostgreSQL at ${at} was lost. Nothing half-done is left: what was not committed is undone.`;

/** By the error code of Node's sockets and of TLS. */
const BY_CODE: ReadonlyMap<string, Sentence> = new Map([
	['ECONNREFUSED', (at: string) => `Nothing accepts connections at ${at}. Check host and port, and whether PostgreSQL is running there.`],
	['ENOTFOUND', unknownHost],
	['EAI_AGAIN', unknownHost],
	['ETIMEDOUT', noAnswer],
	['EHOSTUNREACH', unreachable],
	['ENETUNREACH', unreachable],
	['EHOSTDOWN', unreachable],
	['ECONNRESET', lost],
	['EPIPE', lost],
	['DEPTH_ZERO_SELF_SIGNED_CERT', selfSigned],
	['SELF_SIGNED_CERT_IN_CHAIN', selfSigned],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', selfSigned],
	['UNABLE_TO_GET_ISSUER_CERT', selfSigned],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', selfSigned],
	['CERT_HAS_EXPIRED', (at: string) => `The TLS certificate of PostgreSQL at ${at} has expired. Renew it, or, where the network is trusted, turn on 'Ignore SSL Issues' in the credential.`],
	['ERR_TLS_CERT_ALTNAME_INVALID', (at: string) => `The TLS certificate of PostgreSQL at ${at} is for another host name. Use the host name that is in the certificate, or, where the network is trusted, turn on 'Ignore SSL Issues' in the credential.`],
]);

/** By what `pg` says where there is no code. */
const BY_MESSAGE: ReadonlyArray<readonly [RegExp, Sentence]> = [
	[/does not support SSL/i, (at) => `PostgreSQL at ${at} does not offer TLS. Set SSL to 'Disable' in the credential (sslmode=disable in an address), or turn on TLS on the server.`],
	[/SSL|EPROTO|wrong version number/i, (at, _w, message) => `A TLS connection to PostgreSQL at ${at} could not be made: ${message}. Check whether the port is PostgreSQL's, and the SSL setting of the credential.`],
	[/^SASL|password must be a string/i, (at, { user }) => `PostgreSQL at ${at} asks for a password for user '${user}', and none that fits was given. Check user and password in the credential.`],
	[/timeout exceeded when trying to connect/i, (at) => `All connections to PostgreSQL at ${at} that this run may use are busy. Raise 'Maximum Number of Connections' in the credential.`],
	[/timeout/i, noAnswer],
	[/connection (terminated|ended|error)|not queryable|socket|closed/i, lost],
];

/** A sentence for a failure that did not come from PostgreSQL but from the way to it. */
export function sentenceForConnection(fields: ServerFields, whereabouts: Whereabouts): string {
	const at = `${whereabouts.host}:${whereabouts.port}`;
	const sentence = BY_CODE.get(fields.code ?? '') ?? BY_MESSAGE.find(([pattern]) => pattern.test(fields.message))?.[1];
	return sentence?.(at, whereabouts, fields.message) ?? `PostgreSQL at ${at} could not be used: ${fields.message === '' ? (fields.code ?? 'unknown failure') : fields.message}.`;
}
