import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../sandbox/postgres';
import type { BenchContext } from './context';

/**
 * A PostgreSQL of a section's own, with its default settings: it keeps its promises about crashes, and cleans up in the
 * background as any server does. It goes with the bench.
 */
export async function startBenchPostgres(bench: BenchContext, section: string): Promise<EmbeddedPostgres> {
	const dataDir = await mkdtemp(join(tmpdir(), `batch-sync-bench-${section}-`));
	const server = await startEmbeddedPostgres({ dataDir, temporary: true });
	bench.started.add('PostgreSQL', async () => await server.stop());
	return server;
}
