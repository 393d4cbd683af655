import type { KnownConflict, PlannedConflict, SettledConflict } from '../../plan';
import type { ConflictKind } from '../../merge';
import type { Json } from '../../record';
import type { Transaction } from '../types';
import type { Tables } from './tables';

/** Open conflicts and resolutions not yet carried out, by link id. */
export async function readConflicts(tx: Transaction, tables: Tables, links: readonly string[]): Promise<ReadonlyMap<string, readonly KnownConflict[]>> {
	const rows = await tx.query<{ id: string; link: string; field: string; kind: ConflictKind; status: 'pending_review' | 'resolved'; local: Json; remote: Json; decided_on: { local: Json; remote: Json } | null; resolution: { chosen?: Json } | null }>({
		text: `select id, link, field, kind, status, local, remote, decided_on, resolution from ${tables.conflict}
			where link = any($1::bigint[]) and (status = 'pending_review' or (status = 'resolved' and applied_at is null)) order by id`,
		values: [links],
	});
	const known = new Map<string, KnownConflict[]>();
	for (const row of rows) {
		const on = row.decided_on ?? { local: row.local, remote: row.remote };
		const conflict: KnownConflict = { id: row.id, field: row.field, kind: row.kind, status: row.status, local: on.local, remote: on.remote, ...(row.resolution?.chosen === undefined ? {} : { chosen: row.resolution.chosen }) };
		const list = known.get(row.link);
		if (list === undefined) known.set(row.link, [conflict]);
		else list.push(conflict);
	}
	return known;
}

/** Opens conflicts, or updates those already open where a value has moved since. */
export async function raiseConflicts(tx: Transaction, tables: Tables, scope: { readonly pair: string; readonly run: string }, conflicts: ReadonlyArray<{ readonly link: string; readonly conflict: PlannedConflict }>): Promise<void> {
	if (conflicts.length === 0) return;
	const rows = conflicts.map(({ link, conflict }) => ({ link, field: conflict.field, fields: conflict.fields, kind: conflict.kind, base: conflict.base, local: conflict.local, remote: conflict.remote }));
	await tx.execute({
		text: `insert into ${tables.conflict} as c (pair, run, link, field, fields, kind, base, local, remote, status)
			select $1, $2, link, field, fields, kind, base, local, remote, 'pending_review'
			from jsonb_to_recordset($3::jsonb) as n (link bigint, field text, fields text[], kind text, base jsonb, local jsonb, remote jsonb)
			on conflict (link, field) where status = 'pending_review' do update
				set kind = excluded.kind, base = excluded.base, local = excluded.local, remote = excluded.remote, run = excluded.run, updated_at = clock_timestamp()
				where (c.kind, c.local, c.remote) is distinct from (excluded.kind, excluded.local, excluded.remote)`,
		values: [scope.pair, scope.run, JSON.stringify(rows)],
	});
}

/** Closes conflicts that no longer hold, resolutions not carried out among them; each names the open conflict that took its place, if one did. */
export async function supersedeConflicts(tx: Transaction, tables: Tables, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await tx.execute({
		text: `update ${tables.conflict} c set status = 'superseded', updated_at = clock_timestamp(),
				superseded_by = (select n.id from ${tables.conflict} n where n.link = c.link and n.field = c.field and n.status = 'pending_review' and n.id <> c.id)
			where c.id = any($1::bigint[]) and c.applied_at is null and c.status <> 'superseded'`,
		values: [ids],
	});
}

/** Records conflicts that a policy settled, with the value that was not kept; marks a person's resolution as carried out. */
export async function recordSettled(tx: Transaction, tables: Tables, scope: { readonly pair: string; readonly run: string }, settled: ReadonlyArray<{ readonly link: string; readonly conflict: SettledConflict }>): Promise<void> {
	if (settled.length === 0) return;
	const carried = settled.flatMap(({ conflict }) => (conflict.resolves === null ? [] : [conflict.resolves]));
	if (carried.length > 0) await tx.execute({ text: `update ${tables.conflict} set applied_at = clock_timestamp() where id = any($1::bigint[]) and status = 'resolved'`, values: [carried] });
	const rows = settled.filter(({ conflict }) => conflict.resolves === null).map(({ link, conflict }) => ({
		link, field: conflict.field, fields: conflict.fields, kind: conflict.kind, base: conflict.base, local: conflict.local, remote: conflict.remote,
		decided_on: { local: conflict.local, remote: conflict.remote }, resolution: { chosen: conflict.value, lost: conflict.lost }, resolved_by: `policy:${conflict.by}`,
	}));
	if (rows.length === 0) return;
	await tx.execute({
		text: `insert into ${tables.conflict} (pair, run, link, field, fields, kind, base, local, remote, status, decided_on, resolution, resolved_by, resolved_at, applied_at)
			select $1, $2, link, field, fields, kind, base, local, remote, 'resolved', decided_on, resolution, resolved_by, clock_timestamp(), clock_timestamp()
			from jsonb_to_recordset($3::jsonb) as n (link bigint, field text, fields text[], kind text, base jsonb, local jsonb, remote jsonb, decided_on jsonb, resolution jsonb, resolved_by text)`,
		values: [scope.pair, scope.run, JSON.stringify(rows)],
	});
}
