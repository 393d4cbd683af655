import fc from 'fast-check';
import { breaksInTheChain } from '../support/auditChain';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { letting, versionsOf } from './flrtsTasks';

const everything = letting('mass_delete', 'mass_change', 'both_populated', 'empty_side');

/** What somebody does to one record of one side. Values are numbered, so that no two edits come to the same. */
interface Edit {
	readonly record: number;
	readonly kind: 'title_here' | 'title_there' | 'text_here' | 'text_there' | 'due_here' | 'due_there' | 'delete_here' | 'add_here' | 'add_there';
}

const edits = fc.array(
	fc.record({ record: fc.nat(5), kind: fc.constantFrom<Edit['kind'][]>('title_here', 'title_there', 'text_here', 'text_there', 'due_here', 'due_there', 'delete_here', 'add_here', 'add_there') }),
	{ maxLength: 8 },
);

type Fields = Readonly<Record<'title' | 'text' | 'due', string | null>>;
/** Both sides of one record as somebody would read them, without the engine's help. */
interface Seen {
	readonly local: Fields | null;
	readonly remote: (Fields & { readonly status: string }) | null;
}

async function look(world: SyncWorld): Promise<ReadonlyMap<string, Seen>> {
	const rows = await world.sql<{ id: string; title: string; text: string | null; due: string | null }>('select id, task_title as title, task_description_detailed as text, due_date::text as due from tasks');
	const links = await world.sql<{ id: string; local_key: string | null; remote_id: string | null }>(`select id::text, local_key::jsonb ->> 0 as local_key, remote_id::text from batch_sync.link`);
	const packages = new Map(world.server.store.list().map((one) => [String(one.id), one]));
	return new Map(links.map((link) => {
		const row = rows.find(({ id }) => id === link.local_key);
		const remote = link.remote_id === null ? undefined : packages.get(link.remote_id);
		return [link.id, {
			local: row === undefined ? null : { title: row.title, text: row.text ?? '', due: row.due },
			remote: remote === undefined ? null : { title: remote.subject, text: remote.description ?? '', due: remote.dueDate ?? null, status: remote.status },
		}];
	}));
}

let count = 0;

async function make(world: SyncWorld, list: readonly Edit[]): Promise<void> {
	for (const { record, kind } of list) {
		count += 1;
		const value = `value ${count}`;
		const date = new Date(Date.UTC(2027, 0, 1 + count)).toISOString().slice(0, 10);
		const [row] = await world.sql<{ id: string; openproject_id: number | null }>('select id, openproject_id from tasks order by task_id_display offset $1 limit 1', [record]);
		const remote = world.server.store.list()[record];
		switch (kind) {
			case 'title_here': await world.sql('update tasks set task_title = $2 where id = $1', [row?.id, value]); break;
			case 'text_here': await world.sql('update tasks set task_description_detailed = $2 where id = $1', [row?.id, value]); break;
			case 'due_here': await world.sql('update tasks set due_date = $2 where id = $1', [row?.id, date]); break;
			case 'delete_here': await world.sql('delete from tasks where id = $1', [row?.id]); break;
			case 'add_here': await world.sql(`insert into tasks (task_id_display, task_title, priority) values ($1, $2, 'Medium')`, [`N-${count}`, value]); break;
			case 'add_there': world.server.store.create({ subject: value }); break;
			case 'title_there': if (remote !== undefined) world.server.store.update(remote.id, { subject: value }); break;
			case 'text_there': if (remote !== undefined) world.server.store.update(remote.id, { description: value }); break;
			case 'due_there': if (remote !== undefined) world.server.store.update(remote.id, { dueDate: date }); break;
		}
	}
}

const FIELDS: ReadonlyArray<readonly [keyof Fields, string]> = [['title', 'subject'], ['text', 'description'], ['due', 'due']];

/** What an undo of the run between `before` and `after` has to leave, given what was there when it began. Judged from contents alone. */
function misses(moments: { readonly before: ReadonlyMap<string, Seen>; readonly after: ReadonlyMap<string, Seen>; readonly now: ReadonlyMap<string, Seen>; readonly result: ReadonlyMap<string, Seen>; readonly conflicts: ReadonlySet<string> }): readonly string[] {
	const found: string[] = [];
	const { before, after, now, result, conflicts } = moments;
	for (const [link, was] of after) {
		const former = before.get(link) ?? { local: null, remote: null };
		const present = now.get(link) ?? { local: null, remote: null };
		const end = result.get(link) ?? { local: null, remote: null };
		const expect = (name: string, got: unknown, wanted: unknown): void => {
			if (got !== wanted) found.push(`link ${link} ${name}: ${String(got)} instead of ${String(wanted)}`);
		};
		const isSame = (a: Fields | null, b: Fields | null): boolean => JSON.stringify(a) === JSON.stringify(b);
		if (former.remote === null && was.remote !== null && was.local !== null && before.get(link)?.local !== undefined) {
			const isEdited = !isSame(present.remote, was.remote);
			// Its row was deleted since and the deletion carried: it is taken back already.
			if (present.remote?.status === 'Rejected') {
				expect('taken back already', JSON.stringify(end.remote), JSON.stringify(present.remote));
			} else if (isEdited) {
				expect('made, then edited', JSON.stringify(end.remote), JSON.stringify(present.remote));
				expect('conflict for the record', conflicts.has(`${link} *`), true);
			} else expect('status of the record made', end.remote?.status, 'Rejected');
			expect('the row it came from', JSON.stringify(end.local), JSON.stringify(present.local));
			continue;
		}
		if (former.local === null) continue;
		if (former.remote === null || was.remote === null || present.remote === null || end.remote === null) continue;
		for (const [field, name] of FIELDS) {
			const changed = (['local', 'remote'] as const).filter((side) => former[side]?.[field] !== was[side]?.[field]);
			const isEdited = (['local', 'remote'] as const).some((side) => present[side]?.[field] !== was[side]?.[field]);
			for (const side of ['local', 'remote'] as const) {
				const wanted = changed.includes(side) && !isEdited ? former[side]?.[field] : present[side]?.[field];
				expect(`${side} ${name}`, end[side]?.[field], wanted);
			}
			if (changed.length > 0 && isEdited) expect(`conflict about ${name}`, [...conflicts].some((conflict) => conflict.startsWith(`${link} `) && conflict.includes(name)), true);
		}
		if (former.remote.status !== was.remote.status && present.remote.status === was.remote.status) expect('status', end.remote.status, former.remote.status);
	}
	return found;
}

/** Links whose record lives on under another link: deleted on one side, edited on the other, and back since. They are left alone, with a remark. */
async function comeBack(world: SyncWorld): Promise<ReadonlySet<string>> {
	const rows = await world.sql<{ id: string }>(`select a.id::text from batch_sync.link a where a.state = 'tombstone' and exists (select 1 from batch_sync.link b where b.state <> 'tombstone' and b.id <> a.id and (b.local_key = a.local_key or b.remote_id = a.remote_id))`);
	return new Set(rows.map(({ id }) => id));
}

async function bases(world: SyncWorld): Promise<unknown> {
	return await world.sql('select id, state, base_local, base_remote from batch_sync.link order by id');
}

describe('undo over random histories', () => {
	it('E16, E17: restores what nobody edited since, makes conflicts of the rest, keeps the audit trail whole, and the next run writes nothing', async () => {
		await fc.assert(
			fc.asyncProperty(edits, edits, edits, fc.boolean(), async (first, second, later, runsBetween) => {
				const world = await createSyncWorld();
				try {
					await world.sql(`insert into tasks (task_id_display, task_title, priority) select 'T-' || n, 'Task ' || n, 'Medium' from generate_series(1, 5) n`);
					await world.run('full_sync', everything);
					await make(world, first);
					await world.run('incremental', everything);
					await make(world, second);
					// Links of new records are known only when they have been looked at.
					await world.run('incremental', { ...everything, preview: true });
					const before = await look(world);
					const run = await world.run('incremental', everything);
					const after = await look(world);
					const afterBases = await bases(world);
					if (run.written.local + run.written.remote === 0) return;
					await make(world, later);
					if (runsBetween) await world.run('incremental', everything);
					const now = await look(world);
					const undo = await world.run('incremental', { task: { kind: 'undo', run: run.run }, ...everything });
					expect(undo).toMatchObject({ status: 'done', failures: [] });
					const conflicts = new Set(undo.conflicts.filter(({ kind }) => kind === 'edited_since').map(({ link, field }) => `${link} ${field}`));
					const back = await comeBack(world);
					const isUndone = ([link]: readonly [string, Seen]): boolean => !back.has(link);
					expect(misses({ before, after: new Map([...after].filter(isUndone)), now, result: await look(world), conflicts })).toEqual([]);
					expect(await breaksInTheChain(world)).toEqual([]);
					if (later.length === 0 && undo.heldCount > 0) {
						const redo = await world.run('incremental', { task: { kind: 'undo', run: undo.run }, ...everything });
						expect(redo).toMatchObject({ status: 'done', failures: [], heldCount: 0 });
						expect(await look(world)).toEqual(after);
						expect(await bases(world)).toEqual(afterBases);
						expect(await breaksInTheChain(world)).toEqual([]);
					}
					if (undo.heldCount > 0 && later.length > 0) await world.run('incremental', { task: { kind: 'release', how: 'accept', run: null, records: [] }, ...everything });
					await world.run('incremental', everything);
					await world.run('incremental', everything);
					const rest = await versionsOf(world);
					await world.run('incremental', everything);
					expect(await versionsOf(world)).toEqual(rest);
					expect(await breaksInTheChain(world)).toEqual([]);
				} finally {
					await world.close();
				}
			}),
			{ numRuns: 15 },
		);
	}, 240_000);
});
