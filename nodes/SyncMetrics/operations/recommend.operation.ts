import type { INodeProperties } from 'n8n-workflow';
import { recentRuns, recommend, usualLimits } from '../../../src/metrics';
import { InputError } from '../../n8n/InputError';
import { itemOf } from '../../n8n/items';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { optionsOf } from '../../n8n/parameters/collection';
import { numberOf, requiredText, valuesOf, type Values } from '../../n8n/values';
import { oneName } from '../parameters/name';
import { whereTablesAre } from '../parameters/packageSchema';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

const MINUTE_MS = 60_000;

const number = (displayName: string, name: string, standard: number, description: string): INodeProperties => ({ displayName, name, type: 'number', typeOptions: { minValue: 1 }, default: standard, description });

const options: readonly INodeProperties[] = [
	number('Largest Batch', 'maxBatchSize', usualLimits.maxBatchSize, 'Largest Batch Size that may be recommended'),
	number('Longest Interval (Minutes)', 'maxIntervalMinutes', usualLimits.maxIntervalMs / MINUTE_MS, 'Longest interval that may be recommended'),
	number('Runs Looked At', 'runs', 50, 'Newest runs the advice goes by'),
	number('Shortest Interval (Minutes)', 'minIntervalMinutes', usualLimits.minIntervalMs / MINUTE_MS, 'Shortest interval that may be recommended'),
	number('Smallest Batch', 'minBatchSize', usualLimits.minBatchSize, 'Smallest Batch Size that may be recommended'),
	whereTablesAre,
];

export const description = shownFor(['recommend'], [oneName, optionsOf(options)]);

/** When to run next and with which batch size, going by the newest runs. Changes nothing by itself. */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const given = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const name = requiredText(context.getNodeParameter('name', itemIndex), 'Name', 'Give the Pair Name of a sync, or the name runs were recorded under.');
	const limits = readLimits(given);
	const runs = await recentRuns({ database, schema: packageSchemaOf(given) }, { name, limit: numberOf(given['runs'], 'Runs Looked At', { min: 1, max: 10_000, fallback: 50, whole: true }) });
	const advice = recommend(runs, limits);
	return [itemOf({ name, intervalMinutes: advice.intervalMs / MINUTE_MS, ...advice, ...nextRun(runs[0]?.startedAt, advice.intervalMs) }, itemIndex)];
};

/** When the next run is due, by n8n's clock: at once where there was none. */
function nextRun(lastStartedAt: string | undefined, intervalMs: number): { readonly nextRunAt: string | null; readonly isDue: boolean } {
	if (lastStartedAt === undefined) return { nextRunAt: null, isDue: true };
	const nextMs = Date.parse(lastStartedAt) + intervalMs;
	return { nextRunAt: new Date(nextMs).toISOString(), isDue: nextMs <= Date.now() };
}

function readLimits(given: Values): typeof usualLimits {
	const read = (name: string, label: string, fallback: number, whole: boolean): number => numberOf(given[name], label, { min: whole ? 1 : 0.1, max: 1_000_000, fallback, whole });
	const minIntervalMs = read('minIntervalMinutes', 'Shortest Interval (Minutes)', usualLimits.minIntervalMs / MINUTE_MS, false) * MINUTE_MS;
	const maxIntervalMs = read('maxIntervalMinutes', 'Longest Interval (Minutes)', usualLimits.maxIntervalMs / MINUTE_MS, false) * MINUTE_MS;
	const minBatchSize = read('minBatchSize', 'Smallest Batch', usualLimits.minBatchSize, true);
	const maxBatchSize = read('maxBatchSize', 'Largest Batch', usualLimits.maxBatchSize, true);
	if (minIntervalMs > maxIntervalMs) throw new InputError('Shortest Interval (Minutes)', minIntervalMs / MINUTE_MS, `Give at most the longest interval, which is ${maxIntervalMs / MINUTE_MS}.`);
	if (minBatchSize > maxBatchSize) throw new InputError('Smallest Batch', minBatchSize, `Give at most the largest batch, which is ${maxBatchSize}.`);
	return { minIntervalMs, maxIntervalMs, minBatchSize, maxBatchSize };
}
