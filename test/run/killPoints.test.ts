import { spawn } from 'node:child_process';
import path from 'node:path';
import { createSyncWorld } from '../support/syncWorld';
import type { ChildOrder } from '../support/syncChild';
import type { SyncWorld } from '../support/syncWorld';
import { differencesBetween } from '../support/compareFlrts';

/** Kill points tried; more with KILL_POINTS. */
const KILL_POINTS = Number(process.env['KILL_POINTS'] ?? 24);

interface ChildReport {
	readonly killedAt?: string;
	readonly status?: string;
	readonly points?: readonly string[];
}

function runChild(world: SyncWorld, killAt: number | null): Promise<ChildReport> {
	const order: ChildOrder = {
		databaseUrl: world.databaseUrl, openProjectUrl: world.server.url, apiKey: world.server.apiKey, configuration: world.configuration, settings: world.settings,
		request: { mode: 'incremental', trigger: 'test', startedBy: 'the process that dies' }, killAt,
	};
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, '../support/syncChild.ts')], { env: { ...process.env, SYNC_ORDER: JSON.stringify(order) }, stdio: ['ignore', 'pipe', 'pipe'] });
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
async function editBothSides(world: SyncWorld, round: number): Promise<void> {
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

describe('a sync whose process is killed', () => {
	it('is taken over wherever it died, converges, and leaves no work package twice', async () => {
		const world = await createSyncWorld();
		try {
			await world.sql(`insert into tasks (task_id_display, task_title, priority) select 'S-' || n, 'Seed ' || n, 'Medium' from generate_series(1, 8) n`);
			await world.run('full_sync');
			await editBothSides(world, 0);
			const whole = await runChild(world, null);
			expect(whole.status).toBe('done');
			const points = whole.points ?? [];
			const writes = points.flatMap((name, index) => (name.includes('commit') ? [] : [index + 1]));
			const commits = points.flatMap((name, index) => (name.includes('commit') ? [index + 1] : []));
			expect(writes.length).toBeGreaterThanOrEqual(10);
			const spread = commits.filter((_, index) => index % Math.max(1, Math.floor(commits.length / Math.max(1, KILL_POINTS - 12))) === 0);
			const chosen = [...writes.slice(0, 12), ...spread].slice(0, KILL_POINTS);
			expect(chosen.length).toBeGreaterThanOrEqual(Math.min(20, KILL_POINTS));
			let killed = 0;
			for (const [index, killAt] of chosen.entries()) {
				await editBothSides(world, index + 1);
				const child = await runChild(world, killAt);
				if (child.killedAt !== undefined) killed += 1;
				const where = `killed ${child.killedAt ?? 'not at all'} (point ${killAt})`;
				const recovered = await world.run('incremental');
				expect({ where, status: recovered.status, failures: recovered.failures, conflicts: recovered.conflicts }).toEqual({ where, status: 'done', failures: [], conflicts: [] });
				expect({ where, differences: await differencesBetween(world) }).toEqual({ where, differences: [] });
			}
			expect(killed).toBeGreaterThanOrEqual(Math.min(20, KILL_POINTS));
			const last = await world.run('incremental');
			expect(last.written).toEqual({ local: 0, remote: 0 });
		} finally {
			await world.close();
		}
	}, 600_000);
});
