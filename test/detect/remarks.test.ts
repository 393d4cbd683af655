import { detectConflicts, type DetectSettings } from '../../src/detect';
import type { JsonObject } from '../../src/record';
import { settingsWith } from './settings';

function remarks(local: JsonObject[], remote: JsonObject[], base: JsonObject[], settings: DetectSettings = settingsWith()): readonly string[] {
	return detectConflicts({ local, remote, base: { kind: 'records', records: base }, settings }).remarks;
}

const three = (more: JsonObject): JsonObject[] => [1, 2, 3].map((id) => ({ id, ...more }));

it('has nothing to say about sides that are in step', () => {
	expect(remarks(three({ a: 0 }), three({ a: 0 }), three({ a: 0 }))).toEqual([]);
	expect(remarks([], [], [])).toEqual([]);
});

it('names fields that differ in every record', () => {
	expect(remarks(three({ a: 0, b: 0 }), three({ a: 0 }), three({ a: 0 }))).toEqual(["'b' differs in each of the 3 records that both sides have. If only one side has it, or the sides write it differently, leave it out under Compare or look at Options."]);
	expect(remarks(three({ a: 0, b: 0 }), [...three({ a: 0 }), { id: 4 }], [...three({ a: 0 }), { id: 4 }])).toHaveLength(1);
	expect(remarks([...three({ b: 0 }), { id: 4 }], [...three({}), { id: 4 }], [...three({}), { id: 4 }])).toEqual([]);
});

it('names fields to leave out that no item has', () => {
	expect(remarks(three({ a: 0 }), three({ a: 0 }), three({ a: 0 }), settingsWith({ fields: { kind: 'except', names: ['a', 'aa', 'b.c'] } }))).toEqual(["No item has the fields 'aa', 'b.c', so leaving them out changes nothing."]);
});

it('points out sides and a Base without items', () => {
	expect(remarks([], three({}), three({}))).toEqual(['Local gave no items, so all 3 records of Base count as deleted there. Make sure that is so before anything is deleted.']);
	expect(remarks(three({}), three({}), [])).toEqual(['Base is empty, so every record counts as created.']);
});
