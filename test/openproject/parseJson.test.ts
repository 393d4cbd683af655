import fc from 'fast-check';
import { parseJson } from '../../src/openproject/parseJson';

describe('reading JSON', () => {
	test('keeps every digit of whole numbers beyond 2^53, as text', () => {
		expect(parseJson('{"id":9007199254740993,"n":[-12345678901234567890, 9007199254740991]}')).toEqual({ id: '9007199254740993', n: ['-12345678901234567890', 9007199254740991] });
	});

	test('leaves digits inside texts alone', () => {
		expect(parseJson('{"a":"id: 9007199254740993, \\"12345678901234567890\\"","9007199254740993":1}')).toEqual({ a: 'id: 9007199254740993, "12345678901234567890"', '9007199254740993': 1 });
	});

	test('leaves decimals and powers alone', () => {
		expect(parseJson('[0.12345678901234567, 1234567890123456789e2, 12345678901234567.5]')).toEqual([0.12345678901234567, 1234567890123456789e2, 12345678901234567.5]);
	});

	test('gives what JSON.parse gives for everything with safe numbers', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify(value);
				fc.pre(!/(?<![\d.eE+])\d{16,}(?![\d.eE])/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""')));
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	test.each(['{"id":90071992547409931', '{90071992547409931:1}', '[012345678901234567890]', '[--12345678901234567890]', '"12345678901234567890', '[12345678901234567890 1]', ''])('refuses %p as JSON.parse does', (text) => {
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
		expect(() => parseJson(text)).toThrow(SyntaxError);
	});

	const pieces = ['{', '}', '[', ']', ',', ':', '"', '\\', '\\"', '\\\\', '-', '1', '.5', 'e2', '12345678901234567890', '9007199254740991', '9007199254740993', 'true', 'null', ' ', '\n', '"a"', '"b":', 'é', '\u{1f600}'];

	test('refuses and gives the same as JSON.parse for any pieces, but for numbers that would lose digits', () => {
		const lossless = (value: unknown): unknown => {
			if (typeof value === 'string' && /^-?\d{16,}$/.test(value)) return Number(value);
			if (Array.isArray(value)) return value.map(lossless);
			return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, lossless(one)])) : value;
		};
		const outcome = (read: () => unknown): unknown => {
			try {
				return lossless(read());
			} catch (error) {
				return error instanceof SyntaxError ? 'SyntaxError' : error;
			}
		};
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((some) => some.join('')), (text) => {
				for (const one of [text, `[${text}]`, `{"k":${text}}`]) expect(outcome(() => parseJson(one))).toEqual(outcome(() => JSON.parse(one)));
			}),
			{ numRuns: 2000 },
		);
	});

	// Each of these took minutes, or the whole stack, with a regular expression that goes back: the limit of time for a test is the check.
	const MEGABYTES_10 = 10_000_000;
	test.each([
		['an unterminated text', () => `["12345678901234567890", "${'x'.repeat(MEGABYTES_10)}`, true],
		['an unterminated text of quotes', () => `[12345678901234567890, "${'\\"'.repeat(MEGABYTES_10 / 2)}`, true],
		['brackets that never close', () => `12345678901234567890${'['.repeat(MEGABYTES_10)}`, true],
		['quotes alone', () => `12345678901234567890${'"'.repeat(MEGABYTES_10)}`, true],
		['a long text', () => `[12345678901234567890, "${'x'.repeat(MEGABYTES_10)}"]`, false],
		['a long text of backslashes', () => `[12345678901234567890, "${'\\\\'.repeat(MEGABYTES_10 / 2)}"]`, false],
		['one long number', () => '9'.repeat(MEGABYTES_10), false],
		['very many numbers', () => `[${'12345678901234567890,'.repeat(MEGABYTES_10 / 42)}1]`, false],
	] as ReadonlyArray<readonly [string, () => string, boolean]>)('goes through 10 MB of %s once', (_name, make, isBroken) => {
		const text = make();
		if (isBroken) expect(() => parseJson(text)).toThrow(SyntaxError);
		else expect(parseJson(text)).toBeDefined();
	});

	/** How often a character was looked at, whatever the machine does beside. */
	function looksWhile(work: () => void): number {
		const real = String.prototype.charCodeAt;
		let count = 0;
		String.prototype.charCodeAt = function (this: string, index: number): number {
			count += 1;
			return real.call(this, index);
		};
		try {
			work();
		} finally {
			String.prototype.charCodeAt = real;
		}
		return count;
	}

	const looksAt = (text: string): number => looksWhile(() => {
		try {
			parseJson(text);
		} catch (error) {
			if (!(error instanceof SyntaxError)) throw error;
		}
	});

	test('looks at every character a few times at most, whatever pieces a text is made of', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }), fc.nat({ max: 3 }), (some, wrap) => {
				const text = some.join('').repeat(500);
				const given = ['', '[', '"', '[12345678901234567890,"'][wrap] as string;
				const whole = `${given}${text}${['', ']', '"', '"]'][wrap] as string}`;
				expect(looksAt(whole)).toBeLessThanOrEqual(5 * whole.length + 20);
			}),
			{ numRuns: 500 },
		);
	});

	test.each([
		['numbers', 10_000_000, (size: number) => `[${'12345678901234567890,'.repeat(size / 21)}1]`],
		['backslashes in a text', 50_000_000, (size: number) => `[12345678901234567890,"${'\\\\'.repeat(size / 2)}"]`],
		['a text that is cut short', 50_000_000, (size: number) => `[12345678901234567890,"${'\\"'.repeat(size / 2)}`],
		['fractions', 10_000_000, (size: number) => `[12345678901234567890,${'1.5e9,'.repeat(size / 6)}1]`],
	] as ReadonlyArray<readonly [string, number, (size: number) => string]>)('looks no more at each character of much of %s (%d) than at each of 50 kB', (_name, size, make) => {
		const [small, large] = [make(50_000), make(size)];
		expect(looksAt(large) / large.length).toBeLessThanOrEqual(Math.max(0.001, (looksAt(small) / small.length) * 1.01));
	});
});
