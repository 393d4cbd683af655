import { Guesses } from '../../../src/console/guesses';
import { credentialOf } from '../../support/oneNodeWorkflow';
import { basic, createConsoleWorld, PASSWORD, USER, type ConsoleWorld } from './consoleWorld';

let world: ConsoleWorld;
const WITH_BASIC = { path: 'sync-console', authentication: 'basicAuth', options: {} };

beforeAll(async () => {
	world = await createConsoleWorld();
	await world.sync.run('full_sync');
});
afterAll(async () => await world.close());
beforeEach(() => {
	world.host.parameters = WITH_BASIC;
	world.host.credentials = { httpBasicAuth: { user: USER, password: PASSWORD }, postgres: credentialOf(world.sync.databaseUrl) };
});

describe('guessing', () => {
	/** Every test is an hour after the one before, when what was wrong is forgotten. */
	const real = Date.now.bind(Date);
	let hours = 0;
	const setClock = (moreMs = 0): void => void jest.spyOn(Date, 'now').mockImplementation(() => real() + hours * 3_600_000 + moreMs);
	beforeEach(() => {
		hours += 1;
		setClock();
	});
	afterEach(() => jest.restoreAllMocks());

	it('of passwords is told to wait after 20 different ones, right or wrong; who signed in before goes on', async () => {
		expect((await world.get('')).status).toBe(200);
		const statuses: number[] = [];
		for (let guess = 0; guess < 60; guess += 1) statuses.push((await world.get('', basic('ada', `guess ${guess}`))).status);
		expect(statuses.filter((status) => status === 401).length).toBeLessThan(30);
		expect(statuses.at(-1)).toBe(429);
		world.host.credentials = { ...world.host.credentials, httpBasicAuth: { user: USER, password: 'guess 99' } };
		const right = await world.get('', basic(USER, 'guess 99'));
		expect([right.status, Number(right.headers.get('retry-after')) > 0, right.text.includes('There were too many wrong sign-ins. Wait')]).toEqual([429, true, true]);
		world.host.credentials = { ...world.host.credentials, httpBasicAuth: { user: USER, password: PASSWORD } };
		expect((await world.get('')).status).toBe(200);
		setClock(16 * 60_000);
		expect((await world.get('', basic('ada', 'a guess much later'))).status).toBe(401);
	});

	it.each([
		['headers', { authentication: 'headerAuth' }, { httpHeaderAuth: { name: 'X-Console-Key', value: 'the key' } }, (guess: number) => ({ 'x-console-key': `key ${guess}` })],
		['tokens of a JWT credential', { authentication: 'jwtAuth' }, { jwtAuth: { keyType: 'passphrase', secret: 'shh', algorithm: 'HS256' } }, (guess: number) => ({ authorization: `Bearer a.b.${guess}` })],
		['tokens of the page', {}, {}, (guess: number) => ({ 'x-console-token': `token ${guess}` })],
	] as ReadonlyArray<[string, object, Record<string, Record<string, string>>, (guess: number) => Record<string, string>]>)('of %s is told to wait, too', async (what, parameters, credentials, headers) => {
		world.host.parameters = { ...WITH_BASIC, ...parameters };
		world.host.credentials = { ...world.host.credentials, ...credentials };
		const looked = jest.spyOn(Guesses.prototype, 'wasWrong');
		for (let guess = 0; guess < 60; guess += 1) expect([403, 429]).toContain((await world.get(what === 'tokens of the page' ? '?page=progress&pair=flrts' : '', headers(guess))).status);
		expect(looked.mock.calls.length).toBeGreaterThan(19);
		expect(looked.mock.calls.length).toBeLessThan(30);
	});
});
