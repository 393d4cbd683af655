import type { INodeProperties } from 'n8n-workflow';
import { conflictsByField, recentRuns, runReport } from '../../../src/metrics';
import { itemOf } from '../../n8n/items';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { optionsOf } from '../../n8n/parameters/collection';
import { numberOf, valuesOf, wordOf } from '../../n8n/values';
import { readReportQuery } from '../input/span';
import { anyName } from '../parameters/name';
import { whereTablesAre } from '../parameters/packageSchema';
import { shownFor } from '../parameters/shownFor';
import { period, spanOptions } from '../parameters/span';
import type { ItemOperation } from './operation';

const options: readonly INodeProperties[] = [
	{ displayName: 'Newest Runs', name: 'newestRuns', type: 'number', typeOptions: { minValue: 0, maxValue: 1000 }, default: 0, description: 'Newest runs told one by one, in the item of the whole report' },
	{
		displayName: 'Split', name: 'split', type: 'options', default: 'report', description: 'What an item is',
		options: [{ name: 'One Item for Each Period', value: 'periods' }, { name: 'One Item for the Report', value: 'report' }],
	},
	whereTablesAre,
	...spanOptions,
];

export const description = shownFor(['getReport'], [anyName, period, optionsOf(options)]);

/** What runs did and cost, by period and altogether. */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const given = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const ports = { database, schema: packageSchemaOf(given) };
	const query = readReportQuery(context, itemIndex);
	const limit = numberOf(given['newestRuns'], 'Newest Runs', { min: 0, max: 1000, fallback: 0, whole: true });
	const report = await runReport(ports, query);
	if (wordOf(given['split'], 'Split', ['report', 'periods'] as const, 'report') === 'periods') return report.periods.map((one) => itemOf({ name: report.name, by: report.by, ...one }, itemIndex));
	const conflicts = await conflictsByField(ports, { name: report.name, from: report.from, to: report.to });
	const runs = limit === 0 ? {} : { runs: await recentRuns(ports, { name: report.name, limit }) };
	return [itemOf({ ...report, conflictsByField: conflicts, ...runs }, itemIndex)];
};
