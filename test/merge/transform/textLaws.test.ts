import fc from 'fast-check';
import { applyOperations } from '../../../src/merge/transform';
import type { FieldOperations, TextOperation, TextStep } from '../../../src/merge/transform';
import type { Json } from '../../../src/record';
import { describeLaws, type Shape } from './laws';

const word = fc.constantFrom('a', 'bc', 'x y', '\n', 'ä', '😀', '');

/** Steps that fit a text of this length, in any order and not in normal form. */
function operationOn(value: Json): fc.Arbitrary<FieldOperations> {
	const draws = fc.array(fc.tuple(fc.constantFrom('retain', 'insert', 'delete'), fc.integer({ min: 0, max: 4 }), word), { maxLength: 6 });
	return draws.map((steps) => {
		let left = (value as string).length;
		const operation = steps.map(([name, wanted, inserted]): TextStep => {
			if (name === 'insert') return { insert: inserted };
			const count = Math.min(left, wanted);
			left -= count;
			return name === 'retain' ? { retain: count } : { delete: count };
		});
		return { form: 'text', operation };
	});
}

function shapeOf(operation: TextOperation): Shape {
	const shape = { adds: [] as number[], takes: [] as number[] };
	let at = 0;
	for (const step of operation) {
		if ('insert' in step) {
			if (step.insert !== '') shape.adds.push(at);
		} else {
			const end = at + ('retain' in step ? step.retain : step.delete);
			for (; at < end; at += 1) if ('delete' in step) shape.takes.push(at);
		}
	}
	return shape;
}

describeLaws('texts', {
	value: fc.array(word, { maxLength: 8 }).map((words) => words.join('')),
	operationOn,
	identity: { form: 'text', operation: [] },
	shapeOf: ({ operation }) => shapeOf(operation as TextOperation),
});

test.each<[string, TextOperation]>([
	['retained', [{ retain: 4 }]],
	['deleted', [{ retain: 2 }, { delete: 2 }]],
])('an operation that reaches beyond its text is refused where more is %s', (_what, operation) => {
	expect(() => applyOperations('abc', { form: 'text', operation })).toThrow('The operation reaches to position 4 of a text of 3. Give operations made for the base value.');
});
