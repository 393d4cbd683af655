import { connectionFromUrl, openDatabase, type Database } from '../../src/postgres';
import { createTestDatabase, type TestDatabase } from './postgres';

/** A database of this test file's own, opened as the engine opens it; both are there from the first test on. */
export interface UsedPostgres {
	readonly name: string;
	readonly url: string;
	readonly database: Database;
	sql(text: string): Promise<ReadonlyArray<Record<string, unknown>>>;
}

/** Makes the database before the first test of the file and drops it after the last. */
export function usePostgres(): UsedPostgres {
	let made: TestDatabase;
	let database: Database;
	beforeAll(async () => {
		made = await createTestDatabase();
		database = await openDatabase(connectionFromUrl(made.url));
	});
	afterAll(async () => {
		await database.close();
		await made.drop();
	});
	return {
		get name() {
			return made.name;
		},
		get url() {
			return made.url;
		},
		get database() {
			return database;
		},
		sql: async (text) => await database.transaction((tx) => tx.query({ text }), { rolePath: true }),
	};
}
