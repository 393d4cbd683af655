import { spawn } from 'node:child_process';
import path from 'node:path';
import type { RunRequest, RunSettings } from '../../src/run';
import type { ChildOrder } from './syncChild';
import type { SyncWorld } from './syncWorld';

/** What a process that was to die said last. */
export interface ChildReport {
	readonly killedAt?: string;
	readonly status?: string;
	readonly points?: readonly string[];
}

/** Runs the engine in a process of its own that is killed at the given point where something durable happens; null: at none. */
export function runChild(world: SyncWorld, killAt: number | null, more: { readonly request?: Partial<RunRequest>; readonly settings?: Partial<RunSettings> } = {}): Promise<ChildReport> {
	const order: ChildOrder = {
		databaseUrl: world.databaseUrl, openProjectUrl: world.server.url, apiKey: world.server.apiKey, configuration: world.configuration, settings: { ...world.settings, ...more.settings },
		request: { mode: 'incremental', trigger: 'test', startedBy: 'the process that dies', ...more.request }, killAt,
	};
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'syncChild.ts')], { env: { ...process.env, SYNC_ORDER: JSON.stringify(order) }, stdio: ['ignore', 'pipe', 'pipe'] });
		let out = '';
		let complaint = '';
		child.stdout.on('data', (data: Buffer) => void (out += data.toString()));
		child.stderr.on('data', (data: Buffer) => void (complaint += data.toString()));
		child.on('error', reject);
		child.on('close', (code, signal) => {
			const last = out.trim().split('\n').at(-1);
			if (last === undefined || last === '') reject(new Error(`The child said nothing (exit ${code}, signal ${signal}): ${complaint}`));
			else resolve(JSON.parse(last) as ChildReport);
		});
	});
}

/** Edits on both sides, new rows with a child, and a new work package: every kind of write a sync makes. */
export async function editBothSides(world: SyncWorld, round: number): Promise<void> {
	await world.sql(
		`with parent as (insert into tasks (task_id_display, task_title, status) values ('R' || $1 || '-P', 'Parent of round ' || $1, 'In Progress') returning id)
		insert into tasks (task_id_display, task_title, parent_task_id) select 'R' || $1 || '-' || n, 'Child ' || n || ' of round ' || $1, parent.id from parent, generate_series(1, 2) n`,
		[String(round)],
	);
	const linked = await world.sql<{ id: string; openproject_id: number }>('select id, openproject_id from tasks where openproject_id is not null order by task_id_display limit 6');
	for (const row of linked.slice(0, 2)) await world.sql('update tasks set task_title = $2 where id = $1', [row.id, `Edited here in round ${round}`]);
	for (const row of linked.slice(2, 4)) world.server.store.update(row.openproject_id, { dueDate: `2027-01-${String(1 + (round % 28)).padStart(2, '0')}` });
	for (const row of linked.slice(4, 5)) {
		await world.sql('update tasks set priority = $2 where id = $1', [row.id, round % 2 === 0 ? 'High' : 'Low']);
		world.server.store.update(row.openproject_id, { subject: `Edited there in round ${round}` });
	}
	world.server.store.create({ subject: `Made there in round ${round}`, type: 'Task', status: 'New' });
}
