import { join } from 'node:path';
import { Client } from 'pg';
import { buildPackage } from '../../sandbox/buildPackage';
import { ensureDatabase, urlOfDatabase } from '../../sandbox/databases';
import { findOrInstallHost } from '../../sandbox/n8n/host';
import type { BenchOptions } from '../args';
import { startBenchPostgres } from '../benchPostgres';
import type { BenchContext } from '../context';
import type { Figure } from '../figures';
import { measureComparisons } from './measureComparisons';
import { measureMillion } from './measureMillion';
import { measureUpserts } from './measureUpserts';
import { N8nProcess } from './n8nProcess';
import { measureManyWrites } from './openProject/measureManyWrites';

const PACKAGE = join(__dirname, '..', '..');
const DATABASE = 'bench_nodes';

/** What the sections of nodes work with. */
export interface NodesWorld {
	readonly bench: BenchContext;
	readonly n8n: N8nProcess;
	readonly client: Client;
	readonly credential: object;
	readonly rounds: number;
}

/** Measures nodes against n8n's own, on the same items, in one process of n8n and one PostgreSQL; writes to OpenProject against their latency. */
export async function measureNodes(bench: BenchContext, { rounds }: BenchOptions): Promise<readonly Figure[]> {
	const host = await findOrInstallHost({ say: bench.say, signal: bench.signal });
	await buildPackage(PACKAGE, bench.signal);
	const server = await startBenchPostgres(bench, 'nodes');
	const url = new URL(urlOfDatabase(server.url, DATABASE));
	await ensureDatabase(server.url, DATABASE);
	const client = new Client({ connectionString: url.href });
	await client.connect();
	bench.started.add('the connection to PostgreSQL', async () => await client.end());
	bench.say(`comparing with the nodes of n8n ${host.version}`);
	const credential = {
		host: url.hostname, port: Number(url.port), database: DATABASE, user: decodeURIComponent(url.username), password: decodeURIComponent(url.password),
		maxConnections: 5, ssl: 'disable', allowUnauthorizedCerts: false, sshTunnel: false,
	};
	const startN8n = async (): Promise<N8nProcess> => await N8nProcess.start(bench, host, PACKAGE);
	const world: NodesWorld = { bench, n8n: await startN8n(), client, credential, rounds };
	return [...(await measureUpserts(world)), ...(await measureComparisons(world)), ...(await measureMillion({ ...world, n8n: await startN8n() })), ...(await measureManyWrites(bench, { rounds }))];
}
