import type { ConnectionSettings } from './connection';
import { openDatabase } from './database';
import { DatabaseError } from '../errors';
import type { Database } from './types';

/** How long a database stays open for the next one who opens it. */
const KEEP_MS = 10_000;
/** Databases kept for one way of connecting. */
const MOST_KEPT = 4;

interface Kept {
	readonly database: Database;
	readonly timer: NodeJS.Timeout;
}

/** Open databases that nobody uses at the moment, by how they were opened (in memory only: the password is in it); the newest last. */
const kept = new Map<string, Kept[]>();

/**
 * A database as `openDatabase` opens it, for work that is short and often repeated, as a node in a loop over batches: closing it
 * keeps its connections for some seconds, and the next to open it by the same settings goes on with them. It serves one at a time,
 * so that nobody waits for another's connections. Where there is a tunnel it is opened and closed as always.
 */
export async function openKeptDatabase(settings: ConnectionSettings, keepMs: number = KEEP_MS): Promise<Database> {
	if (settings.openTunnel !== undefined) return await openDatabase(settings);
	const key = JSON.stringify(settings);
	return lend(take(key) ?? (await openDatabase(settings)), (database) => keep(key, database, keepMs));
}

function take(key: string): Database | undefined {
	const others = kept.get(key);
	const last = others?.pop();
	if (last === undefined) return undefined;
	if (others?.length === 0) kept.delete(key);
	clearTimeout(last.timer);
	return last.database;
}

async function keep(key: string, database: Database, keepMs: number): Promise<void> {
	const others = kept.get(key) ?? [];
	if (others.length >= MOST_KEPT) return await database.close();
	const timer = setTimeout(() => {
		others.splice(others.findIndex((one) => one.timer === timer), 1);
		if (others.length === 0) kept.delete(key);
		// Nobody is left to tell.
		database.close().catch(() => undefined);
	}, keepMs);
	// A process that has nothing else to do may end.
	timer.unref();
	others.push({ database, timer });
	kept.set(key, others);
}

/** The database until it is closed, which gives it back. */
function lend(database: Database, giveBack: (database: Database) => Promise<void>): Database {
	let closing: Promise<void> | undefined;
	return {
		transaction: async (work, options) => {
			if (closing !== undefined) throw new DatabaseError('The database was closed already.', null);
			return await database.transaction(work, options);
		},
		close: () => (closing ??= giveBack(database)),
	};
}
