import type { PendingReason } from '../plan';
import type { Transaction } from '../postgres';
import { spellKeys } from '../postgres/stores/linkStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { addPending } from '../postgres/stores/tables';

/**
 * Links that wait for a partner of a reference, or for an entry of the user map, become pending when it is there.
 * Compared in SQL at every run: neither side's checksum moves when a map entry appears. `reason` is 'settle' for those
 * whose partner this very run has made.
 */
export async function wakeUnresolved(context: RunContext, reason: Extract<PendingReason, 'unresolved' | 'settle'> = 'unresolved'): Promise<void> {
	const users = [...[...context.users.toRemote.keys()].map((id) => `user:local:${id}`), ...[...context.users.toLocal.keys()].map((id) => `user:remote:${id}`)];
	const { link } = context.tables;
	await fenced(context, async (tx) => {
		const spelled = [...(await spellKeys(tx, context.table, await readAwaited(tx, context)))].filter(([asked, key]) => asked !== key);
		await tx.execute({
			text: `update ${link} l set pending = ${addPending('l', reason)}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null
				where l.pair = $1 and l.unresolved is not null and l.state = 'live' and not ('${reason}' = any(coalesce(l.pending, '{}'))) and exists (
					select 1 from jsonb_array_elements(l.unresolved) u where u ->> 'ref' = any($2::text[])
						or exists (select 1 from ${link} p where p.pair = l.pair and p.state <> 'tombstone' and (
							(u ->> 'ref' like 'link:%' and p.id::text = substr(u ->> 'ref', 6) and p.local_key is not null and p.remote_id is not null)
							or (u ->> 'ref' like 'record:local:%' and p.local_key = coalesce((select s.key from unnest($3::text[], $4::text[]) s (asked, key) where s.asked = substr(u ->> 'ref', 14)), substr(u ->> 'ref', 14)))
							or (u ->> 'ref' like 'record:remote:%' and p.remote_id::text = substr(u ->> 'ref', 15)))))`,
			values: [context.pair.id, users, spelled.map(([asked]) => asked), spelled.map(([, key]) => key)],
		});
	});
}

/** Keys of rows that references wait for, as the columns that point to them spell them. */
async function readAwaited(tx: Transaction, context: RunContext): Promise<readonly string[]> {
	const rows = await tx.query<{ key: string }>({
		text: `select distinct substr(u ->> 'ref', 14) as key from ${context.tables.link} l, jsonb_array_elements(l.unresolved) u where l.pair = $1 and l.unresolved is not null and l.state = 'live' and u ->> 'ref' like 'record:local:%'`,
		values: [context.pair.id],
	});
	return rows.map((row) => row.key);
}
