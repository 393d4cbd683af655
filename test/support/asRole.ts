import { openDatabase, type Database } from '../../src/postgres';

/** A database whose transactions look names up on the role's own search path, as SQL of a user's own does; the engine's never do. */
export function asRole(database: Database): Database {
	return { ...database, transaction: (work, options = {}) => database.transaction(work, { rolePath: true, ...options }) };
}

export async function openAsRole(...given: Parameters<typeof openDatabase>): Promise<Database> {
	return asRole(await openDatabase(...given));
}
