import type { FieldMapping } from '../../src/mapping';
import type { PairConfiguration, RunResult } from '../../src/run';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { withoutGuards } from './fieldTasks';

export const titleField: FieldMapping = { name: 'title', local: ['title'], remote: ['subject'], lens: { kind: 'line', maxLength: 255 } };

/** A world with a table `tasks` as the DDL says, of which the title is synced, and the id written back where there is a column `op`. */
export async function keyWorld(ddl: string, change: Partial<PairConfiguration> = {}): Promise<SyncWorld> {
	const world = await createSyncWorld({ tables: ddl });
	const [op] = await world.sql(`select 1 from pg_attribute where attrelid = 'public.tasks'::regclass and attname = 'op'`);
	world.settings = { ...world.settings, guards: withoutGuards, overlapMs: 0 };
	world.configuration = {
		...world.configuration, local: { schema: 'public', table: 'tasks' }, fields: [titleField], writeBack: op === undefined ? {} : { remoteId: 'op' }, users: {}, insertDefaults: {}, ...change,
	};
	return world;
}

/** Rows of tasks, title by key as text. */
export async function rowsOf(world: SyncWorld): Promise<Readonly<Record<string, string>>> {
	const rows = await world.sql<{ id: string; title: string }>('select id::text as id, title from tasks order by title');
	return Object.fromEntries(rows.map((row) => [row.id, row.title]));
}

/** Subjects with their states, sorted. */
export function packagesOf(world: SyncWorld): readonly string[] {
	return world.server.store.list().map((one) => `${one.subject} ${one.status}`).sort();
}

/** Which work package each row is linked to: its subject by the key on the link. */
export async function linksOf(world: SyncWorld): Promise<Readonly<Record<string, string>>> {
	const links = await world.sql<{ local_key: string; remote_id: string }>(`select local_key, remote_id from batch_sync.link where state = 'live' and local_key is not null order by local_key`);
	return Object.fromEntries(links.map((link) => [(JSON.parse(link.local_key) as string[]).join(' '), world.server.store.get(Number(link.remote_id))?.subject ?? '?']));
}

/** A further run writes nothing, and nothing fails. */
export async function expectQuiet(world: SyncWorld): Promise<RunResult> {
	const before = world.server.store.list().length;
	const result = await world.run('incremental');
	expect(result).toMatchObject({ status: 'done', failures: [], written: { local: 0, remote: 0 } });
	expect(world.server.store.list()).toHaveLength(before);
	return result;
}
