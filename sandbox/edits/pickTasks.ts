import type { Client } from 'pg';

/** A task that is linked, as the scripted edits need it. */
export interface LinkedTask {
	readonly id: string;
	readonly workPackage: number;
	readonly title: string;
	readonly isLeaf: boolean;
	readonly hasTime: boolean;
}

/** Roles in the script, each played by a task of its own. */
export type Part = 'localOnly' | 'remoteOnly' | 'differentFields' | 'sameEdit' | 'conflict' | 'deleted' | 'parentOfNew' | 'commented';

const WANTED: Readonly<Record<Part, (task: LinkedTask) => boolean>> = {
	deleted: (task) => task.isLeaf,
	remoteOnly: (task) => task.hasTime,
	localOnly: () => true,
	differentFields: () => true,
	sameEdit: () => true,
	conflict: () => true,
	parentOfNew: (task) => !task.isLeaf,
	commented: () => true,
};

/** Gives each part a task of its own: one that suits it where there is one, else any. Deterministic. */
export async function pickTasks(client: Client): Promise<Readonly<Record<Part, LinkedTask>>> {
	const { rows } = await client.query<LinkedTask>(
		`select task.id, task.openproject_id as "workPackage", task.task_title as title, task.due_at is not null as "hasTime",
			not exists (select from public.tasks as child where child.parent_task_id = task.id) as "isLeaf"
		from public.tasks as task where task.openproject_id is not null order by task.task_id_display limit 200`,
	);
	return castParts(rows);
}

/** See pickTasks. Throws where there are too few tasks, or none that can be deleted without orphans. */
export function castParts(tasks: readonly LinkedTask[]): Readonly<Record<Part, LinkedTask>> {
	const left = [...tasks];
	const cast = Object.entries(WANTED).map(([part, suits]) => {
		const at = left.findIndex(suits);
		const [task] = left.splice(at === -1 ? 0 : at, 1);
		if (task === undefined) throw new Error(`The scripted edits need ${Object.keys(WANTED).length} linked tasks, but there are ${tasks.length}.`);
		if (part === 'deleted' && !suits(task)) throw new Error('The scripted edits need a task without subtasks to delete, but there is none.');
		return [part, task] as const;
	});
	return Object.fromEntries(cast) as Record<Part, LinkedTask>;
}
