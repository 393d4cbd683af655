import { flrtsPreset, type FieldMapping } from '../../src/mapping';
import { connectionFromUrl, migrate, openDatabase, type Database } from '../../src/postgres';
import type { Json } from '../../src/record';
import { createTestDatabase } from '../support/postgres';

export interface NewLink {
	readonly pair?: string;
	readonly title?: string;
	readonly localKey?: string;
	readonly remoteId?: number;
	readonly state?: string;
	/** Minutes ago; null: not known. */
	readonly localEdited?: number | null;
	readonly remoteEdited?: number | null;
}

export interface NewConflict {
	readonly field?: string;
	readonly fields?: readonly string[];
	readonly kind?: string;
	readonly base?: Json;
	readonly local?: Json;
	readonly remote?: Json;
	readonly status?: string;
	/** Minutes ago. */
	readonly raised?: number;
	readonly resolvedBy?: string;
	readonly resolution?: Json;
	readonly isCarriedOut?: boolean;
	readonly supersededBy?: string;
}

/** The package's tables with conflicts as the engine would have raised them. */
export interface QueueWorld {
	readonly url: string;
	readonly database: Database;
	sql<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
	addPair(name: string, fields?: readonly FieldMapping[]): Promise<string>;
	addLink(link?: NewLink): Promise<string>;
	addConflict(link: string, conflict?: NewConflict): Promise<string>;
	/** A link with one conflict; answers the conflict. */
	addOne(conflict?: NewConflict, link?: NewLink): Promise<string>;
	clear(): Promise<void>;
	close(): Promise<void>;
}

/** A database with the tables and the pair 'flrts'. */
export async function openQueueWorld(): Promise<QueueWorld> {
	const testDatabase = await createTestDatabase();
	const database = await openDatabase(connectionFromUrl(testDatabase.url));
	await migrate(database, 'batch_sync');
	const sql = <T>(text: string, values: readonly unknown[] = []): Promise<readonly T[]> => database.transaction(async (tx) => await tx.query<T>({ text, values }), { rolePath: true });
	const idOf = async (text: string, values: readonly unknown[]): Promise<string> => ((await sql<{ id: string }>(text, values))[0] as { id: string }).id;
	const json = (value: Json | undefined): string | null => (value === undefined || value === null ? null : JSON.stringify(value));
	let count = 0;
	const world: QueueWorld = {
		url: testDatabase.url,
		database,
		sql,
		async addPair(name, fields) {
			const preset = flrtsPreset({ timeZone: 'America/New_York' });
			return await idOf(`insert into batch_sync.pair (name, config, scope, scope_hash) values ($1, $2, '{}', '') returning id`, [name, JSON.stringify({ ...preset, fields: fields ?? preset.fields })]);
		},
		async addLink({ pair = 'flrts', title, localKey, remoteId, state = 'live', localEdited = 10, remoteEdited = 60 } = {}) {
			count += 1;
			return await idOf(
				`insert into batch_sync.link (pair, local_key, remote_id, title, state, local_edited_at, remote_edited_at)
				select id, jsonb_build_array($2::text)::text, $3, $4, $5, now() - make_interval(mins => $6), now() - make_interval(mins => $7) from batch_sync.pair where name = $1 returning id`,
				[pair, localKey ?? `row-${count}`, remoteId ?? 10_000 + count, title ?? `Task ${count}`, state, localEdited, remoteEdited],
			);
		},
		async addConflict(link, { field = 'subject', fields, kind = 'both_changed', base = 'Base', local = 'Mine', remote = 'Theirs', status = 'pending_review', raised = 5, resolvedBy, resolution, isCarriedOut = false, supersededBy } = {}) {
			return await idOf(
				`insert into batch_sync.conflict (pair, link, run, field, fields, kind, base, local, remote, status, resolved_by, resolution, resolved_at, applied_at, superseded_by, created_at, updated_at)
				select l.pair, l.id, 7, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $9::text is null then null else now() end, case when $11 then now() end, $12, now() - make_interval(mins => $13), now() - make_interval(mins => $13)
				from batch_sync.link l where l.id = $1 returning id`,
				[link, field, fields ?? (field === '*' ? [] : [field]), kind, json(base), json(local), json(remote), status, resolvedBy ?? null, json(resolution), isCarriedOut, supersededBy ?? null, raised],
			);
		},
		addOne: async (conflict, link) => await world.addConflict(await world.addLink(link), conflict),
		async clear() {
			await sql('truncate batch_sync.conflict, batch_sync.operation, batch_sync.link, batch_sync.lease, batch_sync.run, batch_sync.fence, batch_sync.cursor, batch_sync.pair restart identity cascade');
			await world.addPair('flrts');
		},
		async close() {
			await database.close();
			await testDatabase.drop();
		},
	};
	await world.addPair('flrts');
	return world;
}

/** One world for the tests of a file, emptied before each. */
export function useQueue(): () => QueueWorld {
	let world: QueueWorld | undefined;
	beforeAll(async () => {
		world = await openQueueWorld();
	});
	beforeEach(async () => {
		await world?.clear();
	});
	afterAll(async () => {
		await world?.close();
	});
	return () => {
		if (world === undefined) throw new Error('There is a queue only while a test runs.');
		return world;
	};
}
