import { Guesses } from '../../src/console/guesses';
import type { Values } from '../n8n/values';
import type { AuthenticationResult } from './authenticate/authenticate';
import type { ConsoleSettings } from './settings';

/** What of a request says who sends it, and from where. */
export interface Sender {
	readonly headers: Readonly<Record<string, unknown>>;
	/** As Express tells it, with n8n's N8N_PROXY_HOPS in mind. */
	readonly ip?: unknown;
	readonly socket?: { readonly remoteAddress?: unknown };
}

/** Of this process: every console in it slows guessing at any of them. */
export const guesses = new Guesses();

/** Lets a sign-in be looked at unless too many were wrong before; one that carries nothing to be looked at is none. */
export function slowly(console: string, { settings, credential, sender, nowMs }: { readonly settings: ConsoleSettings; readonly credential: Values | null; readonly sender: Sender; readonly nowMs: number }, look: () => AuthenticationResult): AuthenticationResult {
	const given = givenBy(settings, credential, sender);
	if (given === null) return look();
	const words = JSON.stringify([console, given]);
	return judged(addressOf(sender), words, nowMs, look);
}

/** As `slowly`, for words of any kind. */
export function judged(address: string, words: string, nowMs: number, look: () => AuthenticationResult): AuthenticationResult {
	const waitMs = guesses.waitFor(address, words, nowMs);
	if (waitMs > 0) return { status: 'refused', code: 429, retryAfter: Math.ceil(waitMs / 1000), message: `There were too many wrong sign-ins. Wait ${Math.ceil(waitMs / 1000)} s, then try again.` };
	const result = look();
	if (result.status === 'known') guesses.wasRight(words);
	else if (result.code === 401 || result.code === 403) guesses.wasWrong(address, words, nowMs);
	return result;
}

export function addressOf({ ip, socket }: Sender): string {
	return typeof ip === 'string' && ip !== '' ? ip : typeof socket?.remoteAddress === 'string' ? socket.remoteAddress : '';
}

/** The header that is looked at for the way people sign in; null: there is none, which is no guess. */
function givenBy({ authentication }: ConsoleSettings, credential: Values | null, { headers }: Sender): string | null {
	if (authentication === 'none') return null;
	const name = authentication === 'headerAuth' ? credential?.['name'] : 'authorization';
	const value = typeof name === 'string' ? headers[name.toLowerCase()] : undefined;
	return typeof value === 'string' && value !== '' ? value : null;
}
