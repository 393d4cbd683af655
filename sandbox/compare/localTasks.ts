import { Client } from 'pg';
import { UNMAPPED, type LocalTask } from './rules';

/** Reads every task, with days in the given time zone computed by PostgreSQL itself. */
export async function readLocalTasks(databaseUrl: string, timeZone: string): Promise<readonly LocalTask[]> {
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		const { rows } = await client.query<LocalTask>(
			`select task.id, task.task_title as title, task.task_description_detailed as description, task.priority, task.status::text,
				case when task.assigned_to_user_id is null then null else coalesce(assignee.openproject_user_id::text, '${UNMAPPED}') end as assignee,
				case when task.created_by_user_id is null then null else coalesce(creator.openproject_user_id::text, '${UNMAPPED}') end as creator,
				parent.openproject_id::text as parent, task.openproject_id::text as "workPackage",
				coalesce((task.due_at at time zone $1)::date, task.due_date)::text as "dueDay"
			from public.tasks as task
			left join public.tasks as parent on parent.id = task.parent_task_id
			left join public.openproject_user_mapping as assignee on assignee.personnel_id = task.assigned_to_user_id
			left join public.openproject_user_mapping as creator on creator.personnel_id = task.created_by_user_id`,
			[timeZone],
		);
		return rows;
	} finally {
		await client.end();
	}
}

/** Which version of which row a table of tasks holds: changes with every write to a row, even one that changes nothing. */
export async function readRowVersions(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		const { rows } = await client.query<{ id: string; version: string }>(`select id, xmin::text || ' ' || ctid::text as version from public.tasks`);
		return new Map(rows.map(({ id, version }) => [id, version]));
	} finally {
		await client.end();
	}
}
