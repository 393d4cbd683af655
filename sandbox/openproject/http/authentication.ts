import type { Database } from '../data/database';
import type { Principal } from '../data/model';
import { ApiError } from './apiError';
import type { IncomingRequest } from './exchange';

const CHALLENGE = 'Basic realm="OpenProject API"';
const BEARER_CHALLENGE = 'Bearer realm="OpenProject API", error="invalid_token"';

/** Which token belongs to whom. API keys come as Basic with the user name 'apikey', access tokens as Bearer. */
export class Tokens {
	private readonly apiKeys = new Map<string, number>();
	private readonly accessTokens = new Map<string, number>();

	addApiKey(token: string, userId: number): void {
		this.apiKeys.set(token, userId);
	}

	addAccessToken(token: string, userId: number): void {
		this.accessTokens.set(token, userId);
	}

	revoke(token: string): void {
		this.apiKeys.delete(token);
		this.accessTokens.delete(token);
	}

	/** The user behind a request. Throws Unauthenticated: anonymous access is off, and a locked user is nobody. */
	authenticate(request: IncomingRequest, database: Database): Principal {
		const header = request.headers['authorization'];
		if (header === undefined) throw unauthenticated('You need to be authenticated to access this resource.', CHALLENGE);
		const id = this.userIdOf(header);
		const user = id === undefined ? undefined : database.principals.get(id);
		if (user === undefined || user.status !== 'active') throw unauthenticated('You did not provide the correct credentials.', /^bearer\b/i.test(header) ? BEARER_CHALLENGE : CHALLENGE);
		return user;
	}

	private userIdOf(header: string): number | undefined {
		const [scheme = '', value = ''] = header.split(/\s+/, 2);
		if (scheme.toLowerCase() === 'bearer') return this.accessTokens.get(value);
		if (scheme.toLowerCase() !== 'basic') return undefined;
		const pair = Buffer.from(value, 'base64').toString('utf8');
		const colon = pair.indexOf(':');
		return pair.slice(0, colon) === 'apikey' ? this.apiKeys.get(pair.slice(colon + 1)) : undefined;
	}
}

function unauthenticated(message: string, challenge: string): ApiError {
	return new ApiError('Unauthenticated', message, { headers: { 'WWW-Authenticate': challenge } });
}
