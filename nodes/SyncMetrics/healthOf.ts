import { checkHealth, pairNames, type HealthQuery, type HealthReport } from '../../src/health';
import { ConfigurationError } from '../../src/errors';
import { systemClock } from '../../src/openproject';
import { readConfiguration } from '../../src/run';
import { openRemote } from '../n8n/openRemote';
import { packageSchemaOf } from '../n8n/packageSchema';
import { requestSettingsOf } from '../n8n/requestSettings';
import { numberOf, valuesOf, wordOf } from '../n8n/values';
import { readThresholds } from './input/thresholds';
import type { OperationCall } from './operations/operation';

const COMPARISONS = ['none', 'sample', 'full'] as const;

/** The health of what is named, or of every pair where nothing is (none, where there is no pair). */
export async function healthOf(call: OperationCall, name: string | null): Promise<readonly HealthReport[]> {
	const { context, database, itemIndex } = call;
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const schema = packageSchemaOf(options);
	const asked: Omit<HealthQuery, 'name'> = {
		thresholds: readThresholds(options),
		compare: wordOf(options['compare'], 'Compare Records', COMPARISONS, 'sample'),
		sampleSize: numberOf(options['sampleSize'], 'Sample Size', { min: 1, max: 1000, fallback: 25, whole: true }),
	};
	// What is wrong with the tables is a finding about the pair that is named; without a name there is nobody to tell it of.
	const pairs = await pairNames({ database, schema }).catch((error: unknown): readonly string[] => {
		if (name === null || !(error instanceof ConfigurationError)) throw error;
		return [];
	});
	const reports: HealthReport[] = [];
	for (const one of name === null ? pairs : [name]) {
		const remote = pairs.includes(one) ? await remoteOf(call, one, schema) : null;
		reports.push(await checkHealth({ database, schema, ...(remote === null ? {} : { remote }) }, { name: one, ...asked }));
	}
	return reports;
}

async function remoteOf({ context, database, itemIndex }: OperationCall, pair: string, schema: string): Promise<Awaited<ReturnType<typeof openRemote>> | null> {
	if (wordOf(context.getNodeParameter('authentication', itemIndex), 'OpenProject', ['none', 'apiKey', 'oAuth2'] as const) === 'none') return null;
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const requestDeadlineMs = numberOf(options['requestSeconds'], 'Request Timeout (Seconds)', { min: 5, max: 600, fallback: 60 }) * 1000;
	const configuration = await readConfiguration({ database, schema }, { pair, plan: null });
	return await openRemote({ context, itemIndex, clock: systemClock(), settings: { ...requestSettingsOf(options), requestDeadlineMs } }, configuration);
}
