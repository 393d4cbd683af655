import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../sandbox/postgres/embeddedPostgres';

/** Environment variable through which the test files' processes learn of the server of the run. */
export const TEST_SERVER_URL = 'BATCH_SYNC_TEST_SERVER_URL';

/** A server whose data live as long as it does; nothing is left behind, even where the run is interrupted. */
export async function startTestServer(settings: Readonly<Record<string, string>> = {}): Promise<EmbeddedPostgres> {
	const dataDir = await mkdtemp(join(tmpdir(), 'batch-sync-test-'));
	return await startEmbeddedPostgres({ dataDir, durable: false, temporary: true, settings });
}
