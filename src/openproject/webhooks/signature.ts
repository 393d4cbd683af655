import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a webhook's signature (`sha1=` and the hex HMAC-SHA1 of the body as it was sent, in X-OP-Signature) is that of
 * the secret. Takes the same time wherever the signatures differ. An empty secret signs nothing.
 */
export function isSignedBy(secret: string, body: Buffer, signature: unknown): boolean {
	const given = typeof signature === 'string' ? /^sha1=([0-9a-f]{40})$/i.exec(signature.trim())?.[1] : undefined;
	if (given === undefined || secret === '') return false;
	return timingSafeEqual(createHmac('sha1', secret).update(body).digest(), Buffer.from(given, 'hex'));
}
