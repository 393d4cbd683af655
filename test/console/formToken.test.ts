import fc from 'fast-check';
import { checkToken, makeToken, type TokenScope } from '../../src/console/formToken';

const scope: TokenScope = { key: 'k', user: 'ada', purpose: 'decide', pair: 'flrts' };
const NOW = 1_790_000_000_000;
const token = makeToken(scope, NOW + 1000);

describe('a token', () => {
	it('holds until its time, and is then told from a wrong one', () => {
		expect([checkToken(scope, token, NOW), checkToken(scope, token, NOW + 1000), checkToken(scope, token, NOW + 1001)]).toEqual(['good', 'good', 'expired']);
	});

	it.each([['key', 'other'], ['user', 'grace'], ['purpose', 'run_now'], ['pair', 'other']])('holds for one %s only', (name, value) => {
		expect(checkToken({ ...scope, [name]: value }, token, NOW)).toBe('wrong');
	});

	it('cannot be moved between its parts: what ends the one does not begin the next', () => {
		const joined = makeToken({ ...scope, user: 'ada","decide', purpose: '' }, NOW + 1000);
		expect(checkToken(scope, joined, NOW)).toBe('wrong');
	});

	it('cannot be given a later time', () => {
		const [, signature] = token.split('.');
		expect(checkToken(scope, `${(NOW + 10_000_000).toString(36)}.${signature}`, NOW)).toBe('wrong');
	});

	it('is wrong in any other form', () => {
		for (const other of [undefined, null, 5, '', '.', token.slice(0, -1), `${token}x`, token.toUpperCase(), ` ${token}`]) expect(checkToken(scope, other, NOW)).toBe('wrong');
		fc.assert(fc.property(fc.string(), (text) => void expect(checkToken(scope, text, NOW)).toBe('wrong')));
	});
});
