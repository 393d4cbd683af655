import { fenced } from './context';
import type { RunContext } from './context';
import { addPending } from '../postgres/stores/tables';

/** Links of conflicts that a person has resolved become pending until the resolution is carried out, or no longer holds. */
export async function wakeResolved(context: RunContext): Promise<void> {
	const { link, conflict } = context.tables;
	await fenced(context, (tx) =>
		tx.execute({
			text: `update ${link} l set pending = ${addPending('l', 'resolution')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null
				from ${conflict} c where c.pair = $1 and c.status = 'resolved' and c.applied_at is null and l.id = c.link and l.state in ('live', 'vanished')
					and not ('resolution' = any(coalesce(l.pending, '{}')))`,
			values: [context.pair.id],
		}),
	);
}
