import { Client } from 'pg';
import { OpenProjectHand } from './edits/openProjectHand';
import { pickTasks, type LinkedTask, type Part } from './edits/pickTasks';
import type { OpenProjectAccess } from './compare/remoteTasks';
import { MAPPED_PEOPLE } from './flrts/people';

/** What was done, and what must come of it. */
export interface EditScript {
	/** For people, one line each. */
	readonly lines: readonly string[];
	/** The one row and field that a person has to decide. */
	readonly conflict: { readonly rowId: string; readonly workPackage: string; readonly localTitle: string; readonly remoteTitle: string };
	/** The work package whose row was deleted; it is to end on Rejected. */
	readonly deleted: { readonly workPackage: string };
	/** A row made here, a work package made there: each is to find a partner. */
	readonly created: { readonly rowId: string; readonly workPackage: string };
}

type Cast = Readonly<Record<Part, LinkedTask>>;

const NEW_ROW = '0c000000-0000-4000-8000-000000000001';

/**
 * A working day between two syncs: edits on one side, on both sides in different fields, the same edit twice, a true
 * conflict, a deletion, new records on either side, a comment. `openProject` is to hold the key of somebody other than
 * the sync's user.
 */
export async function makeScriptedEdits(databaseUrl: string, openProject: OpenProjectAccess): Promise<EditScript> {
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		const cast = await pickTasks(client);
		await editLocal(client, cast);
		const workPackage = await editRemote(new OpenProjectHand(openProject), cast);
		return scriptOf(cast, workPackage);
	} finally {
		await client.end();
	}
}

const SAME_TITLE = 'Pump 3: seal kit fitted (Größe 40) ✅';
const LOCAL_TITLE = 'Rewire panel B – crew says Tuesday';
const REMOTE_TITLE = 'Rewire panel B – office says Thursday';
const DESCRIPTION = 'Found on site:\n\n- seal worn,\treplaced\n- "north" breaker labelled wrongly\n\nNächster Besuch: KW 48 🚐';

async function editLocal(client: Client, cast: Cast): Promise<void> {
	await client.query(`update tasks set task_title = 'Done on site: ' || left(task_title, 200), priority = 'High', status = 'Done', completion_date = now() where id = $1`, [cast.localOnly.id]);
	await client.query('update tasks set task_description_detailed = $2 where id = $1', [cast.differentFields.id, DESCRIPTION]);
	await client.query('update tasks set task_title = $2 where id = $1', [cast.sameEdit.id, SAME_TITLE]);
	await client.query('update tasks set task_title = $2 where id = $1', [cast.conflict.id, LOCAL_TITLE]);
	await client.query('delete from tasks where id = $1', [cast.deleted.id]);
	await client.query(
		`insert into tasks (id, task_id_display, task_title, assigned_to_user_id, created_by_user_id, parent_task_id, due_at, priority, status)
		values ($1, 'FT-NEW-000001', 'Bring the long ladder – ring twice', $2, $2, $3, '2026-12-01 02:30:00+00', 'High', 'To Do')`,
		[NEW_ROW, MAPPED_PEOPLE[0]!.id, cast.parentOfNew.id],
	);
}

async function editRemote(hand: OpenProjectHand, cast: Cast): Promise<number> {
	await hand.edit(cast.remoteOnly.workPackage, { status: 'In progress', dueDate: '2026-12-18', assignee: MAPPED_PEOPLE[2]!.openProjectId });
	await hand.edit(cast.differentFields.workPackage, { priority: 'Immediate', assignee: null });
	await hand.edit(cast.sameEdit.workPackage, { subject: SAME_TITLE });
	await hand.edit(cast.conflict.workPackage, { subject: REMOTE_TITLE });
	await hand.comment(cast.commented.workPackage, 'Called the customer, nobody there.');
	return await hand.create({
		subject: 'Reported by phone: Kühlraum alarm, second floor',
		description: 'Caller: Mrs. Núñez\n\n> it beeps every 40 s',
		status: 'In progress',
		priority: 'High',
		assignee: MAPPED_PEOPLE[1]!.openProjectId,
		dueDate: '2026-12-04',
		parent: cast.remoteOnly.workPackage,
	});
}

function scriptOf(cast: Cast, workPackage: number): EditScript {
	return {
		lines: [
			'in PostgreSQL: title, priority and status of one task; a task deleted; a subtask added',
			'in OpenProject: status, due date and assignee of one work package; a comment; a child added',
			'in both: different fields of one record; the same title on another; two different titles on a third',
		],
		conflict: { rowId: cast.conflict.id, workPackage: String(cast.conflict.workPackage), localTitle: LOCAL_TITLE, remoteTitle: REMOTE_TITLE },
		deleted: { workPackage: String(cast.deleted.workPackage) },
		created: { rowId: NEW_ROW, workPackage: String(workPackage) },
	};
}
