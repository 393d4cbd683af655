import type { PolicySpec } from '../merge';
import { fenced } from './context';
import type { RunContext } from './context';

/** Records looked up in one run; for more, the time of the last change of whatever kind counts. */
const MOST = 500;

/**
 * Under newest_wins the time of an edit decides, not that of a comment made after it. Where both sides moved, the
 * time of the last real edit is read from the work package's activities, one request each.
 */
export async function refineEditTimes(context: RunContext): Promise<void> {
	const usesTime = (policies: readonly PolicySpec[]): boolean => policies.some((policy) => policy.kind === 'newest_wins');
	if (!context.mapping.fields.some((field) => usesTime(field.policies)) && !usesTime(context.configuration.noBasePolicies)) return;
	const rows = await fenced(context, (tx) =>
		tx.query<{ id: string; remote_id: string }>({
			text: `select id, remote_id from ${context.tables.link} where pair = $1 and state = 'live' and gone_side is null and remote_id is not null and local_key is not null
				and pending @> array['local', 'remote'] order by id limit ${MOST}`,
			values: [context.pair.id],
		}),
	);
	for (const row of rows) {
		if (context.stop.reason() !== null) return;
		const at = await context.remote.lastEdit(row.remote_id);
		if (at === null) continue;
		await fenced(context, (tx) => tx.execute({ text: `update ${context.tables.link} set remote_edited_at = $2::timestamptz where id = $1`, values: [row.id, at] }));
	}
}
