import fc from 'fast-check';
import type { FieldOperations, ObjectOperation } from '../../../src/merge/transform';
import type { Json, JsonObject } from '../../../src/record';
import { describeLaws } from './laws';

const key = fc.constantFrom('a', 'b', 'constructor', '__proto__');
const scalar = fc.constantFrom<Json>(null, 0, false, '', 'x', [1]);

const object: fc.Arbitrary<JsonObject> = fc.letrec<{ object: JsonObject; value: Json }>((tie) => ({
	value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('object')),
	object: fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
})).object;

const operation: fc.Arbitrary<ObjectOperation> = fc.letrec<{ operation: ObjectOperation }>((tie) => ({
	operation: fc
		.uniqueArray(
			fc.tuple(key, fc.oneof(
				{ depthSize: 'small' },
				fc.constant({ unset: true as const }),
				fc.oneof(scalar, object).map((set) => ({ set })),
				tie('operation').map((merge) => ({ merge })),
			)),
			{ maxLength: 3, selector: ([name]) => name },
		)
		.map((edits) => {
			const set = edits.flatMap(([name, edit]) => ('set' in edit ? [[name, edit.set] as const] : []));
			const unset = edits.flatMap(([name, edit]) => ('unset' in edit ? [name] : []));
			const merge = edits.flatMap(([name, edit]) => ('merge' in edit ? [[name, edit.merge] as const] : []));
			return {
				...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
				...(unset.length === 0 ? {} : { unset }),
				...(merge.length === 0 ? {} : { merge: Object.fromEntries(merge) }),
			};
		}),
})).operation;

describeLaws('objects', {
	value: object,
	operationOn: () => operation.map((drawn): FieldOperations => ({ form: 'object', operation: drawn })),
	identity: { form: 'object', operation: {} },
});
