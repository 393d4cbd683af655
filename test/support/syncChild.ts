import { writeSync } from 'node:fs';
import { compileMapping } from '../../src/mapping';
import { fetchHttp, openProjectRemote } from '../../src/openproject';
import type { HttpPort } from '../../src/openproject';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import type { Database } from '../../src/postgres';
import { runSync } from '../../src/run';
import type { PairConfiguration, RunRequest, RunSettings } from '../../src/run';
import { fastClock } from './syncWorld';

/** What the parent process asks of a child: one sync that dies at the given point, or tells all points where it is null. */
export interface ChildOrder {
	readonly databaseUrl: string;
	readonly openProjectUrl: string;
	readonly apiKey: string;
	readonly configuration: PairConfiguration;
	readonly settings: RunSettings;
	readonly request: RunRequest;
	readonly killAt: number | null;
}

const order = JSON.parse(process.env['SYNC_ORDER'] ?? '{}') as ChildOrder;
const points: string[] = [];

/** A point where something durable has just happened or is about to. */
function pass(name: string): void {
	points.push(name);
	if (order.killAt === null || points.length !== order.killAt) return;
	writeSync(1, `${JSON.stringify({ killedAt: name })}\n`);
	process.kill(process.pid, 'SIGKILL');
}

function killableHttp(inner: HttpPort): HttpPort {
	return {
		async send(request) {
			if (request.method === 'GET') return await inner.send(request);
			pass(`before ${request.method}`);
			const response = await inner.send(request);
			pass(`after ${request.method}`);
			return response;
		},
	};
}

function killableDatabase(inner: Database): Database {
	return {
		async transaction(work, options) {
			let hasWritten = false;
			const result = await inner.transaction(async (tx) => {
				const value = await work({ ...tx, query: (sql) => tx.query(sql), copyIn: (statement, chunks) => tx.copyIn(statement, chunks), savepoint: (some) => tx.savepoint(some), execute: (sql) => { hasWritten = true; return tx.execute(sql); } });
				if (hasWritten) pass('before commit');
				return value;
			}, options);
			if (hasWritten) pass('after commit');
			return result;
		},
		close: () => inner.close(),
	};
}

async function main(): Promise<void> {
	const database = await openDatabase(connectionFromUrl(order.databaseUrl));
	const mapping = compileMapping(order.configuration.fields, { policies: order.configuration.policies });
	const clock = fastClock();
	const remote = openProjectRemote({
		http: killableHttp(fetchHttp({ baseUrl: order.openProjectUrl, apiKey: order.apiKey })), clock, baseUrl: order.openProjectUrl, scope: order.configuration.remote,
		properties: mapping.remoteProperties, requestDeadlineMs: order.settings.requestDeadlineMs,
	});
	const result = await runSync({ database: killableDatabase(database), remote, clock: { ...clock, sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)) }, schema: 'batch_sync' }, order.configuration, order.settings, order.request, { allowSetUp: true });
	await database.close();
	writeSync(1, `${JSON.stringify({ status: result.status, points })}\n`);
	process.exit(0);
}

main().catch((error: unknown) => {
	writeSync(2, `${error instanceof Error ? error.stack : String(error)}\n`);
	process.exit(1);
});
