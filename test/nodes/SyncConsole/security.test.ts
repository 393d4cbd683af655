import { createHmac, generateKeyPairSync } from 'node:crypto';
import { credentialOf } from '../../support/oneNodeWorkflow';
import { ATTACKS } from '../../console/attacks';
import { parseHtml } from '../../console/parseHtml';
import { basic, createConsoleWorld, formOn, PASSWORD, USER, type ConsoleWorld } from './consoleWorld';

let world: ConsoleWorld;
const WITH_BASIC = { path: 'sync-console', authentication: 'basicAuth', options: {} };

beforeAll(async () => {
	world = await createConsoleWorld();
	await world.conflicting(['One', 'Two']);
});
afterAll(async () => await world.close());
beforeEach(() => {
	world.host.parameters = WITH_BASIC;
	world.host.credentials = { httpBasicAuth: { user: USER, password: PASSWORD }, postgres: credentialOf(world.sync.databaseUrl) };
});

const PAGES = ['', '?page=conflicts', '?page=record&link=1', '?page=runs', '?page=run&run=1', '?page=plan&plan=1', '?page=health', '?page=metrics', '?page=nothing'];
const secrets = /flrts|Base 0|batch_sync_|One mine/;
const open = async (): Promise<number> => Number((await world.sync.sql<{ n: string }>(`select count(*) as n from batch_sync.conflict where status = 'pending_review'`))[0]?.n);

describe('who is not signed in', () => {
	it.each(PAGES)('sees nothing of %s, and is asked for user and password', async (query) => {
		for (const headers of [{}, basic('ada', 'wrong'), basic('eve', PASSWORD), basic('', ''), { authorization: 'Basic' }, { authorization: `Bearer ${PASSWORD}` }, { authorization: `Basic ${Buffer.from(PASSWORD).toString('base64')}` }] as Record<string, string>[]) {
			const seen = await world.get(query, headers);
			expect([seen.status, seen.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Sync Console", charset="UTF-8"']);
			expect(seen.text).not.toMatch(secrets);
		}
	});

	it('does nothing by sending a form, though its token is right', async () => {
		const form = formOn((await world.get('')).text, 'run_now');
		const before = world.host.started.length;
		expect((await world.post(form, {})).status).toBe(401);
		expect(world.host.started).toHaveLength(before);
	});

	it('is served nothing where there is no authentication, unless that is meant', async () => {
		world.host.parameters = { ...WITH_BASIC, authentication: 'none' };
		for (const query of PAGES) {
			const seen = await world.get(query, {});
			expect([seen.status, secrets.test(seen.text)]).toEqual([403, false]);
		}
		expect((await world.get('', {})).text).toContain('This console serves nobody, since its Authentication is None.');
		world.host.parameters = { ...WITH_BASIC, authentication: 'none', options: { allowWithoutAuthentication: true } };
		expect((await world.get('', {})).status).toBe(200);
	});

	it('is told where a credential is missing or empty, and gets nothing', async () => {
		for (const credentials of [{}, { httpBasicAuth: { user: '', password: '' } }, { httpBasicAuth: { user: 'ada', password: '' } }] as Record<string, never>[]) {
			world.host.credentials = { postgres: credentialOf(world.sync.databaseUrl), ...credentials };
			const seen = await world.get('', basic('ada', ''));
			expect([seen.status, seen.text.includes('has no credential for its authentication')]).toEqual([500, true]);
		}
	});
});

describe('other ways to sign in', () => {
	it('are a header with its value, whatever the case of its name', async () => {
		world.host.parameters = { ...WITH_BASIC, authentication: 'headerAuth', options: { userHeader: 'X-Forwarded-User' } };
		world.host.credentials = { ...world.host.credentials, httpHeaderAuth: { name: 'X-Console-Key', value: 'the key' } };
		const seen = await world.get('', { 'x-console-key': 'the key', 'x-forwarded-user': 'grace <b>' });
		expect([seen.status, parseHtml(seen.text).find(({ name }) => name === 'footer')?.text.trim()]).toEqual([200, 'Signed in as grace <b>. Times are UTC.']);
		for (const headers of [{}, { 'x-console-key': 'the keys' }, { 'x-console-key': '' }, basic()] as Record<string, string>[]) expect((await world.get('', headers)).status).toBe(403);
	});

	it('are a token, whose claims say who it is', async () => {
		world.host.parameters = { ...WITH_BASIC, authentication: 'jwtAuth' };
		world.host.credentials = { ...world.host.credentials, jwtAuth: { keyType: 'passphrase', secret: 'shh', algorithm: 'HS256' } };
		const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		const signed = `${part({ alg: 'HS256' })}.${part({ name: 'Grace', exp: Date.now() / 1000 + 60 })}`;
		const good = `${signed}.${createHmac('sha256', 'shh').update(signed).digest('base64url')}`;
		expect((await world.get('', { authorization: `Bearer ${good}` })).text).toContain('Signed in as Grace.');
		expect((await world.get('', {})).status).toBe(401);
		expect((await world.get('', { authorization: `Bearer ${signed}.${createHmac('sha256', 'other').update(signed).digest('base64url')}` })).status).toBe(403);
	});

	it.each(['HS256', 'HS384', 'HS512'])('are no token that a public key signed by %s: such a credential lets nobody in, and says why', async (algorithm) => {
		const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
		const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		const signed = `${part({ alg: algorithm })}.${part({ name: 'Eve' })}`;
		const forged = `${signed}.${createHmac(`sha${algorithm.slice(2)}`, pem).update(signed).digest('base64url')}`;
		world.host.parameters = { ...WITH_BASIC, authentication: 'jwtAuth' };
		for (const jwtAuth of [{ keyType: 'pemKey', publicKey: pem, secret: pem, algorithm }, { keyType: 'pemKey', publicKey: pem, privateKey: 'x', algorithm }, { keyType: 'passphrase', secret: pem, algorithm }] as Array<Record<string, string>>) {
			world.host.credentials = { ...world.host.credentials, jwtAuth };
			const seen = await world.get('', { authorization: `Bearer ${forged}` });
			expect([seen.status, seen.text.includes('The JWT credential of the Sync Console cannot be used.'), secrets.test(seen.text), seen.text.includes('MII')]).toEqual([500, true, false, false]);
		}
	});

	it('do not let somebody who signs in by password call themselves somebody else by a header', async () => {
		world.host.parameters = { ...WITH_BASIC, options: { userHeader: 'X-Forwarded-User' } };
		expect((await world.get('', { ...basic(), 'x-forwarded-user': 'boss' })).text).toContain('Signed in as ada.');
	});
});

describe('metrics', () => {
	it('are those of the pairs that may be shown', async () => {
		expect((await world.get('?page=metrics')).text).toContain('flrts');
		world.host.parameters = { ...WITH_BASIC, options: { pairs: 'other' } };
		const seen = await world.get('?page=metrics');
		expect([seen.status, seen.text.includes('flrts')]).toEqual([200, false]);
		world.host.parameters = { ...WITH_BASIC, options: { pairs: 'other, flrts' } };
		expect((await world.get('?page=metrics')).text).toContain('flrts');
	});
});

describe('an address that offers to take a decision back', () => {
	const reopenForms = async (query: string): Promise<number> => (await world.get(query)).text.split('value="reopen"').length - 1;

	it('offers nothing for conflicts somebody else put into it', async () => {
		for (const link of ['said=decided&undo=1,2', 'said=decided&undo=1', 'said=decided&undo=1&undoToken=', 'said=decided&undo=1&undoToken=abc', 'said=reopened&undo=1']) expect(await reopenForms(`?page=conflicts&pair=flrts&${link}`)).toBe(0);
	});

	it('offers what was just decided, to who decided it, and for no other conflict, pair or person', async () => {
		const form = formOn((await world.get('?page=record&link=1')).text, 'decide');
		form.set(`choice.${form.get('shown')}`, 'local');
		const location = new URLSearchParams((await world.post(form)).headers.get('location')?.slice(1));
		const offered = async (change: Record<string, string>, headers = basic()): Promise<boolean> => (await world.get(`?${new URLSearchParams({ ...Object.fromEntries(location), page: 'conflicts', ...change })}`, headers)).text.includes('value="reopen"');
		expect(await offered({})).toBe(true);
		expect(await offered({ undo: '2' })).toBe(false);
		expect(await offered({ undo: `${location.get('undo')},2` })).toBe(false);
		const [token = ''] = [location.get('undoToken') ?? ''];
		expect(await offered({ undoToken: `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}` })).toBe(false);
		expect(await offered({ undoToken: form.get('token') ?? '' })).toBe(false);
		world.host.credentials = { ...world.host.credentials, httpBasicAuth: { user: 'eve', password: PASSWORD } };
		expect(await offered({}, basic('eve', PASSWORD))).toBe(false);
		await world.sync.sql(`update batch_sync.conflict set status = 'pending_review', resolution = null, resolved_by = null, resolved_at = null`);
	});
});

describe('a form', () => {
	const decideForm = async (): Promise<URLSearchParams> => {
		const form = formOn((await world.get('?page=record&link=1')).text, 'decide');
		form.set(`choice.${form.get('shown')}`, 'local');
		return form;
	};

	it.each([
		['without a token', (form: URLSearchParams) => form.delete('token')],
		['with an empty one', (form: URLSearchParams) => form.set('token', '')],
		['with a changed one', (form: URLSearchParams) => form.set('token', `${form.get('token')?.slice(0, -1)}${form.get('token')?.endsWith('A') === true ? 'E' : 'A'}`)],
		['with one for another pair', (form: URLSearchParams) => form.set('pair', 'other')],
		['with one for another purpose', (form: URLSearchParams) => form.set('action', 'run_now')],
	])('%s is refused, and nothing happens', async (_what, change) => {
		const form = await decideForm();
		change(form);
		const [before, started] = [await open(), world.host.started.length];
		const seen = await world.post(form);
		expect([seen.status, seen.text.includes('Nothing was done.')]).toEqual([403, true]);
		expect([await open(), world.host.started.length]).toEqual([before, started]);
	});

	it('with the token of somebody else, or from before the password was changed, is refused', async () => {
		const form = await decideForm();
		world.host.credentials = { ...world.host.credentials, httpBasicAuth: { user: 'eve', password: PASSWORD } };
		expect((await world.post(form, basic('eve', PASSWORD))).status).toBe(403);
		world.host.credentials = { ...world.host.credentials, httpBasicAuth: { user: USER, password: 'new' } };
		expect((await world.post(form, basic(USER, 'new'))).status).toBe(403);
		expect(await open()).toBe(2);
	});

	it('that was open for longer than a working day is refused with what to do', async () => {
		const form = await decideForm();
		const real = Date.now.bind(Date);
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => real() + 8 * 3_600_000 + 60_000);
		const seen = await world.post(form);
		clock.mockRestore();
		expect([seen.status, seen.text.includes('more than 8 hours ago')]).toEqual([403, true]);
		expect(await open()).toBe(2);
	});

	it('of another type, too large, or without a purpose is refused', async () => {
		const form = await decideForm();
		expect((await world.post(form, { ...basic(), 'content-type': 'text/plain' })).status).toBe(415);
		expect((await world.post(form, { ...basic(), 'content-type': 'application/json' })).status).toBe(415);
		form.set('value.1', 'x'.repeat(1_100_000));
		expect((await world.post(form)).status).toBe(413);
		expect((await world.post(new URLSearchParams({ action: 'drop', pair: 'flrts' }))).status).toBe(400);
	});

	it('does nothing on a console that is read only, which shows none', async () => {
		const form = await decideForm();
		world.host.parameters = { ...WITH_BASIC, options: { readOnly: true } };
		expect((await world.post(form)).status).toBe(403);
		for (const query of PAGES.slice(0, 6)) expect((await world.get(query)).text).not.toContain('method="post"');
		expect(await open()).toBe(2);
	});

	it('about a pair that is not shown here does nothing, though its conflicts are named', async () => {
		const form = await decideForm();
		world.host.parameters = { ...WITH_BASIC, options: { pairs: 'other' } };
		expect((await world.post(form)).status).toBe(404);
		expect((await world.get('?pair=flrts')).status).toBe(404);
		expect(await open()).toBe(2);
	});
});

describe('every answer', () => {
	const POLICY = "sandbox allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads allow-top-navigation-by-user-activation; default-src 'none'; script-src 'nonce-R' 'self'; style-src 'unsafe-inline'; img-src data: 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	it.each([...PAGES, '?page=progress'])('is sandboxed, not stored, and for no other origin: %s', async (query) => {
		for (const headers of [basic(), {}] as Record<string, string>[]) {
			const seen = await world.get(query, { ...headers, origin: 'https://evil.example' });
			const policy = seen.headers.get('content-security-policy') ?? '';
			const nonce = /'nonce-([A-Za-z0-9_-]{22})'/.exec(policy)?.[1] ?? '';
			expect(policy.replace(nonce, 'R')).toBe(POLICY);
			expect([seen.headers.get('cache-control'), seen.headers.get('x-content-type-options'), seen.headers.get('referrer-policy')]).toEqual(['no-store', 'nosniff', 'no-referrer']);
			if (query !== '?page=progress') expect(seen.headers.get('access-control-allow-origin')).toBeNull();
		}
	});

	it('has a nonce of its own, which is that of the script in it', async () => {
		const nonces = await Promise.all([1, 2].map(async () => {
			const seen = await world.get('');
			const nonce = /'nonce-([^']+)'/.exec(seen.headers.get('content-security-policy') ?? '')?.[1];
			expect(parseHtml(seen.text).filter(({ name }) => name === 'script').map(({ attributes }) => attributes['nonce'])).toEqual([nonce]);
			return nonce;
		}));
		expect(nonces[0]).not.toBe(nonces[1]);
	});

	it('comes from the node itself: nothing is thrown, which n8n would take for the start of an execution', async () => {
		const before = world.host.started.length;
		world.host.credentials = { ...world.host.credentials, postgres: { ...credentialOf(world.sync.databaseUrl), password: 'wrong-secret' } };
		for (const query of ['', '?page=conflicts', '?page=metrics']) {
			const seen = await world.get(query);
			expect([seen.status, seen.text.includes('wrong-secret'), seen.text.includes('The database cannot be read')]).toEqual([503, false, true]);
		}
		expect(JSON.parse((await world.get('?page=health')).text)).toMatchObject({ state: 'critical', pairs: [] });
		world.host.credentials = { httpBasicAuth: { user: USER, password: PASSWORD } };
		expect((await world.get('')).status).toBe(500);
		world.host.parameters = { path: 'x', authentication: 'magic', options: {} };
		expect((await world.get('')).status).toBe(500);
		world.host.parameters = { ...WITH_BASIC, options: { degradedAfter: 'soon' } };
		expect((await world.get('')).status).toBe(500);
		world.host.parameters = WITH_BASIC;
		world.host.credentials = { httpBasicAuth: { user: USER, password: PASSWORD }, postgres: { ...credentialOf(world.sync.databaseUrl), sshTunnel: true } };
		expect((await world.get('')).text).toContain('n8n gives webhooks no SSH client');
		expect(world.host.started).toHaveLength(before);
	});
});

describe('progress', () => {
	const tokenOf = async (): Promise<string> => {
		world.host.parameters = WITH_BASIC;
		await world.sync.sql(`update batch_sync.run set status = 'running' where id = 2`);
		const text = (await world.get('')).text;
		await world.sync.sql(`update batch_sync.run set status = 'done' where id = 2`);
		return /data-token="([^"]+)"/.exec(text)?.[1] ?? '';
	};

	it('is given to the page, which cannot sign in, by its token: for its pair, and nothing else', async () => {
		const token = await tokenOf();
		const seen = await world.get('?page=progress&pair=flrts', { 'x-console-token': token, origin: 'null' });
		expect([seen.status, JSON.parse(seen.text), seen.headers.get('access-control-allow-origin')]).toEqual([200, { newest: '2', isRunning: false, message: 'No run is going on.', done: 0, total: 0 }, 'null']);
		for (const [query, given] of [['?page=progress&pair=other', token], ['?page=progress&pair=flrts', ''], ['?page=progress&pair=flrts', `${token}x`]] as const) expect((await world.get(query, { 'x-console-token': given })).status).toBe(403);
		for (const query of PAGES) expect((await world.get(query, { 'x-console-token': token })).status).toBe(401);
	});
});

describe('what comes from either system', () => {
	it('is text on every page, whatever it tries to be', async () => {
		const own = await createConsoleWorld();
		const titles = ATTACKS.filter((attack) => !attack.includes('\u0000')).map((attack, index) => `${index} ${attack.replace(/\s+/g, ' ')}`);
		await own.conflicting(titles);
		const list = await own.get('?page=conflicts');
		const links = [...new Set([...list.text.matchAll(/page=record&amp;pair=flrts&amp;link=(\d+)/g)].map(([, link]) => link))];
		expect(links.length).toBe(titles.length);
		const pages = ['', '?page=conflicts&tick=all', '?page=runs', '?page=run&run=1', '?page=conflicts&field=%3Cscript%3E&record=%22%3E%3Cimg%3E&kind=x', '?page=%3Cscript%3E', '?pair=%3Cscript%3E', '?name=%22%3E%3Cscript%3E', ...links.map((link) => `?page=record&link=${link}`)];
		for (const query of pages) {
			const elements = parseHtml((await own.get(query)).text);
			expect(elements.filter(({ name }) => ['img', 'iframe', 'math', 'base', 'object'].includes(name))).toEqual([]);
			expect(elements.filter(({ name, text }) => name === 'script' && text.includes('hacked'))).toEqual([]);
			expect(elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith('on'))).toEqual([]);
		}
		await own.close();
	}, 120_000);
});
