import type { Transaction } from '../postgres';
import type { RunContext } from './context';
import { readLinks } from '../postgres/stores/linkStore';
import { readInputs } from './readInputs';
import type { PlannableLink } from './readInputs';

/**
 * A record deleted on one side and edited since on the other comes back: the link becomes a tombstone that keeps
 * both keys, and the living record goes on in a link of the next generation, one-sided as if it were new.
 */
export async function openGeneration(tx: Transaction, context: RunContext, link: PlannableLink): Promise<PlannableLink> {
	const { tables } = context;
	const isLocalGone = link.input.link.goneSide === 'local';
	await tx.execute({
		text: `update ${tables.link} set state = 'tombstone', pending = null, updated_at = clock_timestamp() where id = $1`,
		values: [link.row.id],
	});
	await tx.execute({
		text: `update ${tables.conflict} set status = case when status = 'pending_review' then 'superseded' else status end, applied_at = case when status = 'resolved' then clock_timestamp() end, updated_at = clock_timestamp()
			where link = $1 and status in ('pending_review', 'resolved') and applied_at is null`,
		values: [link.row.id],
	});
	const columns = isLocalGone ? 'remote_id, remote_seen, remote_sum, remote_lock, remote_updated_at, remote_facts, remote_edited_at, remote_created_at, provenance' : 'local_key, local_sum, local_edited_at, synced_at, edited_seen';
	const [row] = await tx.query<{ id: string }>({
		text: `insert into ${tables.link} (pair, generation, title, pending, pending_since, ${columns})
			select pair, generation + 1, title, array['edited_after_delete'], clock_timestamp(), ${columns.replace('remote_seen', 'coalesce(remote_seen, base_remote)')} from ${tables.link} where id = $1 returning id`,
		values: [link.row.id],
	});
	const [opened] = await readInputs(tx, context, await readLinks(tx, tables, [row?.id ?? '']));
	if (opened === undefined) throw new Error('The new generation of the link cannot be read back.');
	return opened;
}
