import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyLine } from './copyText';
import { PEOPLE } from './people';
import { SITES } from './places';
import { generateTasks, type Seeding } from './tasks';

export interface SeededDatabase {
	readonly tasks: number;
	readonly subtasks: number;
}

/** Role that the sync signs in as: what the README says it needs, and no more. */
export const SYNC_ROLE = 'flrts_sync';

/**
 * Makes the FLRTS schema in an empty database and fills it: sites, people, the user map, tasks, and some lists and
 * reminders around them. `url` must be a superuser's: it makes the sync's role. All of it or nothing.
 */
export async function createFlrtsDatabase(url: string, seeding: Seeding, syncPassword: string): Promise<SeededDatabase> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		await client.query('begin');
		await client.query(await readFile(join(__dirname, 'schema.sql'), 'utf8'));
		await insertPlacesAndPeople(client);
		await copyTasks(client, seeding);
		await insertAround(client);
		await createSyncRole(client, syncPassword);
		await client.query('commit');
		// Outside the transaction; so that the first plans are made with statistics, as on any database that has been in use.
		await client.query('analyze');
		const { rows } = await client.query<{ tasks: number; subtasks: number }>('select count(*)::int as tasks, count(parent_task_id)::int as subtasks from tasks');
		return rows[0]!;
	} finally {
		await client.end();
	}
}

async function insertPlacesAndPeople(client: Client): Promise<void> {
	for (const site of SITES) {
		await client.query('insert into sites (id, site_name, city, latitude, longitude) values ($1, $2, $3, $4, $5)', [site.id, site.name, site.city, site.latitude, site.longitude]);
	}
	for (const person of PEOPLE) {
		await client.query('insert into personnel (id, first_name, last_name, email, job_title, timezone) values ($1, $2, $3, $4, $5, $6)', [
			person.id, person.firstName, person.lastName, person.email, person.jobTitle, person.timezone,
		]);
		if (person.openProjectId === null) continue;
		await client.query('insert into openproject_user_mapping (personnel_id, openproject_user_id, openproject_username) values ($1, $2, $3)', [person.id, person.openProjectId, person.email]);
	}
}

const TASK_COLUMNS = [
	'id', 'task_id_display', 'task_title', 'task_description_detailed', 'assigned_to_user_id', 'created_by_user_id', 'submitted_by_user_id', 'site_id',
	'parent_task_id', 'due_date', 'due_at', 'reminder_time', 'priority', 'status', 'completion_date', 'created_at',
] as const;

async function copyTasks(client: Client, seeding: Seeding): Promise<void> {
	const target = client.query(copyFrom(`copy tasks (${TASK_COLUMNS.join(', ')}) from stdin`));
	await pipeline(Readable.from(linesOf(seeding)), target);
}

const LINES_PER_CHUNK = 500;

function* linesOf(seeding: Seeding): Generator<string> {
	let lines: string[] = [];
	for (const row of generateTasks(seeding)) {
		lines.push(copyLine(TASK_COLUMNS.map((column) => row[column])));
		if (lines.length < LINES_PER_CHUNK) continue;
		yield lines.join('');
		lines = [];
	}
	yield lines.join('');
}

/** Enough of the other tables to be recognisable; the sync does not touch them. */
async function insertAround(client: Client): Promise<void> {
	await client.query(`insert into task_assignment_history (task_id, assigned_to_user_id, assigned_at)
		select id, assigned_to_user_id, created_at from tasks where assigned_to_user_id is not null`);
	await client.query(`insert into reminders (reminder_title, related_task_id, for_user_id, reminder_time)
		select 'Reminder: ' || left(task_title, 200), id, assigned_to_user_id, reminder_time from tasks where reminder_time is not null`);
	await client.query(`insert into lists (list_name, list_type, site_id) select 'Van stock – ' || site_name, 'checklist', id from sites`);
	await client.query(`insert into list_items (list_id, item_description, item_order)
		select lists.id, item, place from lists, unnest(array['Filters', 'V-belts', 'Fuses 10 A', 'Sealant', 'First-aid kit']) with ordinality as items (item, place)`);
	await client.query(`insert into field_reports (report_title, report_content, site_id, submitted_by_user_id, report_date)
		select 'Weekly round', E'All units running.\\n- Unit 3 noisy', sites.id, personnel.id, current_date
		from sites, lateral (select id from personnel order by id limit 1) as personnel`);
}

async function createSyncRole(client: Client, password: string): Promise<void> {
	// Roles belong to the server: this one may be left from a database that was thrown away.
	const { rowCount } = await client.query('select from pg_roles where rolname = $1', [SYNC_ROLE]);
	await client.query(`${rowCount === 0 ? 'create' : 'alter'} role ${SYNC_ROLE} login bypassrls password ${client.escapeLiteral(password)}`);
	const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
	await client.query(`grant create on database ${rows[0]!.name} to ${SYNC_ROLE}`);
	await client.query(`grant select, insert, update on tasks to ${SYNC_ROLE}`);
	await client.query(`grant select on personnel, openproject_user_mapping, sites to ${SYNC_ROLE}`);
}
