import fc from 'fast-check';
import { detectConflicts, type MatchSettings } from '../../src/detect';
import { compileKeys } from '../../src/detect/keyText';
import { isEqualJson, type Json, type JsonObject } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { baseOf, settingsWith } from './settings';

function keyOf(parts: readonly unknown[], match: Partial<MatchSettings> = {}): string | null {
	const names = parts.map((_, position) => `k${position}`);
	const settings = settingsWith({ match: { keys: { local: names, remote: names, base: names }, ...match } });
	return compileKeys('local', settings.match, false).text(parts);
}

describe('the text of a key', () => {
	const part = fc.oneof(fc.constantFrom<Json>(0, 1, '0', '1', '', ':', '1:s', 's', '01', '1.0', '-1', -1, false, true, 'true'), fc.string(), fc.integer(), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>).filter((value) => value !== null);

	it('is different for different keys of several parts where types are told apart', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 3 }).chain((size) => fc.tuple(...[0, 1].map(() => fc.array(part, { minLength: size, maxLength: size })))), ([a = [], b = []]) => {
				const isSame = keyOf(a, { tellTypesApart: true }) === keyOf(b, { tellTypesApart: true });
				expect(isSame).toBe(isEqualJson(a, b));
			}),
			{ ...propertySettings, numRuns: propertySettings.numRuns * 5 },
		);
	});

	it.each<[Json, Json, Partial<MatchSettings>, boolean]>([
		[42, '42', {}, true],
		[42, '42', { tellTypesApart: true }, false],
		[7, '007', {}, false],
		[7, '7.0', {}, false],
		[-1, '-1', {}, true],
		[0, '', {}, false],
		[0, false, {}, false],
		['true', true, {}, false],
		['9007199254740993', 9007199254740992, {}, false],
		['A', 'a', {}, false],
		['A', 'a', { ignoreCase: true }, true],
		[' 7 ', 7, {}, false],
		[' 7 ', 7, { trim: true }, true],
		[['a'], '["a"]', {}, false],
		[{ a: 1, b: 2 }, { b: 2, a: 1 }, {}, true],
	])('of %j and %j under %j is the same: %p', (left, right, match, isSame) => {
		expect(keyOf([left], match) === keyOf([right], match)).toBe(isSame);
		expect(keyOf(['x', left], match) === keyOf(['x', right], match)).toBe(isSame);
	});

	it('is not run together of its parts', () => {
		expect(keyOf(['a', 'sb'])).not.toBe(keyOf(['as', 'b']));
	});

	it.each([[[null]], [[undefined]], [['a', null]], [[undefined, 0]]])('of %j is none', (parts) => {
		expect(keyOf(parts)).toBeNull();
	});

	it.each([[0], [''], [false]])('of %j is one', (value) => {
		expect(keyOf([value])).toEqual(expect.any(String));
	});
});

it('matches by names that every object has on its prototype', () => {
	const keys = { local: ['constructor'], remote: ['__proto__'], base: ['toString'] };
	const holding = (name: string) => JSON.parse(`{"${name}": 7}`) as JsonObject;
	const { findings } = detectConflicts({ local: [holding('constructor')], remote: [holding('__proto__')], base: baseOf(holding('toString')), settings: settingsWith({ match: { keys } }) });
	expect(findings).toMatchObject([{ kind: 'unchanged', local: 0, remote: 0, base: 0 }]);
	expect(() => detectConflicts({ local: [{ id: 1 }], remote: [], base: baseOf(), settings: settingsWith({ match: { keys } }) })).toThrow("No item of Local has the field 'constructor' to match by.");
});

it('counts duplicates per source and keeps the first or the last', () => {
	const twice = [{ id: 1, a: 1 }, { id: 1, a: 2 }, { id: 1, a: 3 }];
	const run = (duplicates: MatchSettings['duplicates']) => detectConflicts({ local: twice, remote: [{ id: 1 }, { id: 1 }], base: baseOf({ id: 1 }), settings: settingsWith({ match: { duplicates } }) });
	expect(run('first')).toMatchObject({ findings: [{ local: 0, remote: 0, base: 0 }], setAside: { local: 2, remote: 1, base: 0 } });
	expect(run('last')).toMatchObject({ findings: [{ local: 2, remote: 1, base: 0 }], setAside: { local: 2, remote: 1, base: 0 } });
	expect(() => run('refuse')).toThrow(/^Several items of Local have the same key: id 1 \(items 0 and 1\); id 1 \(items 0 and 2\)\./);
});

it('refuses a key that is not JSON, naming why', () => {
	const run = () => detectConflicts({ local: [{ id: ['\uD800'] }], remote: [], base: baseOf(), settings: settingsWith() });
	expect(run).toThrow('half of a surrogate pair');
});
