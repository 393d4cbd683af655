import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token is good for. */
export interface TokenScope {
	/** Known to the server only. */
	readonly key: string;
	readonly user: string;
	readonly purpose: string;
	readonly pair: string;
}

export type TokenVerdict = 'good' | 'expired' | 'wrong';

/** A token that holds for this scope until a time, in milliseconds since the epoch. Nothing is stored of it. */
export function makeToken(scope: TokenScope, expiresMs: number): string {
	return `${expiresMs.toString(36)}.${signatureOf(scope, expiresMs).toString('base64url')}`;
}

/** Whether a token was made for this scope and still holds. Compared in constant time. */
export function checkToken(scope: TokenScope, token: unknown, nowMs: number): TokenVerdict {
	const match = typeof token === 'string' ? /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/.exec(token) : null;
	if (match === null) return 'wrong';
	const expiresMs = parseInt(match[1] ?? '', 36);
	const given = Buffer.from(match[2] ?? '', 'base64url');
	const expected = signatureOf(scope, expiresMs);
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'wrong';
	return nowMs <= expiresMs ? 'good' : 'expired';
}

function signatureOf({ key, user, purpose, pair }: TokenScope, expiresMs: number): Buffer {
	return createHmac('sha256', key).update(JSON.stringify([user, purpose, pair, expiresMs])).digest();
}
