import { Readable } from 'node:stream';
import { conflictsAsCsv } from '../../../src/conflicts';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { textOf, valuesOf, wordOf } from '../../n8n/values';
import { readFilter } from '../input/readFilter';
import { filters } from '../parameters/filters';
import { csvOptions } from '../parameters/options';
import { anyPair } from '../parameters/pair';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor('exportCsv', [anyPair, filters, csvOptions]);

/** Conflicts that meet the filters as a CSV file, in a binary field of one item. */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const fileName = textOf(options['fileName'], 'File Name', 'conflicts.csv');
	const field = textOf(options['binaryField'], 'Put Output File in Field', 'data');
	const chunks = conflictsAsCsv(database, packageSchemaOf(options), readFilter(context, itemIndex), {
		delimiter: wordOf(options['delimiter'], 'Delimiter', [',', ';', '\t'] as const, ','),
		order: wordOf(options['order'], 'Sort', ['oldest', 'newest'] as const, 'oldest'),
	});
	const file = await context.helpers.prepareBinaryData(Readable.from(encoded(chunks), { objectMode: false }), fileName, 'text/csv');
	return { done: [{ json: { fileName }, binary: { [field]: file }, pairedItem: { item: itemIndex } }], refused: [] };
};

async function* encoded(chunks: AsyncIterable<string>): AsyncGenerator<Buffer> {
	for await (const chunk of chunks) yield Buffer.from(chunk, 'utf8');
}
