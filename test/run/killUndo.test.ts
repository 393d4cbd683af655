import { breaksInTheChain } from '../support/auditChain';
import { editBothSides, runChild } from '../support/killedRun';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { letting } from './flrtsTasks';

/** Kill points tried; more with KILL_POINTS. */
const KILL_POINTS = Number(process.env['KILL_POINTS'] ?? 8);

const everything = letting('mass_delete', 'mass_change', 'both_populated');

interface Seen {
	readonly local: object | null;
	readonly remote: { readonly status: string } | null;
}

/** Both records of every living link, as somebody would read them. */
async function look(world: SyncWorld): Promise<ReadonlyMap<string, Seen>> {
	const rows = await world.sql<{ id: string }>('select id, task_title, priority, due_date::text as due from tasks');
	const links = await world.sql<{ id: string; key: string | null; remote: string | null }>(`select id::text, local_key::jsonb ->> 0 as key, remote_id::text as remote from batch_sync.link where state <> 'tombstone'`);
	const packages = new Map(world.server.store.list().map(({ id, subject, status, priority, dueDate }) => [String(id), { subject, status, priority, dueDate }]));
	return new Map(links.map(({ id, key, remote }) => [id, { local: rows.find((row) => row.id === key) ?? null, remote: packages.get(remote ?? '') ?? null }]));
}

/** What is not as an undo of the run between `before` and `after` has to leave it. */
function misses(before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>, end: ReadonlyMap<string, Seen>): readonly string[] {
	return [...after].flatMap(([id, was]) => {
		const old = before.get(id);
		const now = end.get(id);
		if (old === undefined || now === undefined) return [`link ${id} is new or gone`];
		if (old.remote === null) return now.remote?.status === 'Rejected' ? [] : [`link ${id} was made and is not taken back`];
		// A row made from a work package stays: by default the table is left alone.
		const wanted = old.local === null ? was : old;
		return JSON.stringify(now) === JSON.stringify(wanted) ? [] : [`link ${id}: ${JSON.stringify(now)} instead of ${JSON.stringify(wanted)}`];
	});
}

describe('an undo whose process is killed', () => {
	it('E16, E3: keeps its links on hold wherever it died, the next run writes nothing, and the undo can be finished', async () => {
		const world = await createSyncWorld();
		try {
			await world.sql(`insert into tasks (task_id_display, task_title, priority) select 'S-' || n, 'Seed ' || n, 'Medium' from generate_series(1, 8) n`);
			await world.run('full_sync');
			let points = 0;
			let killed = 0;
			for (let round = 0; round <= KILL_POINTS; round += 1) {
				await editBothSides(world, round);
				// New records get their links when they are first looked at.
				await world.run('incremental', { preview: true, ...everything });
				const before = await look(world);
				const { run } = await world.run('incremental', everything);
				const after = await look(world);
				const killAt = round === 0 ? null : Math.max(1, Math.round((points * round) / (KILL_POINTS + 1)));
				const child = await runChild(world, killAt, { request: { task: { kind: 'undo', run } }, ...everything });
				if (round === 0) points = child.points?.length ?? 0;
				if (child.killedAt !== undefined) killed += 1;
				const where = `killed ${child.killedAt ?? 'not at all'} (point ${killAt} of ${points})`;
				const next = await world.run('incremental', everything);
				// Finished already where it died at its very end.
				await world.run('incremental', { task: { kind: 'undo', run }, ...everything }).catch((error: Error) => expect(error.message).toMatch(/already undone/));
				expect({ where, next: next.written, misses: misses(before, after, await look(world)), chain: await breaksInTheChain(world) }).toEqual({ where, next: { local: 0, remote: 0 }, misses: [], chain: [] });
				await world.run('incremental', { task: { kind: 'release', how: 'accept', run: null, records: [] }, ...everything });
			}
			expect(killed).toBeGreaterThanOrEqual(KILL_POINTS - 1);
		} finally {
			await world.close();
		}
	}, 600_000);
});
