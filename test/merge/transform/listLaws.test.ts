import fc from 'fast-check';
import { applyOperations } from '../../../src/merge/transform';
import type { FieldOperations, ListOperation, ListStep } from '../../../src/merge/transform';
import type { Json } from '../../../src/record';
import { describeLaws, type Shape } from './laws';

const item = fc.constantFrom<Json>('a', 'b', 0, false, null, { id: 1 }, ['x']);

/** Steps that fit a list: every item is retained, removed or picked up; inserts and drops anywhere between. */
function operationOn(value: Json): fc.Arbitrary<FieldOperations> {
	const count = (value as readonly Json[]).length;
	return fc.record({
		fates: fc.array(fc.constantFrom('retain', 'retain', 'remove', 'pick'), { minLength: count, maxLength: count }),
		inserts: fc.array(fc.tuple(fc.nat(count), fc.array(item, { maxLength: 2 })), { maxLength: 3 }),
		drops: fc.array(fc.nat(count), { minLength: count, maxLength: count }),
	}).map(({ fates, inserts, drops }) => {
		const operation: ListStep[] = [];
		for (let at = 0; at <= count; at += 1) {
			for (const [place, items] of inserts) if (place === at) operation.push({ insert: items });
			drops.forEach((place, picked) => {
				if (fates[picked] === 'pick' && place === at) operation.push({ drop: picked });
			});
			if (at < count) operation.push(fates[at] === 'pick' ? { pick: at } : fates[at] === 'remove' ? { remove: 1 } : { retain: 1 });
		}
		return { form: 'list', operation };
	});
}

function shapeOf(operation: ListOperation): Shape {
	const shape = { adds: [] as number[], takes: [] as number[] };
	let at = 0;
	for (const step of operation) {
		if ('drop' in step || ('insert' in step && step.insert.length > 0)) shape.adds.push(at);
		const passed = 'retain' in step ? step.retain : 'remove' in step ? step.remove : 'pick' in step ? 1 : 0;
		for (const end = at + passed; at < end; at += 1) if (!('retain' in step)) shape.takes.push(at);
	}
	return shape;
}

describeLaws('lists', {
	value: fc.array(item, { maxLength: 6 }),
	operationOn,
	identity: { form: 'list', operation: [] },
	shapeOf: ({ operation }) => shapeOf(operation as ListOperation),
});

test.each<[string, ListOperation, string]>([
	['reaches beyond its list', [{ retain: 3 }], 'The operation reaches to item 3 of a list of 2.'],
	['puts down what it has not picked up', [{ drop: 0 }], 'The operation puts down number 0, which it does not pick up once.'],
	['puts down twice', [{ pick: 0 }, { drop: 0 }, { drop: 0 }], 'The operation puts down number 0, which it does not pick up once.'],
	['keeps what it picked up', [{ pick: 5 }], 'The operation picks up number 5 and does not put it down.'],
	['picks up twice under one number', [{ pick: 0 }, { pick: 0 }, { drop: 0 }], 'The operation picks up number 0 twice.'],
])('an operation that %s is refused', (_what, operation, message) => {
	expect(() => applyOperations(['a', 'b'], { form: 'list', operation })).toThrow(message);
});

test('a move is found by comparing, and inserts beside it stay where they were made', () => {
	const operation: ListOperation = [{ drop: 0 }, { retain: 2 }, { pick: 0 }];
	expect(applyOperations(['a', 'b', 'c'], { form: 'list', operation })).toEqual(['c', 'a', 'b']);
});
