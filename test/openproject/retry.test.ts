import { HttpTransportError } from '../../src/openproject';
import { isHarmless, isTransient, pauseBefore, sendWithRetries } from '../../src/openproject/retry';
import type { RetryRules, SendOutcome } from '../../src/openproject/retry';
import { fakeClock } from './fakeClock';

const answer = (status: number, headers: Record<string, string> = {}): SendOutcome => ({ kind: 'answer', response: { status, headers, body: '' }, tookMs: 1 });
const failure = (kind: HttpTransportError['kind'], sent: boolean): SendOutcome => ({ kind: 'failure', error: new HttpTransportError(kind, { kind, sent }), tookMs: 1 });

function rules(more: Partial<RetryRules> & Pick<RetryRules, 'clock'>): RetryRules {
	return { attempts: 5, deadline: null, isRepeatable: isTransient, ...more };
}

async function run(outcomes: readonly SendOutcome[], given: RetryRules): Promise<{ readonly attempts: number; readonly outcome: SendOutcome }> {
	const left = [...outcomes];
	return await sendWithRetries(given, async () => await Promise.resolve(left.shift() as SendOutcome));
}

describe('retries', () => {
	test('pause 1 s, doubling to 32 s at most, each drawn from the whole range', async () => {
		const clock = fakeClock();
		await run(Array.from({ length: 8 }, () => answer(503)), rules({ clock, attempts: 8 }));
		expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 32_000]);
		expect(pauseBefore(3, answer(503), fakeClock({ random: () => 0.25 }))).toBe(1000);
		expect(pauseBefore(3, answer(503), fakeClock({ random: () => 0 }))).toBe(0);
	});

	test('stop at the first outcome that is not transient', async () => {
		const clock = fakeClock();
		const { attempts, outcome } = await run([answer(429), failure('reset', true), answer(200)], rules({ clock }));
		expect(attempts).toBe(3);
		expect(outcome).toEqual(answer(200));
	});

	test('give the last outcome once the attempts are used up', async () => {
		const { attempts, outcome } = await run([answer(502), answer(503), answer(504), answer(502), answer(503), answer(200)], rules({ clock: fakeClock() }));
		expect(attempts).toBe(5);
		expect(outcome).toEqual(answer(503));
	});

	test('wait at least as long as Retry-After says in seconds', () => {
		expect(pauseBefore(1, answer(503, { 'retry-after': '7' }), fakeClock())).toBe(7000);
		expect(pauseBefore(5, answer(503, { 'retry-after': '7' }), fakeClock())).toBe(16_000);
	});

	test('wait until the date in Retry-After by the server’s own clock', () => {
		const headers = { 'retry-after': 'Sun, 01 Mar 2026 10:00:20 GMT', date: 'Sun, 01 Mar 2026 10:00:00 GMT' };
		expect(pauseBefore(1, answer(429, headers), fakeClock())).toBe(20_000);
	});

	test('wait until RateLimit-Reset, as OpenProject gives it in epoch seconds, or as seconds from now', () => {
		const now = Date.parse('2026-03-01T08:00:00.000Z');
		expect(pauseBefore(1, answer(429, { 'ratelimit-reset': String(now / 1000 + 3) }), fakeClock({ now }))).toBe(3000);
		expect(pauseBefore(1, answer(429, { 'ratelimit-reset': '4' }), fakeClock())).toBe(4000);
		expect(pauseBefore(1, answer(503, { 'ratelimit-reset': '4' }), fakeClock())).toBe(1000);
	});

	test('prefer Retry-After to RateLimit-Reset', () => {
		expect(pauseBefore(1, answer(429, { 'retry-after': '2', 'ratelimit-reset': '9' }), fakeClock())).toBe(2000);
	});

	test('ignore headers that make no sense', () => {
		expect(pauseBefore(1, answer(429, { 'retry-after': 'soon', 'ratelimit-reset': 'later' }), fakeClock())).toBe(1000);
		expect(pauseBefore(1, answer(429, { 'retry-after': 'Sun, 01 Mar 2020 10:00:20 GMT' }), fakeClock())).toBe(1000);
	});

	test('are given up where the server asks for more than two minutes', async () => {
		const clock = fakeClock();
		const { attempts } = await run([answer(503, { 'retry-after': '3600' })], rules({ clock }));
		expect(attempts).toBe(1);
		expect(clock.sleeps).toEqual([]);
	});

	test('begin no attempt that could not end before the deadline', async () => {
		const clock = fakeClock();
		const { attempts } = await run(Array.from({ length: 5 }, () => answer(429)), rules({ clock, isRepeatable: isHarmless, deadline: clock.monotonic() + 5000 }));
		expect(attempts).toBe(3);
		expect(clock.sleeps).toEqual([1000, 2000]);
	});

	test('end once nobody waits any more', async () => {
		let isAbandoned = false;
		const clock = fakeClock();
		const { attempts } = await run([answer(503), answer(503)], rules({ clock: { ...clock, sleep: async () => void (isAbandoned = await Promise.resolve(true)) }, isAbandoned: () => isAbandoned }));
		expect(attempts).toBe(1);
	});
});

describe('outcomes', () => {
	test.each([
		['429', answer(429), true, true],
		['502', answer(502), true, false],
		['503', answer(503), true, false],
		['504', answer(504), true, false],
		['500', answer(500), false, false],
		['422', answer(422), false, false],
		['a reset after sending', failure('reset', true), true, false],
		['a reset before sending', failure('reset', false), true, true],
		['a timeout', failure('timeout', true), true, false],
		['a refused connection', failure('refused', false), true, true],
		['an unknown host', failure('dns', false), true, true],
		['an untrusted certificate', failure('tls', false), false, false],
	] as ReadonlyArray<readonly [string, SendOutcome, boolean, boolean]>)('%s: transient and harmless as they are', (_name, outcome, transient, harmless) => {
		expect(isTransient(outcome)).toBe(transient);
		expect(isHarmless(outcome)).toBe(harmless);
	});
});
