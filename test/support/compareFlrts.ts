import type { SyncWorld } from './syncWorld';

/** The default preset's value maps, written down once more: this check must not lean on the code it checks. */
const statusThere: Readonly<Record<string, string>> = { 'To Do': 'New', 'In Progress': 'In progress', Done: 'Closed', Cancelled: 'Rejected', Archived: 'Closed' };
const statusHere: Readonly<Record<string, readonly string[]>> = {
	'To Do': ['New', 'In specification', 'Specified', 'Confirmed', 'To be scheduled', 'Scheduled', 'On hold'],
	'In Progress': ['In progress', 'Developed', 'In testing', 'Tested', 'Test failed'],
	Done: ['Closed'],
	Archived: ['Closed'],
	Cancelled: ['Rejected'],
};

interface Row {
	readonly id: string;
	readonly task_title: string;
	readonly task_description_detailed: string | null;
	readonly status: string;
	readonly due: string | null;
	readonly openproject_id: number | null;
	readonly parent_openproject_id: number | null;
}

const plain = (text: string | null): string => (text ?? '').replaceAll('\r\n', '\n').trimEnd();

/** Every difference between the table and the project, in words; empty where both agree and nothing is there twice. */
export async function differencesBetween(world: SyncWorld, options: { readonly exempt?: readonly string[] } = {}): Promise<readonly string[]> {
	const rows = await world.sql<Row>(
		`select t.id, t.task_title, t.task_description_detailed, t.status::text as status, t.openproject_id, p.openproject_id as parent_openproject_id,
			coalesce((t.due_at at time zone 'America/New_York')::date, t.due_date)::text as due
		from tasks t left join tasks p on p.id = t.parent_task_id order by t.task_id_display`,
	);
	const packages = world.server.store.list();
	const found: string[] = [];
	const keys = packages.map((one) => one.customFields['FLRTS ID']).filter((key) => typeof key === 'string' && key !== '');
	for (const key of new Set(keys)) if (keys.filter((other) => other === key).length > 1) found.push(`key ${String(key)} is on several work packages`);
	const byId = new Map(packages.map((one) => [String(one.id), one]));
	for (const row of rows) {
		if (options.exempt?.includes(row.id) === true) continue;
		const one = byId.get(String(row.openproject_id));
		if (one === undefined) {
			found.push(`row ${row.task_title} has no work package`);
			continue;
		}
		byId.delete(String(row.openproject_id));
		if (row.task_title.trim() !== one.subject) found.push(`subject of ${row.id}: '${row.task_title}' and '${one.subject}'`);
		if (plain(row.task_description_detailed) !== plain(one.description)) found.push(`description of ${row.id}`);
		if (statusThere[row.status] !== one.status && statusHere[row.status]?.includes(one.status) !== true) found.push(`status of ${row.id}: ${row.status} and ${one.status}`);
		if (row.due !== (one.dueDate ?? null)) found.push(`due date of ${row.id}: ${String(row.due)} and ${String(one.dueDate)}`);
		if (String(row.parent_openproject_id) !== String(one.parentId ?? null)) found.push(`parent of ${row.id}: ${String(row.parent_openproject_id)} and ${String(one.parentId)}`);
	}
	for (const one of byId.values()) if (one.status !== 'Rejected') found.push(`work package ${one.id} '${one.subject}' has no row`);
	return found;
}
