import { randomBytes } from 'node:crypto';
import type { BenchOptions } from '../args';
import { startBenchPostgres } from '../benchPostgres';
import type { BenchContext } from '../context';
import type { Figure } from '../figures';
import { measureFull } from './measureFull';
import { measureIncremental } from './measureIncremental';
import { measureWrites } from './measureWrites';
import { ENGINE_FLAGS, openSyncSides } from './syncSides';

/** Measures full and incremental syncs of two sizes; PostgreSQL, the stand-in and the engine are processes of their own. */
export async function measureSync(context: BenchContext, { links: [fewer, more], rounds }: BenchOptions): Promise<readonly Figure[]> {
	const { url } = await startBenchPostgres(context, 'sync');
	const server = { url, syncPassword: randomBytes(18).toString('base64url') };
	context.say(`the engine runs as node ${ENGINE_FLAGS.join(' ')}`);
	const small = await openSyncSides(context, server, fewer);
	const ofSmall = await measureFull(context, small, false);
	const writes = await measureWrites(context, small, rounds);
	const large = await openSyncSides(context, server, more);
	const ofLarge = await measureFull(context, large, true);
	return [...writes, ...ofLarge, ...ofSmall, ...(await measureIncremental(context, small, large, rounds))];
}
