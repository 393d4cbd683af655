import fc from 'fast-check';
import type { IPairedItemData } from 'n8n-workflow';
import type { JsonObject } from '../../../src/record';
import { propertySettings } from '../../record/propertySettings';
import { OUTPUTS, runDetect } from './runDetect';

const value = fc.constantFrom<unknown>(0, false, '', null, [], {}, [0, ''], { a: false }, 1, 'x');
const record = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.dictionary(fc.constantFrom('a', 'b', 'error', 'local'), value, { noNullPrototype: true })).map(([id, rest]) => ({ ...rest, id }) as JsonObject);
const records = fc.uniqueArray(record, { maxLength: 8, selector: ({ id }) => id });

it('hands every item on once, unaltered, whatever is in it, and each output item points at the items in it', async () => {
	const world = fc.record({ Local: records, Remote: records, Base: records }).filter(({ Local, Remote, Base }) => Local.length + Remote.length + Base.length > 0);
	await fc.assert(
		fc.asyncProperty(world, async (inputs) => {
			const given = structuredClone(inputs);
			const outcome = await runDetect({ inputs });
			const items = OUTPUTS.flatMap((_, index) => outcome.itemsOf('Detect', index));

			expect(outcome.error).toBeUndefined();
			expect(inputs).toEqual(given);
			for (const [position, [name, field]] of ([['Local', 'local'], ['Remote', 'remote'], ['Base', 'base']] as const).entries()) {
				const holding = items.filter(({ json }) => json[field] !== null);
				const pointed = holding.map(({ pairedItem }) => (pairedItem as IPairedItemData[]).find(({ input }) => input === position)?.item ?? -1);
				expect(pointed.map((item) => given[name][item])).toStrictEqual(holding.map(({ json }) => json[field]));
				expect([...pointed].sort((a, b) => a - b)).toEqual(given[name].map((_, item) => item));
			}
		}),
		{ ...propertySettings, numRuns: Math.ceil(propertySettings.numRuns / 4) },
	);
});

it('takes 100,000 items on each input', async () => {
	const list = (edited: number): JsonObject[] => Array.from({ length: 100_000 }, (_, id) => ({ id, value: id % 1000 === edited ? edited : 0 }));
	const outcome = await runDetect({ inputs: { Local: list(1), Remote: list(2), Base: list(-1) } });

	expect(outcome.error).toBeUndefined();
	expect(OUTPUTS.map((_, index) => outcome.itemsOf('Detect', index).length)).toEqual([100, 100, 0, 99_800]);
});
