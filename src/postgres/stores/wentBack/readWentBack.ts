import type { WentBackMeasure } from '../../../plan';
import type { Transaction } from '../../types';
import type { LocalTable } from '../localTable';
import type { Tables } from '../tables';

/** Records that are gone and newer than anything that stayed: only from this many on they say something by themselves. */
const FEWEST_GONE = 3;

/** What shows by now that a side went back, before it is judged. */
export async function readWentBack(tx: Transaction, tables: Tables, pair: string, table: Pick<LocalTable, 'editedAt' | 'writeBack'>): Promise<readonly WentBackMeasure[]> {
	const { link } = tables;
	const marks = await tx.query<{ side: WentBackMeasure['side']; why: WentBackMeasure['shown'][number]['why']; count: string; since: string | null }>({
		text: `select m.key as side, m.value ->> 'why' as why, count(*) as count, min(m.value ->> 'since') as since
			from ${link} l, jsonb_each(l.went_back) m where l.pair = $1 and l.went_back is not null group by 1, 2 order by 1, 2`,
		values: [pair],
	});
	const [state] = await tx.query<{ replaced: { since: string | null; paired: number } | null }>({ text: `select books_replaced as replaced from ${tables.pair} where id = $1`, values: [pair] });
	const shown = new Map<WentBackMeasure['side'], Array<WentBackMeasure['shown'][number]>>();
	const add = (side: WentBackMeasure['side'], why: WentBackMeasure['shown'][number]['why'], count: number, since: string | null): void => {
		if (count > 0) shown.set(side, [...(shown.get(side) ?? []), { why, count, since }]);
	};
	for (const row of marks) add(row.side, row.why, Number(row.count), row.since);
	const goneRemote = await countGone(tx, tables, pair, 'remote', 'g.remote_created_at', 'o.remote_id is not null and greatest(o.remote_updated_at::timestamptz, o.remote_created_at) >= (select min(at) from gone)');
	add('remote', 'gone', goneRemote.count, goneRemote.since);
	const stayed = table.writeBack.lastSync !== undefined ? 'o.synced_at >= (select min(known) from gone)' : table.editedAt !== null ? 'o.edited_seen[1] >= (select min(at) from gone)' : null;
	if (stayed !== null) {
		const goneLocal = await countGone(tx, tables, pair, 'local', 'g.created_at', `o.local_key is not null and ${stayed}`);
		add('local', 'gone', goneLocal.count, goneLocal.since);
	}
	if (state?.replaced !== null && state?.replaced !== undefined) {
		const [both] = await tx.query<{ count: string }>({
			text: `select count(*) as count from ${link} l where l.pair = $1 and l.state = 'live' and l.pending && array['local', 'gone_local'] and l.remote_seen is not null and l.base_remote <> '{}' and l.remote_seen <> l.base_remote`,
			values: [pair],
		});
		add('books', 'both_moved', Number(both?.count ?? 0) + state.replaced.paired, state.replaced.since);
	}
	return [...shown].map(([side, signs]) => ({ side, shown: signs }));
}

/** Records that went missing at once and were linked after everything that stayed, none of which may have moved since the first of them was made. */
async function countGone(tx: Transaction, tables: Tables, pair: string, side: 'local' | 'remote', madeAt: string, laterStayed: string): Promise<{ readonly count: number; readonly since: string | null }> {
	const [row] = await tx.query<{ count: string; since: string | null }>({
		text: `with gone as (select ${madeAt} as at, g.synced_at as known, g.created_at as linked from ${tables.link} g where g.pair = $1 and g.state = 'live' and g.gone_side = $2 and g.local_key is not null and g.remote_id is not null and g.base_local <> '{}')
			select count(*) as count, min(at)::text as since from gone having count(*) >= ${FEWEST_GONE} and count(*) = count(at)
				and exists (select 1 from ${tables.link} o where o.pair = $1 and o.state = 'live' and o.gone_side is null)
				and not exists (select 1 from ${tables.link} o where o.pair = $1 and o.state = 'live' and o.gone_side is null and o.went_back is null and (o.created_at >= (select min(linked) from gone) or ${laterStayed}))`,
		values: [pair, side],
	});
	return { count: Number(row?.count ?? 0), since: row?.since ?? null };
}
