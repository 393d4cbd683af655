import type { SyncWorld } from '../support/syncWorld';
import type { RunResult, RunSettings } from '../../src/run';

/** A row of the tasks table as these tests look at it. */
export interface TaskRow {
	readonly id: string;
	readonly task_title: string;
	readonly task_description_detailed: string | null;
	readonly status: string;
	readonly priority: string | null;
	readonly due: string | null;
	readonly parent_task_id: string | null;
	readonly openproject_id: number | null;
	readonly openproject_sync_status: string | null;
}

interface NewTask {
	readonly id?: string;
	readonly title: string;
	readonly description?: string;
	readonly status?: string;
	readonly priority?: string;
	readonly due?: string;
	readonly parent?: string;
	readonly openprojectId?: number;
}

let taskCount = 0;

/** Adds a row as a field worker would; answers its id. */
export async function addTask(world: SyncWorld, task: NewTask): Promise<string> {
	taskCount += 1;
	const [row] = await world.sql<{ id: string }>(
		`insert into tasks (id, task_id_display, task_title, task_description_detailed, status, priority, due_date, parent_task_id, openproject_id)
		values (coalesce($1::uuid, gen_random_uuid()), $2, $3, $4, coalesce($5, 'To Do')::task_status, coalesce($6, 'Medium'), $7, $8, $9) returning id`,
		[task.id ?? null, `T-${taskCount}`, task.title, task.description ?? null, task.status ?? null, task.priority ?? null, task.due ?? null, task.parent ?? null, task.openprojectId ?? null],
	);
	return (row as { id: string }).id;
}

const columns = 'id, task_title, task_description_detailed, status::text as status, priority, due_date::text as due, parent_task_id, openproject_id, openproject_sync_status';

export async function findTask(world: SyncWorld, id: string): Promise<TaskRow | undefined> {
	return (await world.sql<TaskRow>(`select ${columns} from tasks where id = $1`, [id]))[0];
}

/** The row; throws where it is gone. */
export async function taskOf(world: SyncWorld, id: string): Promise<TaskRow> {
	const row = await findTask(world, id);
	if (row === undefined) throw new Error(`Row ${id} is gone.`);
	return row;
}

export function tasks(world: SyncWorld): Promise<readonly TaskRow[]> {
	return world.sql<TaskRow>(`select ${columns} from tasks order by task_title, id`);
}

/** Id of the work package the row is linked to; throws where it has none. */
export async function remoteIdOf(world: SyncWorld, id: string): Promise<number> {
	const { openproject_id } = await taskOf(world, id);
	if (openproject_id === null) throw new Error(`Row ${id} has no work package.`);
	return openproject_id;
}

export function subjects(world: SyncWorld): readonly string[] {
	return world.server.store.list().map((one) => one.subject).sort();
}

/** In a test two records are many: the guards are not what these tests are about. */
export const withoutGuards: RunSettings['guards'] = { maxDeletes: 1000, maxDeletePercent: 100, maxChangePercent: 1000, letThrough: ['both_populated', 'empty_side', 'scope_changed'] };

/** Row versions and lock versions: what E2 says a further run leaves alone. */
export async function versionsOf(world: SyncWorld): Promise<unknown> {
	return {
		rows: await world.sql('select id, xmin::text as version from tasks order by id'),
		workPackages: world.server.store.list().map(({ id, lockVersion, updatedAt }) => ({ id, lockVersion, updatedAt })),
	};
}

/** Runs once more and expects that nothing is written anywhere. */
export async function expectRest(world: SyncWorld, more: Parameters<SyncWorld['run']>[1] = {}): Promise<RunResult> {
	const before = await versionsOf(world);
	const result = await world.run('incremental', more);
	expect({ written: result.written, versions: await versionsOf(world) }).toEqual({ written: { local: 0, remote: 0 }, versions: before });
	return result;
}

/** Does something once, at the first request that matches. */
export function onceAt(world: SyncWorld, moment: 'before' | 'after', matches: (request: { readonly method: string; readonly path: string; readonly body: string }) => boolean, act: () => void | Promise<void>): () => number {
	let count = 0;
	const stop = world.server.onRequest({
		[moment]: async (request: { method: string; path: string; body: string }) => {
			if (count > 0 || !matches(request)) return;
			count += 1;
			stop();
			await act();
		},
	});
	return () => count;
}
