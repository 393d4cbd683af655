import fc from 'fast-check';
import { applyOperations, composeOperations, deriveOperations, invertOperations, transformOperations } from '../../../src/merge/transform';
import type { FieldOperations } from '../../../src/merge/transform';
import type { Json } from '../../../src/record';
import { propertySettings } from '../../record/propertySettings';

/** Where an operation adds something (gap n lies before item n) and which items it takes away from their place. */
export interface Shape {
	readonly adds: readonly number[];
	readonly takes: readonly number[];
}

/** How operations of one form are drawn: a value, an operation that fits a value, and what an operation does where, for forms that know places. */
export interface Drawing {
	readonly value: fc.Arbitrary<Json>;
	readonly operationOn: (value: Json) => fc.Arbitrary<FieldOperations>;
	readonly shapeOf?: (operations: FieldOperations) => Shape;
	readonly identity: FieldOperations;
}

/**
 * Whether both operations add something between the same two items that stay, and either takes an item from between them. Once the item is
 * gone nothing says on which side of it the other's addition was made, so the order of the two is that of precedence.
 */
function meetInReplacedPlace(one: Shape, other: Shape): boolean {
	const taken = [...new Set([...one.takes, ...other.takes])];
	/** How many items that stay lie before a gap or an item. */
	const stayingBefore = (place: number): number => place - taken.filter((item) => item < place).length;
	const replaced = new Set(taken.map(stayingBefore));
	const added = new Set(one.adds.map(stayingBefore));
	return other.adds.some((gap) => added.has(stayingBefore(gap)) && replaced.has(stayingBefore(gap)));
}

/** The laws of operational transform, as tests of one form of operation. */
export function describeLaws(form: string, { value, operationOn, shapeOf, identity }: Drawing): void {
	const concurrent = value.chain((base) => fc.tuple(fc.constant(base), operationOn(base), operationOn(base)));
	const inTurn = concurrent.chain(([base, a, c]) => operationOn(applyOperations(base, a)).map((b) => ({ base, a, b, c })));

	describe(`operations on ${form}`, () => {
		test('TP1: a and then b transformed gives what b and then a transformed gives', () => {
			fc.assert(fc.property(concurrent, ([base, a, b]) => {
				const afterA = applyOperations(applyOperations(base, a), transformOperations(b, a, 'second'));
				const afterB = applyOperations(applyOperations(base, b), transformOperations(a, b, 'first'));
				expect(afterA).toEqual(afterB);
			}), propertySettings);
		});

		test('composed operations do what they do one after the other', () => {
			fc.assert(fc.property(inTurn, ({ base, a, b }) => {
				expect(applyOperations(base, composeOperations(a, b))).toEqual(applyOperations(applyOperations(base, a), b));
			}), propertySettings);
		});

		test('composing is associative', () => {
			const three = inTurn.chain(({ base, a, b }) => operationOn(applyOperations(applyOperations(base, a), b)).map((c) => ({ base, a, b, c })));
			fc.assert(fc.property(three, ({ base, a, b, c }) => {
				const [left, right] = [composeOperations(composeOperations(a, b), c), composeOperations(a, composeOperations(b, c))];
				expect(applyOperations(base, left)).toEqual(applyOperations(applyOperations(applyOperations(base, a), b), c));
				expect(applyOperations(base, right)).toEqual(applyOperations(base, left));
			}), propertySettings);
		});

		test('the operation that does nothing changes no value and no operation', () => {
			fc.assert(fc.property(concurrent, ([base, a]) => {
				expect(applyOperations(base, identity)).toEqual(base);
				expect(deriveOperations(base, base)).toEqual(identity);
				expect(applyOperations(base, composeOperations(a, identity))).toEqual(applyOperations(base, a));
				expect(applyOperations(base, composeOperations(identity, a))).toEqual(applyOperations(base, a));
				for (const precedence of ['first', 'second'] as const) {
					expect(applyOperations(base, transformOperations(a, identity, precedence))).toEqual(applyOperations(base, a));
					expect(applyOperations(applyOperations(base, a), transformOperations(identity, a, precedence))).toEqual(applyOperations(base, a));
				}
			}), propertySettings);
		});

		test('an inverse takes its operation back', () => {
			fc.assert(fc.property(concurrent, ([base, a]) => {
				expect(applyOperations(applyOperations(base, a), invertOperations(base, a))).toEqual(base);
			}), propertySettings);
		});

		test('transforming distributes over composing, but where both add beside an item that is taken away', () => {
			let held = 0;
			fc.assert(fc.property(inTurn, fc.constantFrom('first', 'second'), ({ base, a, b, c }, precedence) => {
				const composed = composeOperations(a, b);
				const meet = (one: FieldOperations, other: FieldOperations): boolean => shapeOf !== undefined && meetInReplacedPlace(shapeOf(one), shapeOf(other));
				fc.pre(!meet(composed, c) && !meet(b, transformOperations(c, a, precedence)));
				const after = applyOperations(base, composed);
				const atOnce = transformOperations(c, composed, precedence);
				const stepByStep = transformOperations(transformOperations(c, a, precedence), b, precedence);
				expect(applyOperations(after, atOnce)).toEqual(applyOperations(after, stepByStep));
				held += 1;
			}), propertySettings);
			expect(held).toBeGreaterThan(20);
		});

		test('comparing two values gives operations that make the one of the other', () => {
			fc.assert(fc.property(value, value, (before, after) => {
				const operations = deriveOperations(before, after);
				expect(operations).not.toBeNull();
				expect(applyOperations(before, operations as FieldOperations)).toEqual(after);
			}), propertySettings);
		});

		test('nothing given is changed', () => {
			fc.assert(fc.property(inTurn, (given) => {
				const before = structuredClone(given);
				const { base, a, b, c } = given;
				composeOperations(a, b);
				transformOperations(a, c, 'first');
				transformOperations(c, a, 'second');
				invertOperations(base, a);
				applyOperations(base, a);
				expect(given).toEqual(before);
			}), propertySettings);
		});
	});
}
