import { constants, createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { valuesOf, type Values } from '../../n8n/values';

/** What n8n's credential JWT Auth says about tokens. */
export interface JwtKey {
	/** HS256 to PS512; 'none' is never accepted. */
	readonly algorithm: string;
	/** A secret, for the HS algorithms alone, or a public key in PEM, for all others: whoever knows a public key must not be able to sign with it. */
	readonly kind: 'secret' | 'publicKey';
	readonly key: string;
}

/** A secret that holds a key in PEM, whatever its line ends have become: public keys are known to everybody. */
const PEM = /-----\s*BEGIN\b/i;

/** Whether tokens can be checked with a key at all; else why not. Nothing is accepted by a key that does not fit its algorithm. */
export function judgeKey({ algorithm, kind, key }: JwtKey): { readonly status: 'good' } | { readonly status: 'bad'; readonly reason: string } {
	if (!/^(HS|RS|PS|ES)(256|384|512)$/.test(algorithm)) return bad(`Its algorithm '${algorithm}' is none that tokens are checked with. Choose HS256, RS256, PS256 or ES256, or one of their longer forms.`);
	const isSecret = algorithm.startsWith('HS');
	if (isSecret && kind === 'publicKey') return bad(`It has a PEM key, and its algorithm ${algorithm} signs with a passphrase: everybody who knows the public key could sign. Choose RS256, PS256 or ES256, or the key type Passphrase.`);
	if (!isSecret && kind === 'secret') return bad(`It has a passphrase, and its algorithm ${algorithm} needs a public key. Choose the key type PEM Key, or HS256.`);
	if (isSecret && PEM.test(key)) return bad(`Its passphrase is a key in PEM, which others may know. Choose the key type PEM Key with RS256, PS256 or ES256, or a passphrase that is none.`);
	return { status: 'good' };
}

export type JwtVerdict = { readonly status: 'good'; readonly claims: Values } | { readonly status: 'bad'; readonly reason: string };

/** Differences between clocks that are let pass. */
const CLOCK_SECONDS = 30;

/** Whether a JSON Web Token (RFC 7519) is signed by the key with the algorithm of the credential, whatever the token itself says, and holds now. */
export function verifyJwt(token: string, checked: JwtKey, nowMs: number): JwtVerdict {
	if (judgeKey(checked).status === 'bad') return bad('The credential cannot check tokens.');
	const { algorithm } = checked;
	const parts = token.split('.');
	const [head, body, signature] = parts;
	if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) return bad('It is no JSON Web Token.');
	if (partOf(head)['alg'] !== algorithm) return bad(`It is not signed with ${algorithm}.`);
	if (!isSigned(`${head}.${body}`, Buffer.from(signature, 'base64url'), checked)) return bad('Its signature is wrong.');
	const claims = partOf(body);
	const seconds = nowMs / 1000;
	const { exp, nbf } = claims;
	if (exp !== undefined && !(typeof exp === 'number' && exp + CLOCK_SECONDS > seconds)) return bad('It has expired.');
	if (nbf !== undefined && !(typeof nbf === 'number' && nbf - CLOCK_SECONDS <= seconds)) return bad('It does not hold yet.');
	return { status: 'good', claims };
}

function isSigned(signed: string, signature: Buffer, { algorithm, kind, key }: JwtKey): boolean {
	const match = /^(HS|RS|PS|ES)(256|384|512)$/.exec(algorithm);
	if (match === null || key === '') return false;
	const hash = `sha${match[2]}`;
	if (match[1] === 'HS') {
		if (kind !== 'secret') return false;
		const expected = createHmac(hash, key).update(signed).digest();
		return expected.length === signature.length && timingSafeEqual(expected, signature);
	}
	try {
		return verify(hash, Buffer.from(signed), keyOf(key, match[1]), signature);
	} catch {
		// A key that is none, or of another kind than the algorithm: then nothing is signed by it.
		return false;
	}
}

function keyOf(key: string, family: string | undefined): Parameters<typeof verify>[2] {
	const publicKey = publicKeyOf(key);
	if (family === 'PS') return { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
	if (family === 'ES' && publicKey.asymmetricKeyType !== 'ec') throw new Error('not an elliptic curve');
	if (family === 'RS' && publicKey.asymmetricKeyType !== 'rsa') throw new Error('not RSA');
	return family === 'ES' ? { key: publicKey, dsaEncoding: 'ieee-p1363' } : publicKey;
}

/** A key pasted into a one-line field has lost its line breaks. */
function publicKeyOf(key: string): KeyObject {
	const text = key.trim().replaceAll('\\n', '\n');
	const parts = /^(-----BEGIN [A-Z0-9 ]+-----)([^-]+)(-----END [A-Z0-9 ]+-----)$/.exec(text);
	return createPublicKey(parts === null ? text : [parts[1], ...(parts[2] ?? '').trim().split(/\s+/), parts[3], ''].join('\n'));
}

function partOf(part: string): Values {
	try {
		return valuesOf(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
	} catch {
		return {};
	}
}

function bad(reason: string): { readonly status: 'bad'; readonly reason: string } {
	return { status: 'bad', reason };
}
