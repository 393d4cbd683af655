import type { EmbeddedPostgres } from '../../sandbox/postgres/embeddedPostgres';
import { startTestServer, TEST_SERVER_URL } from './testServer';

declare global {
	/** Handed from globalSetup to globalTeardown, which Jest runs in the same process. */
	var batchSyncTestServer: EmbeddedPostgres | undefined;
}

/** One PostgreSQL for all test files of a run. */
export default async function globalSetup(): Promise<void> {
	globalThis.batchSyncTestServer = await startTestServer();
	process.env[TEST_SERVER_URL] = globalThis.batchSyncTestServer.url;
}
