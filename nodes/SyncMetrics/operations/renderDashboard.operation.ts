import type { INodeProperties } from 'n8n-workflow';
import { conflictsByField, dashboardPage, recentRuns, runReport } from '../../../src/metrics';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { optionsOf } from '../../n8n/parameters/collection';
import { booleanOf, numberOf, textOf, valuesOf } from '../../n8n/values';
import { healthOf } from '../healthOf';
import { readReportQuery } from '../input/span';
import { textItem } from '../output/textItem';
import { requests } from '../parameters/healthOptions';
import { anyName } from '../parameters/name';
import { fileOptions, outputAs } from '../parameters/output';
import { whereTablesAre } from '../parameters/packageSchema';
import { shownFor } from '../parameters/shownFor';
import { period, spanOptions } from '../parameters/span';
import type { ItemOperation } from './operation';

const FILE_NAME = 'sync-metrics.html';

const options: readonly INodeProperties[] = [
	...fileOptions(FILE_NAME),
	{ displayName: 'Newest Runs', name: 'newestRuns', type: 'number', typeOptions: { minValue: 0, maxValue: 1000 }, default: 20, description: 'Newest runs listed on the page' },
	{ displayName: 'Show Health', name: 'showHealth', type: 'boolean', default: true, description: 'Whether the page begins with what Check Health finds' },
	{ displayName: 'Title', name: 'title', type: 'string', default: '', placeholder: 'e.g. Field reports', description: 'Heading of the page' },
	...requests,
	...spanOptions,
	whereTablesAre,
];

export const description = shownFor(['renderDashboard'], [anyName, period, outputAs('file'), optionsOf(options)]);

/** One page of HTML with charts, without scripts. */
export const execute: ItemOperation = async (call) => {
	const { context, database, itemIndex } = call;
	const given = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const ports = { database, schema: packageSchemaOf(given) };
	const query = readReportQuery(context, itemIndex);
	const limit = numberOf(given['newestRuns'], 'Newest Runs', { min: 0, max: 1000, fallback: 20, whole: true });
	const report = await runReport(ports, query);
	const health = booleanOf(given['showHealth'], 'Show Health', true) ? await healthOf(call, query.name) : [];
	const page = dashboardPage({
		title: textOf(given['title'], 'Title', query.name === null ? 'Sync metrics' : `Sync metrics of ${query.name}`), report, health,
		conflicts: await conflictsByField(ports, { name: query.name, from: report.from, to: report.to }),
		runs: limit === 0 ? [] : await recentRuns(ports, { name: query.name, limit }),
	});
	return [await textItem(context, itemIndex, { text: page, contentType: 'text/html; charset=utf-8', fileName: FILE_NAME, facts: { name: query.name, by: report.by, from: report.from, to: report.to } })];
};
