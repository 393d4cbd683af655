import { Client } from 'pg';

const EVERY_MS = 5000;

interface StoredProgress {
	readonly step: string;
	readonly done: number;
	readonly total: number;
	readonly timeLeftMs: number | null;
}

/**
 * A function to be called often while a sync runs; every few seconds it reads how far the sync has come, where the sync
 * keeps it, and says so. Says nothing where there is nothing to read yet.
 */
export function progressTeller(databaseUrl: string, say: (line: string) => void): () => Promise<void> {
	let nextMs = performance.now() + EVERY_MS;
	let last = '';
	return async () => {
		if (performance.now() < nextMs) return;
		nextMs = performance.now() + EVERY_MS;
		const line = describe(await readProgress(databaseUrl));
		if (line !== null && line !== last) say(line);
		last = line ?? last;
	};
}

function describe(progress: StoredProgress | null): string | null {
	if (progress === null || progress.total === 0) return null;
	const left = progress.timeLeftMs === null ? '' : `, about ${Math.ceil(progress.timeLeftMs / 1000)} s left`;
	return `syncing (${progress.step.replace('_', ' ')}): ${progress.done.toLocaleString('en-US')} of ${progress.total.toLocaleString('en-US')}${left}`;
}

async function readProgress(databaseUrl: string): Promise<StoredProgress | null> {
	const client = new Client({ connectionString: databaseUrl });
	try {
		await client.connect();
		const { rows } = await client.query<{ progress: StoredProgress | null }>(`select progress from batch_sync.run where status = 'running' order by id desc limit 1`);
		return rows[0]?.progress ?? null;
	} catch {
		// Only a nicety: before the first run there is no such table, and a lost connection is the sync's to report.
		return null;
	} finally {
		await client.end();
	}
}
