import { compileMapping } from '../../src/mapping';
import type { Lens, LensSpec } from '../../src/mapping';
import type { Json } from '../../src/record';
import { context } from './lensSamples';

function lens(spec: LensSpec, remote = 'prop'): Lens {
	return (compileMapping([{ name: 'field', local: ['col'], remote: [remote], lens: spec }], { policies: [] }).fields[0] as { lens: Lens }).lens;
}

const value = (found: Json): unknown => ({ status: 'value', value: found });
const values = (col: Json): unknown => ({ status: 'value', values: { col } });
const prop = (written: Json): unknown => ({ status: 'value', values: { prop: written } });

describe('identity', () => {
	const identity = lens({ kind: 'identity' });
	test.each<[Json]>([[null], [''], [0], [false], [[]], ['text '], [{ a: 1 }]])('takes %j for what it is', (given) => {
		expect(identity.get('local', { col: given }, context)).toEqual(value(given));
		expect(identity.put('remote', given, { prop: 'before' }, context)).toEqual(prop(given));
	});

	test('keeps "" and null, 0 and false apart', () => {
		expect(identity.put('local', null, { col: '' }, context)).toEqual(values(null));
		expect(identity.put('local', 0, { col: false }, context)).toEqual(values(0));
	});

	test('as number compares by value, and writes text here and a number there', () => {
		const number = lens({ kind: 'identity', as: 'number' });
		expect(number.normalise('local', { col: '42.00' })).toEqual({ col: '42' });
		expect(number.get('remote', { prop: 42 }, context)).toEqual(value('42'));
		expect(number.put('local', '42', { col: '42.00' }, context)).toEqual(values('42.00'));
		expect(number.put('remote', '1.5', null, context)).toEqual(prop(1.5));
		expect(number.put('remote', '0', { prop: null }, context)).toEqual(prop(0));
		expect(number.put('remote', '9007199254740993', null, context)).toMatchObject({ status: 'failed', message: expect.stringContaining('more digits than a JSON number keeps') as string });
		expect(number.get('local', { col: 'many' }, context)).toMatchObject({ status: 'failed', message: expect.stringContaining("'many'") as string });
	});

	test('as id takes "" for null and numbers for their digits', () => {
		const id = lens({ kind: 'identity', as: 'id' });
		expect(id.get('remote', { prop: '' }, context)).toEqual(value(null));
		expect(id.put('remote', null, { prop: '' }, context)).toEqual(prop(''));
		expect(id.get('local', { col: 5 }, context)).toEqual(value('5'));
	});
});

describe('line', () => {
	const line = lens({ kind: 'line', maxLength: 5 });
	test('trims, and takes null for ""', () => {
		expect(line.get('local', { col: '  a b ' }, context)).toEqual(value('a b'));
		expect(line.normalise('local', { col: null })).toEqual({ col: '' });
		expect(line.put('local', '', { col: null }, context)).toEqual(values(null));
		expect(line.put('local', '', { col: 'x' }, context)).toEqual(values(''));
	});

	test('counts characters, not code units, and says how many there are and may be', () => {
		expect(line.put('remote', '😀😀😀😀😀', null, context)).toEqual(prop('😀😀😀😀😀'));
		expect(line.put('remote', '😀😀😀😀😀é', null, context)).toEqual({ status: 'failed', message: "The text of field 'field' has 6 characters, but prop of a work package holds at most 5. Shorten it." });
	});

	test('limits only what goes to OpenProject', () => {
		expect(line.put('local', 'longer than five', null, context)).toEqual(values('longer than five'));
		expect(line.get('local', { col: 'longer than five' }, context)).toEqual(value('longer than five'));
	});

	test('refuses what is not text by name', () => {
		expect(line.get('local', { col: [1] }, context)).toEqual({ status: 'failed', message: "The column 'col' of the row holds '[1]', which is not text (field 'field'). Map it with another lens." });
	});
});

describe('text', () => {
	const text = lens({ kind: 'text' });
	test('unifies line ends and drops white space at the very end only', () => {
		expect(text.get('local', { col: '  a \r\nb\rc\n\n \t' }, context)).toEqual(value('  a \nb\nc'));
	});

	test('takes null and "" for the same, and writes null where there is none', () => {
		expect(text.get('local', { col: null }, context)).toEqual(value(''));
		expect(text.put('local', '', { col: null }, context)).toEqual(values(null));
		expect(text.put('local', '', null, context)).toEqual(values(null));
		expect(text.put('local', '', { col: '' }, context)).toEqual(values(''));
		expect(text.put('local', '', { col: 'was' }, context)).toEqual(values(''));
		expect(text.put('remote', '', { prop: 'was' }, context)).toEqual(prop(''));
	});

	test('leaves text alone that differs only in its line ends', () => {
		expect(text.put('local', 'a\nb', { col: 'a\r\nb ' }, context)).toEqual(values('a\r\nb '));
	});

	// In a time that grows with the square of the text this would take hours.
	test('takes four megabytes of white space', () => {
		const got = text.get('local', { col: `${' \n'.repeat(2_000_000)}x` }, context);
		expect(got.status === 'value' && String(got.value).endsWith('x')).toBe(true);
	});
});

describe('value_map', () => {
	const spec: LensSpec = {
		kind: 'value_map',
		toRemote: { 'To Do': 'New', 'Done': 'Closed', 'Archived': 'Closed', ['__proto__']: 'Rejected' },
		toLocal: { 'New': 'To Do', 'On hold': 'To Do', 'Closed': 'Done', 'Rejected': '__proto__' },
	};
	const status = lens(spec, 'status');

	test('keeps Archived while OpenProject says Closed, and On hold while the row says To Do', () => {
		expect(status.get('local', { col: 'Archived' }, context)).toEqual(value('Done'));
		expect(status.put('local', 'Done', { col: 'Archived' }, context)).toEqual(values('Archived'));
		expect(status.put('remote', 'To Do', { status: 'On hold' }, context)).toEqual({ status: 'value', values: { status: 'On hold' } });
	});

	test('gives up the finer value when the other side moves on', () => {
		expect(status.put('local', 'To Do', { col: 'Archived' }, context)).toEqual(values('To Do'));
		expect(status.put('remote', 'Done', { status: 'On hold' }, context)).toEqual({ status: 'value', values: { status: 'Closed' } });
	});

	test('sees a move between two finer values as a move', () => {
		expect(status.normalise('local', { col: 'Done' })).not.toEqual(status.normalise('local', { col: 'Archived' }));
	});

	test('looks up exactly first, then trimmed and without regard to case', () => {
		expect(status.get('remote', { status: ' ON HOLD ' }, context)).toEqual(value('To Do'));
		const both = lens({ kind: 'value_map', toRemote: { a: 'X', A: 'Y' }, toLocal: { X: 'a', Y: 'A' } });
		expect(both.get('local', { col: 'a' }, context)).toEqual(value('a'));
		expect(both.get('local', { col: 'A' }, context)).toEqual(value('A'));
		// ' a ' could be either, so it is neither.
		expect(both.get('local', { col: ' a ' }, context)).toMatchObject({ status: 'failed' });
	});

	test('takes __proto__ for a value, and knows no others that were not listed', () => {
		expect(status.get('local', { col: '__proto__' }, context)).toEqual(value('__proto__'));
		expect(status.get('local', { col: 'toString' }, context)).toMatchObject({ status: 'failed' });
	});

	test('names a value without entry, and null is none', () => {
		expect(status.get('remote', { status: 'Foo' }, context)).toEqual({ status: 'failed', message: "Status 'Foo' of the work package has no entry in the value map of field 'field'. Add it, or change the value." });
		expect(status.get('local', { col: '' }, context)).toEqual({ status: 'failed', message: "Value '' in column 'col' of the row has no entry in the value map of field 'field'. Add it, or change the value." });
		expect(status.get('local', { col: null }, context)).toEqual(value(null));
		expect(status.put('local', 'Foo', null, context)).toMatchObject({ status: 'failed' });
	});

	test('takes integers and booleans of a column for their text', () => {
		const level = lens({ kind: 'value_map', toRemote: { '0': 'Low', 'true': 'Low', '3': 'Normal' }, toLocal: { Low: 0, Normal: 3 } });
		expect(level.get('local', { col: 3 }, context)).toEqual(value(3));
		expect(level.get('local', { col: '3' }, context)).toEqual(value(3));
		expect(level.get('local', { col: 0 }, context)).toEqual(value(0));
		expect(level.get('local', { col: true }, context)).toEqual(value(0));
		expect(level.put('local', 0, { col: 3 }, context)).toEqual(values(0));
	});
});

describe('date', () => {
	const date = lens({ kind: 'date' });
	test.each<[Json, unknown]>([['2026-03-30', value('2026-03-30')], [null, value(null)], ['', value(null)], ['2026-03-30T00:00:00', value('2026-03-30')]])('reads %j', (given, expected) => {
		expect(date.get('local', { col: given }, context)).toEqual(expected);
	});

	test.each<[Json]>([['infinity'], ['2026-02-30'], ['2026-03-30T12:00:00+00:00'], ['30.03.2026'], [20260330], ['12026-01-01']])('refuses %j by name', (given) => {
		expect(date.get('local', { col: given }, context)).toMatchObject({ status: 'failed', message: expect.stringMatching(/not a date like 2026-03-30/) as string });
	});
});

describe('user', () => {
	const user = lens({ kind: 'user' });
	test('goes through the map both ways; null is nobody', () => {
		expect(user.get('local', { col: 'p1' }, context)).toEqual(value('7'));
		expect(user.get('remote', { prop: '7' }, context)).toEqual(value('7'));
		expect(user.put('local', '8', null, context)).toEqual(values('p3'));
		expect(user.put('remote', null, { prop: '7' }, context)).toEqual(prop(null));
	});

	test('keeps p2 while OpenProject says 7, though 7 alone would be p1', () => {
		expect(user.put('local', '7', { col: 'p2' }, context)).toEqual(values('p2'));
		expect(user.put('local', '7', { col: null }, context)).toEqual(values('p1'));
	});

	test('takes someone without entry for unresolved, not for nobody', () => {
		expect(user.get('local', { col: 'stranger' }, context)).toEqual({ status: 'unresolved', ref: 'user:local:stranger', value: 'stranger' });
		expect(user.get('remote', { prop: '99' }, context)).toEqual({ status: 'unresolved', ref: 'user:remote:99', value: '99' });
		expect(user.put('local', '99', { col: 'p1' }, context)).toEqual({ status: 'unresolved', ref: 'user:remote:99', value: '99' });
	});
});

describe('reference', () => {
	const parent = lens({ kind: 'reference' }, 'parent');
	test('goes through the link, keys being text or numbers', () => {
		expect(parent.get('local', { col: 'a' }, context)).toEqual(value('L1'));
		expect(parent.get('local', { col: 5 }, context)).toEqual(value('L5'));
		expect(parent.get('local', { col: '5' }, context)).toEqual(value('L5'));
		expect(parent.get('remote', { parent: '12' }, context)).toEqual(value('L2'));
		expect(parent.put('local', 'L2', { col: 'a' }, context)).toEqual(values('b'));
		expect(parent.put('remote', 'L1', null, context)).toEqual({ status: 'value', values: { parent: '11' } });
		expect(parent.put('local', null, { col: 'a' }, context)).toEqual(values(null));
	});

	test('takes a record without link, and a link without record, for unresolved', () => {
		expect(parent.get('local', { col: 'x"y' }, context)).toEqual({ status: 'unresolved', ref: 'record:local:["x\\"y"]', value: 'x"y' });
		expect(parent.get('remote', { parent: '99' }, context)).toEqual({ status: 'unresolved', ref: 'record:remote:99', value: '99' });
		expect(parent.put('remote', 'L3', { parent: '11' }, context)).toEqual({ status: 'unresolved', ref: 'link:L3', value: 'L3' });
		expect(parent.put('local', 'L4', { col: 'a' }, context)).toEqual({ status: 'unresolved', ref: 'link:L4', value: 'L4' });
	});

	test('cannot hold a key of two columns', () => {
		const composite = { ...context, localOfLink: () => '["a", "b"]' };
		expect(parent.put('local', 'L1', null, composite)).toMatchObject({ status: 'failed', message: expect.stringContaining('a key of 2 columns') as string });
	});
});

describe('set', () => {
	const set = lens({ kind: 'set' });
	test('counts neither order nor repeats, and null is empty', () => {
		expect(set.get('local', { col: ['b', 'a', 'b'] }, context)).toEqual(value(['a', 'b']));
		expect(set.put('local', ['a', 'b'], { col: ['b', 'a', 'b'] }, context)).toEqual(values(['b', 'a', 'b']));
		expect(set.get('local', { col: null }, context)).toEqual(value([]));
		expect(set.put('local', [], { col: null }, context)).toEqual(values(null));
		expect(set.get('local', { col: 'a' }, context)).toMatchObject({ status: 'failed' });
	});
});

test('a property the work package does not have reads as null, and is not invented by normalising', () => {
	expect(lens({ kind: 'date' }).get('remote', {}, context)).toEqual(value(null));
	expect(lens({ kind: 'text' }).get('remote', {}, context)).toEqual(value(''));
	expect(lens({ kind: 'set' }).normalise('remote', {})).toEqual({});
});
