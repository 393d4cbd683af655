import { Guesses } from '../../src/console/guesses';

const guessing = (guesses: Guesses, address: string, count: number, nowMs = 0, from = 0): number => {
	let looked = 0;
	for (let number = from; number < from + count; number += 1) {
		if (guesses.waitFor(address, `guess ${number}`, nowMs) > 0) continue;
		looked += 1;
		guesses.wasWrong(address, `guess ${number}`, nowMs);
	}
	return looked;
};

describe('wrong sign-ins', () => {
	it('of one address are looked at 20 times, and then about once a minute, however many are sent', () => {
		const guesses = new Guesses();
		expect(guessing(guesses, '10.0.0.1', 10_000)).toBe(21);
		let looked = 0;
		for (let second = 1; second <= 3600; second += 1) looked += guessing(guesses, '10.0.0.1', 10, second * 1000, second * 100_000);
		expect(looked).toBeLessThan(80);
		expect(looked).toBeGreaterThan(50);
	});

	it('double the wait, up to a minute, and are forgotten after a quarter of an hour without any', () => {
		const guesses = new Guesses();
		guessing(guesses, 'a', 20);
		let nowMs = 0;
		const waits: number[] = [];
		for (let number = 100; number < 109; number += 1) {
			guesses.wasWrong('a', `g ${number}`, nowMs);
			waits.push(guesses.waitFor('a', 'new', nowMs));
			nowMs += waits.at(-1) as number;
			expect(guesses.waitFor('a', 'new', nowMs)).toBe(0);
		}
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
		guesses.wasWrong('a', 'much later', nowMs + 15 * 60_000 + 1);
		expect(guesses.waitFor('a', 'new', nowMs + 15 * 60_000 + 1)).toBe(0);
	});

	it('with the same words are one guess: a monitor with an old password closes nothing', () => {
		const guesses = new Guesses();
		for (let time = 0; time < 1000; time += 1) guesses.wasWrong('a', 'old password', time);
		expect(guesses.waitFor('a', 'new', 1000)).toBe(0);
	});

	it('keep out neither other addresses nor words that were right before', () => {
		const guesses = new Guesses();
		guesses.wasRight('known');
		guessing(guesses, 'a', 100);
		expect(guesses.waitFor('a', 'known', 0)).toBe(0);
		expect(guesses.waitFor('a', 'right, but new', 0)).toBeGreaterThan(0);
		expect(guesses.waitFor('b', 'new', 0)).toBe(0);
		guesses.wasWrong('a', 'known', 0);
		expect(guesses.waitFor('c', 'known', 0)).toBe(0);
	});

	it('from many addresses are slowed together, and those of one IPv6 network are one address', () => {
		const guesses = new Guesses();
		let looked = 0;
		for (let address = 0; address < 2000; address += 1) looked += guessing(guesses, `10.1.${address >> 8}.${address & 255}`, 1, 0, address);
		expect(looked).toBe(501);
		const network = new Guesses();
		for (let host = 0; host < 100; host += 1) guessing(network, `2001:db8:0:1::${host.toString(16)}`, 1, 0, host);
		expect(network.waitFor('2001:0db8::1:ffff:0:0:1', 'new', 0)).toBeGreaterThan(0);
		expect(network.waitFor('2001:db8:0:2::1', 'new', 0)).toBe(0);
		guessing(network, '::ffff:10.0.0.9', 100);
		expect(network.waitFor('10.0.0.9', 'new', 0)).toBeGreaterThan(0);
	});

	it('take bounded memory, whatever addresses and words are sent', () => {
		const guesses = new Guesses();
		for (let number = 0; number < 20_000; number += 1) {
			guesses.wasWrong(`a${number}`, `w${number}`, 0);
			guesses.wasRight(`r${number}`);
		}
		const { sources, right } = guesses as unknown as { sources: Map<string, { wrong: Set<string> }>; right: Set<string> };
		expect([sources.size, right.size, Math.max(...[...sources.values()].map(({ wrong }) => wrong.size))]).toEqual([2000, 2000, 2000]);
	});
});
