import type { SyncSides } from './syncSides';

/** Two runs apart from each other: longer than the ten minutes by which windows overlap. */
const BETWEEN_RUNS_MS = 11 * 60_000;

/** Lets time pass on OpenProject, so that what was changed before lies outside the next but one window. */
export async function passTime({ standIn }: SyncSides): Promise<void> {
	await standIn.ask('passTime', BETWEEN_RUNS_MS);
}

/** Gives rows another title, or work packages another subject, each a record of its own; `round` makes the values and the choice new. */
export async function edit(sides: SyncSides, round: string, { local, remote }: { readonly local: number; readonly remote: number }): Promise<void> {
	const { rows } = await sides.client.query<{ id: string; openproject_id: number }>(
		'select id, openproject_id from tasks where openproject_id is not null order by md5(id::text || $1) limit $2',
		[round, local + remote],
	);
	if (rows.length < local + remote) throw new Error(`Only ${rows.length} of ${local + remote} tasks to edit are linked.`);
	await sides.client.query(`update tasks set task_title = $2 || ' ' || task_id_display where id = any($1::uuid[])`, [rows.slice(0, local).map(({ id }) => id), `Edited in round ${round}:`]);
	await sides.standIn.ask('rename', rows.slice(local).map((row) => row.openproject_id), `Edited there in round ${round}:`);
}

/**
 * What a database in use has behind it: statistics, and dead rows cleaned away. Autovacuum does the same within minutes,
 * but when exactly would be chance.
 */
export async function keepUp({ client }: SyncSides): Promise<void> {
	await client.query('vacuum (analyze)');
	await client.query('checkpoint');
}
