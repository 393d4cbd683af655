import { prometheusText, PROMETHEUS_CONTENT_TYPE } from '../../../src/metrics';
import type { Database } from '../../../src/postgres';
import type { Answer } from '../answer';

/** Everything known of the pairs that may be shown (none named: all of the schema), for Prometheus to scrape. */
export async function showMetrics(ports: { readonly database: Database; readonly schema: string }, pairs: readonly string[]): Promise<Answer> {
	return { status: 200, contentType: PROMETHEUS_CONTENT_TYPE, body: await prometheusText(ports, pairs) };
}
