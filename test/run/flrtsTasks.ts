import type { WorkPackageView } from '../../sandbox/openproject';
import type { GuardName } from '../../src/plan';
import type { RunSettings } from '../../src/run';
import { createSyncWorld, quickSettings } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

/** A row of public.tasks as tests look at it; dates and times as PostgreSQL prints them in UTC. */
export interface TaskRow {
	readonly id: string;
	readonly task_id_display: string;
	readonly task_title: string;
	readonly task_description_detailed: string | null;
	readonly status: string;
	readonly priority: string | null;
	readonly assigned_to_user_id: string | null;
	readonly parent_task_id: string | null;
	readonly due_date: string | null;
	readonly due_at: string | null;
	readonly openproject_id: number | null;
	readonly openproject_sync_status: string | null;
	readonly openproject_error: string | null;
}

/** A fresh world for every test of the surrounding describe block. */
export function useWorld(options: Parameters<typeof createSyncWorld>[0] = {}): () => SyncWorld {
	let world: SyncWorld | undefined;
	beforeEach(async () => {
		world = await createSyncWorld(options);
	});
	afterEach(async () => {
		await world?.close();
		world = undefined;
	});
	return () => {
		if (world === undefined) throw new Error('There is a world only while a test runs.');
		return world;
	};
}

/** Adds a row and answers its id. The title is the name, the priority Medium unless given. */
export async function addTask(world: SyncWorld, name: string, values: Readonly<Record<string, unknown>> = {}): Promise<string> {
	const row = { task_id_display: name, task_title: name, priority: 'Medium', ...values };
	const columns = Object.keys(row);
	const [added] = await world.sql<{ id: string }>(
		`insert into tasks (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
		Object.values(row),
	);
	return (added as { id: string }).id;
}

export async function addTasks(world: SyncWorld, count: number, prefix = 'T'): Promise<readonly string[]> {
	const rows = await world.sql<{ id: string }>(
		`insert into tasks (task_id_display, task_title, priority) select $2 || '-' || lpad(n::text, 4, '0'), $2 || ' ' || n, 'Medium' from generate_series(1, $1::int) n returning id`,
		[count, prefix],
	);
	return rows.map((row) => row.id);
}

export async function editTask(world: SyncWorld, id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
	const columns = Object.keys(values);
	await world.sql(`update tasks set ${columns.map((column, index) => `${column} = $${index + 2}`).join(', ')} where id = $1`, [id, ...Object.values(values)]);
}

export async function readTask(world: SyncWorld, id: string): Promise<TaskRow> {
	const [row] = await world.sql<TaskRow>(`select *, due_date::text as due_date, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as due_at from tasks where id = $1`, [id]);
	if (row === undefined) throw new Error(`There is no row ${id}.`);
	return row;
}

/** The work package whose id the row stores. */
export async function packageOf(world: SyncWorld, id: string): Promise<WorkPackageView> {
	const { openproject_id: remote } = await readTask(world, id);
	const found = remote === null ? undefined : world.server.store.get(remote);
	if (found === undefined) throw new Error(`Row ${id} has no work package.`);
	return found;
}

/** Versions of everything on both sides: equal before and after where nothing was written. */
export async function versionsOf(world: SyncWorld): Promise<{ readonly rows: readonly unknown[]; readonly packages: readonly unknown[] }> {
	return {
		rows: await world.sql('select id, xmin::text, ctid::text from tasks order by id'),
		packages: world.server.store.list().map(({ id, lockVersion, updatedAt }) => ({ id, lockVersion, updatedAt })),
	};
}

/** The bases of all links, as stored. */
export function basesOf(world: SyncWorld): Promise<readonly unknown[]> {
	return world.sql('select id, state, base_local, base_remote from batch_sync.link order by id');
}

/** Settings that let these guards through. */
export function letting(...guards: readonly GuardName[]): { readonly settings: Partial<RunSettings> } {
	return { settings: { guards: { ...quickSettings.guards, letThrough: guards } } };
}

/** The request log's PATCHes with their parsed bodies. */
export function patchesOf(world: SyncWorld): ReadonlyArray<{ readonly path: string; readonly body: Readonly<Record<string, unknown>>; readonly status: number | null }> {
	return world.server.requests.writes.filter((entry) => entry.method === 'PATCH').map((entry) => ({ path: entry.path, body: JSON.parse(entry.body) as Record<string, unknown>, status: entry.status }));
}
