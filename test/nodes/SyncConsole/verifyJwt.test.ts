import { createHmac, generateKeyPairSync, sign, constants, type KeyObject } from 'node:crypto';
import { verifyJwt } from '../../../nodes/SyncConsole/authenticate/verifyJwt';

const NOW = 1_790_000_000_000;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }) as string;

function token(algorithm: string, claims: object, key: string | KeyObject): string {
	const signed = `${part({ alg: algorithm, typ: 'JWT' })}.${part(claims)}`;
	const hash = `sha${algorithm.slice(2)}`;
	const signature = algorithm === 'none' ? Buffer.alloc(0)
		: algorithm.startsWith('HS') ? createHmac(hash, key as string).update(signed).digest()
		: algorithm.startsWith('PS') ? sign(hash, Buffer.from(signed), { key: key as KeyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
		: algorithm.startsWith('ES') ? sign(hash, Buffer.from(signed), { key: key as KeyObject, dsaEncoding: 'ieee-p1363' })
		: sign(hash, Buffer.from(signed), key as KeyObject);
	return `${signed}.${signature.toString('base64url')}`;
}

const kindFor = (algorithm: string): 'secret' | 'publicKey' => (algorithm.startsWith('HS') ? 'secret' : 'publicKey');
const statusOf = (given: string, algorithm: string, key: string, nowMs = NOW, kind = kindFor(algorithm)): string => verifyJwt(given, { algorithm, kind, key }, nowMs).status;

describe('a JSON Web Token', () => {
	it.each([
		['HS256', 's', 's'], ['HS384', 's', 's'], ['HS512', 's', 's'],
		['RS256', rsa.privateKey, pem(rsa.publicKey)], ['RS512', rsa.privateKey, pem(rsa.publicKey)], ['PS256', rsa.privateKey, pem(rsa.publicKey)], ['PS384', rsa.privateKey, pem(rsa.publicKey)], ['ES256', ec.privateKey, pem(ec.publicKey)],
	])('signed with %s is accepted, and only unchanged', (algorithm, key, check) => {
		const good = token(algorithm, { sub: 'ada' }, key);
		expect(verifyJwt(good, { algorithm, kind: kindFor(algorithm), key: check }, NOW)).toEqual({ status: 'good', claims: { sub: 'ada' } });
		const [head, , signature] = good.split('.');
		expect(statusOf(`${head}.${part({ sub: 'eve' })}.${signature}`, algorithm, check)).toBe('bad');
		expect(statusOf(good.slice(0, -4), algorithm, check)).toBe('bad');
	});

	it('takes a key whose line ends were lost in a one-line field', () => {
		const good = token('RS256', {}, rsa.privateKey);
		expect(statusOf(good, 'RS256', pem(rsa.publicKey).trim().replaceAll('\n', ' '))).toBe('good');
		expect(statusOf(good, 'RS256', pem(rsa.publicKey).replaceAll('\n', '\\n'))).toBe('good');
	});

	it('does not choose how it is checked: no algorithm, another one, a public key as secret', () => {
		expect(statusOf(token('none', { sub: 'eve' }, ''), 'HS256', 's')).toBe('bad');
		expect(statusOf(token('none', { sub: 'eve' }, ''), 'none', '')).toBe('bad');
		expect(statusOf(token('HS256', { sub: 'eve' }, pem(rsa.publicKey)), 'RS256', pem(rsa.publicKey))).toBe('bad');
		expect(statusOf(token('HS512', {}, 's'), 'HS256', 's')).toBe('bad');
		expect(statusOf(token('HS256', {}, ''), 'HS256', '')).toBe('bad');
		expect(statusOf(token('RS256', {}, rsa.privateKey), 'RS256', pem(ec.publicKey))).toBe('bad');
		expect(statusOf(token('RS256', {}, rsa.privateKey), 'RS256', 'no key at all')).toBe('bad');
	});

	it.each(['HS256', 'HS384', 'HS512'])('signed with %s by a public key is never accepted, in whatever field and spelling the key stands', (algorithm) => {
		for (const key of [pem(rsa.publicKey), pem(ec.publicKey), pem(rsa.publicKey).trim(), pem(rsa.publicKey).replaceAll('\n', ' '), pem(rsa.publicKey).replaceAll('\n', '\\n'), `  ${pem(ec.publicKey)}`, pem(rsa.publicKey).toLowerCase(), 'any text']) {
			const forged = token(algorithm, { sub: 'eve' }, key);
			expect(statusOf(forged, algorithm, key, NOW, 'publicKey')).toBe('bad');
			if (key !== 'any text') expect(statusOf(forged, algorithm, key, NOW, 'secret')).toBe('bad');
		}
		const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
		expect(statusOf(token(algorithm, {}, certificate), algorithm, certificate, NOW, 'secret')).toBe('bad');
	});

	it('is not checked by a passphrase where its algorithm needs a key, nor by an algorithm nobody has', () => {
		expect(statusOf(token('RS256', {}, rsa.privateKey), 'RS256', pem(rsa.publicKey), NOW, 'secret')).toBe('bad');
		for (const algorithm of ['hs256', 'HS1', 'HS256 ', 'RS', '', 'constructor']) expect(statusOf(token('HS256', {}, 's'), algorithm, 's', NOW, 'secret')).toBe('bad');
	});

	it('holds from and until its times, by half a minute', () => {
		const seconds = NOW / 1000;
		expect(statusOf(token('HS256', { exp: seconds + 1, nbf: seconds - 1 }, 's'), 'HS256', 's')).toBe('good');
		expect(verifyJwt(token('HS256', { exp: seconds - 31 }, 's'), { algorithm: 'HS256', kind: 'secret', key: 's' }, NOW)).toEqual({ status: 'bad', reason: 'It has expired.' });
		expect(verifyJwt(token('HS256', { nbf: seconds + 31 }, 's'), { algorithm: 'HS256', kind: 'secret', key: 's' }, NOW)).toEqual({ status: 'bad', reason: 'It does not hold yet.' });
		expect(statusOf(token('HS256', { exp: 'never' }, 's'), 'HS256', 's')).toBe('bad');
	});

	it.each(['', '.', '..', 'a.b', 'a.b.c', 'a.b.c.d', 'e30.e30.', 'bnVsbA.bnVsbA.bnVsbA'])('that is none is refused: %j', (given) => {
		expect(statusOf(given, 'HS256', 's')).toBe('bad');
	});
});
