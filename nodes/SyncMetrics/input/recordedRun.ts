import type { IExecuteFunctions } from 'n8n-workflow';
import type { GivenRun } from '../../../src/metrics';
import { numberOf, requiredText, textOf, valuesOf, wordOf } from '../../n8n/values';
import { instantOf } from '../../n8n/instant';
import { workflowZone } from '../../n8n/workflowZone';

const LONGEST_SECONDS = 366 * 86_400;

/** The run that an item's parameters describe. What is not given is null, 0 is a number. */
export function readGivenRun(context: IExecuteFunctions, itemIndex: number): GivenRun {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const count = (value: unknown, label: string): number | null => (value === undefined || value === null ? null : numberOf(value, label, { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0, whole: true }));
	const seconds = options['durationSeconds'];
	const zone = workflowZone(context);
	return {
		name: requiredText(context.getNodeParameter('name', itemIndex), 'Name', 'Give the name to keep the runs of this workflow under.'),
		status: wordOf(context.getNodeParameter('status', itemIndex), 'Status', ['done', 'failed', 'partial'] as const),
		message: textOf(options['message'], 'Message', ''),
		startedAt: instantOf(options['startedAt'], 'Started At', zone),
		finishedAt: instantOf(options['finishedAt'], 'Finished At', zone),
		durationMs: seconds === undefined || seconds === null ? null : numberOf(seconds, 'Duration (Seconds)', { min: 0, max: LONGEST_SECONDS, fallback: 0 }) * 1000,
		total: count(context.getNodeParameter('total', itemIndex, null), 'Total Items'),
		processed: count(context.getNodeParameter('processed', itemIndex, null), 'Processed Items'),
		failed: count(context.getNodeParameter('failed', itemIndex, null), 'Failed Items'),
		conflictsFound: count(options['conflictsFound'], 'Conflicts Found'),
		conflictsSettled: count(options['conflictsSettled'], 'Conflicts Settled'),
		written: count(options['written'], 'Writes'),
		requests: count(options['requests'], 'Requests'),
		retries: count(options['retries'], 'Retries'),
	};
}
