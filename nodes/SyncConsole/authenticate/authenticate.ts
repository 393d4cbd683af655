import { createHash, timingSafeEqual } from 'node:crypto';
import { valuesOf, type Values } from '../../n8n/values';
import { judgeKey, verifyJwt } from './verifyJwt';

/** How people sign in: n8n's words. */
export type Authentication = 'basicAuth' | 'headerAuth' | 'jwtAuth' | 'none';

/** Who asks, or why they get nothing. `challenge`: the browser is to ask for user and password. */
export type AuthenticationResult =
	| { readonly status: 'known'; readonly user: string }
	| { readonly status: 'refused'; readonly code: 401 | 403 | 429 | 500; readonly message: string; readonly challenge?: boolean; /** In seconds. */ readonly retryAfter?: number };

export interface AuthenticationRequest {
	readonly authentication: Authentication;
	/** Of the credential for it; null: there is none. */
	readonly credential: Values | null;
	readonly headers: Readonly<Record<string, unknown>>;
	/** Whether 'none' is meant. */
	readonly allowsAnybody: boolean;
	/** Header in which something in front of n8n names who signed in; empty: none. Looked at only behind header authentication or where anybody is allowed. */
	readonly userHeader: string;
	readonly nowMs: number;
}

const NOBODY = 'This console serves nobody, since its Authentication is None. Choose Basic, Header or JWT Auth in the Sync Console node; or, where something in front of n8n signs people in, switch on its option Allow Without Authentication.';
const NO_CREDENTIAL = 'The Sync Console node has no credential for its authentication. Pick one, and activate the workflow again.';

/** Whether a request may see the pages, by n8n's own credentials. */
export function authenticate(request: AuthenticationRequest): AuthenticationResult {
	const { authentication, credential } = request;
	if (authentication === 'none') return request.allowsAnybody ? known(request, 'anybody') : refused(403, NOBODY);
	if (credential === null) return refused(500, NO_CREDENTIAL);
	if (authentication === 'basicAuth') return byPassword(request, credential);
	return authentication === 'headerAuth' ? byHeader(request, credential) : byToken(request, credential);
}

function byPassword({ headers }: AuthenticationRequest, { user, password }: Values): AuthenticationResult {
	if (!isFilled(user) || !isFilled(password)) return refused(500, NO_CREDENTIAL);
	const match = /^Basic +([A-Za-z0-9+/_-]+=*)$/i.exec(headerText(headers['authorization']));
	const given = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8');
	if (match === null || !isSame(given, `${user}:${password}`)) return { status: 'refused', code: 401, message: 'Sign in with the user and password of the Sync Console.', challenge: true };
	return { status: 'known', user };
}

function byHeader(request: AuthenticationRequest, { name, value }: Values): AuthenticationResult {
	if (!isFilled(name) || !isFilled(value)) return refused(500, NO_CREDENTIAL);
	if (!isSame(headerText(request.headers[name.toLowerCase()]), value)) return refused(403, 'The header that lets requests through is missing or wrong.');
	return known(request, 'header');
}

function byToken({ headers, nowMs }: AuthenticationRequest, credential: Values): AuthenticationResult {
	const kind = credential['keyType'] === 'pemKey' ? 'publicKey' : 'secret';
	const key = kind === 'publicKey' ? credential['publicKey'] : credential['secret'];
	const algorithm = credential['algorithm'];
	if (!isFilled(key) || !isFilled(algorithm)) return refused(500, NO_CREDENTIAL);
	const fit = judgeKey({ algorithm, kind, key });
	if (fit.status === 'bad') return refused(500, `The JWT credential of the Sync Console cannot be used. ${fit.reason}`);
	const token = /^Bearer +(\S+)$/i.exec(headerText(headers['authorization']))?.[1];
	if (token === undefined) return refused(401, 'Send a JSON Web Token: Authorization: Bearer …');
	const verdict = verifyJwt(token, { algorithm, kind, key }, nowMs);
	if (verdict.status === 'bad') return refused(403, `The token was not accepted. ${verdict.reason}`);
	const name = ['name', 'preferred_username', 'email', 'sub'].map((claim) => verdict.claims[claim]).find(isFilled);
	return { status: 'known', user: cut(name ?? 'token') };
}

function known({ headers, userHeader }: AuthenticationRequest, fallback: string): AuthenticationResult {
	const named = userHeader === '' ? '' : headerText(headers[userHeader.toLowerCase()]).trim();
	return { status: 'known', user: named === '' ? fallback : cut(named) };
}

/** Compared by their hashes, so that the time taken tells neither content nor length. */
function isSame(given: string, expected: string): boolean {
	return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}

function isFilled(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

function headerText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function cut(name: string): string {
	return name.slice(0, 100);
}

function refused(code: 401 | 403 | 500, message: string): AuthenticationResult {
	return { status: 'refused', code, message };
}

/** What of the credential only the server knows, for signing forms. */
export function secretOf(authentication: Authentication, credential: Values | null): string {
	const { user, password, name, value, secret, privateKey } = valuesOf(credential);
	return JSON.stringify([authentication, user, password, name, value, secret, privateKey]);
}
