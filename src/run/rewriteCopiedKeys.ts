import { storableLock } from '../postgres/stores/storableLock';
import { fenced } from './context';
import type { RunContext } from './context';

/** Copies handled in one run. */
const MOST = 200;

/**
 * Work packages people copied carry the key of the row they were copied from. Once a copy has a row of its own, its
 * key is set right, so that it can never be taken for the original. Failing to do so harms nothing: the link decides.
 */
export async function rewriteCopiedKeys(context: RunContext): Promise<void> {
	if (!context.info.hasProvenanceField || context.stop.reason() !== null) return;
	const key = context.table.key.length === 1 ? `l.local_key::jsonb ->> 0` : 'l.local_key';
	const { link } = context.tables;
	const copies = await fenced(context, (tx) =>
		tx.query<{ id: string; remote_id: string; remote_lock: number | null; provenance: string }>({
			text: `select l.id, l.remote_id, l.remote_lock, ${key} as provenance from ${link} l
				where l.pair = $1 and l.is_copied_key and l.state = 'live' and l.remote_id is not null and l.gone_side is null order by l.id limit ${MOST}`,
			values: [context.pair.id],
		}),
	);
	for (const copy of copies) {
		if (context.stop.reason() !== null || !(await context.lease.covers(context.settings.requestDeadlineMs))) return;
		const answer = await context.remote.update(copy.remote_id, copy.remote_lock ?? 0, {}, { provenance: copy.provenance });
		if (answer.status !== 'done') {
			context.remarks.push(`The key field of work package ${copy.remote_id} still names the row it was copied from; it is set right in a later run.`);
			continue;
		}
		context.written.remote += 1;
		await fenced(context, (tx) =>
			tx.execute({
				text: `update ${context.tables.link} set provenance = $2, remote_lock = $3, remote_updated_at = $4 where id = $1`,
				values: [copy.id, copy.provenance, storableLock(answer.record.lockVersion), answer.record.updatedAt],
			}),
		);
	}
}
