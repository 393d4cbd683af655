import { fenced } from './context';
import type { RunContext } from './context';

/** Looked up in one run; the rest follows in the next. */
const MOST = 100;

/**
 * A work package that carries the key of a row which already has one is normally a copy that somebody made, and a new
 * record. If it was made by our own account, it is the one thing the engine cannot rule out (a process frozen between
 * its last check and sending): it is reported and never copied into the table.
 */
export async function refuseDoubles(context: RunContext): Promise<void> {
	if (!context.info.hasProvenanceField) return;
	const { link } = context.tables;
	const key = context.table.key.length === 1 ? 'jsonb_build_array(r.provenance)::text' : 'r.provenance';
	const doubles = await fenced(context, (tx) =>
		tx.query<{ id: string; remote_id: string; original: string }>({
			text: `select r.id, r.remote_id, o.remote_id as original from ${link} r
				join ${link} o on o.pair = r.pair and o.state <> 'tombstone' and o.local_key = ${key} and o.remote_id is not null
				where r.pair = $1 and r.state = 'live' and r.local_key is null and r.provenance is not null and r.pending is not null order by r.id limit ${MOST}`,
			values: [context.pair.id],
		}),
	);
	for (const double of doubles) {
		const answer = await context.remote.read(double.remote_id);
		if (answer.status === 'missing' || answer.record.authorId !== context.info.userId) continue;
		const message = `Work package ${double.remote_id} carries the same key as work package ${double.original} and was made by the account of the sync. It is not copied into the table. If it is a double, delete it; if it is meant to be a record of its own, clear its key field.`;
		await fenced(context, (tx) =>
			tx.execute({ text: `update ${link} set last_failure = $2, updated_at = clock_timestamp() where id = $1`, values: [double.id, JSON.stringify({ code: 'AMBIGUOUS_PAIR', message, side: 'remote', fields: [] })] }),
		);
	}
}
