import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { recordRuns, type GivenRun } from '../../../src/metrics';
import type { Database } from '../../../src/postgres';
import { errorItem, itemOf } from '../../n8n/items';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { toNodeError } from '../../n8n/toNodeError';
import { booleanOf, numberOf, valuesOf, wordOf } from '../../n8n/values';
import { readGivenRun } from '../input/recordedRun';
import { recordForm } from '../parameters/recordedRun';
import { shownFor } from '../parameters/shownFor';

const DAY_MS = 86_400_000;
/** An item for all input items points at this many of them at most. */
const POINTED_AT = 1000;

export const description = shownFor(['recordRun'], recordForm);

/** Records one run for all input items, or one for each, in one go. */
export async function execute(context: IExecuteFunctions, database: Database): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	const keepMs = numberOf(options['keepDays'], 'Keep History (Days)', { min: 1, max: 3650, fallback: 90 }) * DAY_MS;
	const allowSetUp = booleanOf(options['allowSetUp'], 'Set Up Tables', true);
	const isOne = wordOf(context.getNodeParameter('runsFrom', 0), 'Input', ['allItems', 'eachItem'] as const) === 'allItems';
	const read = isOne ? [{ index: 0, run: readGivenRun(context, 0) }] : items.map((_item, index) => readOrFail(context, index));
	const good = read.flatMap((one) => ('run' in one ? [one.run] : []));
	const recorded = (await recordRuns({ database, schema: packageSchemaOf(options) }, good, { keepMs, allowSetUp })).values();
	return read.map((one) => {
		if (!('run' in one)) return one.failed;
		const item = itemOf(recorded.next().value ?? {}, one.index);
		return isOne ? { ...item, pairedItem: items.slice(0, POINTED_AT).map((_item, index) => ({ item: index })) } : item;
	});
}

type ReadRun = { readonly index: number; readonly run: GivenRun } | { readonly failed: INodeExecutionData };

/** An item that makes no sense stops the node before anything is recorded, or fails alone where the node continues on failure. */
function readOrFail(context: IExecuteFunctions, index: number): ReadRun {
	try {
		return { index, run: readGivenRun(context, index) };
	} catch (thrown) {
		const error = toNodeError(context.getNode(), thrown, index);
		if (!context.continueOnFail()) throw error;
		return { failed: errorItem(error.message, index) };
	}
}
