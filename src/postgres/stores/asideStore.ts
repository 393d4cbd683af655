import type { Transaction } from '../types';
import type { Tables } from './tables';

/**
 * Why something that was seen is not carried, though it is neither a conflict nor a failure:
 * - `held`: a person took a run back, and the record waits for Release Links
 * - `unseen`: its work package is gone, or the API user does not see it any more
 * - `outside`: it was edited while it was outside of the pair's scope (row filter, project, type)
 * - `one_way`: it was edited where the pair does not write the other side
 * - `unresolved`: it names a person or a record without a partner on the other side
 * - `waiting`: the next run looks at it again
 */
export type AsideKind = 'held' | 'unseen' | 'outside' | 'one_way' | 'unresolved' | 'waiting';

/** A record that is not carried, by what both sides call it. */
export interface AsideExample {
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly title: string | null;
	/** Where it was edited, as far as known. */
	readonly edited: ReadonlyArray<'local' | 'remote'>;
}

export interface Aside {
	readonly count: number;
	/** The first few of them. */
	readonly examples: readonly AsideExample[];
}

export type Asides = Readonly<Record<AsideKind, Aside>>;

const NONE: Aside = { count: 0, examples: [] };
/** Records named of each kind; the others are counted. */
const MOST_NAMED = 5;

export const noAsides: Asides = { held: NONE, unseen: NONE, outside: NONE, one_way: NONE, unresolved: NONE, waiting: NONE };

/** Everything of a pair that stands as it is without being a conflict or a failure, by why. A record counts once. `isOneWay`: the pair writes one side only. */
export async function readAsides(tx: Transaction, tables: Tables, { pair, isOneWay }: { readonly pair: string; readonly isOneWay: boolean }): Promise<Asides> {
	const { link, conflict } = tables;
	// The few links that are not simply live and settled are found by their indexes; a record outside without an edit has nothing to carry.
	const rows = await tx.query<{ kind: AsideKind; total: string } & AsideExample>({
		text: `with special as (
				select l.id from ${link} l where l.pair = $1 and l.state <> 'tombstone' and (l.state <> 'live' or l.gone_side is not null or l.out_side is not null or l.last_failure is not null or l.field_failures is not null)
				union select l.id from ${link} l where l.pair = $1 and l.pending is not null
				union select l.id from ${link} l where l.pair = $1 and l.unresolved is not null
			), kinds as (
				select l.id, l.local_key, l.remote_id, l.title, l.pending, case
					when l.state = 'held' then 'held'
					when l.state = 'vanished' or l.gone_side in ('remote', 'both') then 'unseen'
					when l.state = 'out_of_scope' then case when l.pending is not null then 'outside' end
					when l.last_failure is not null or l.field_failures is not null or exists (select 1 from ${conflict} c where c.link = l.id and c.status = 'pending_review') then null
					when $2 and 'waiting' = any(l.pending) then 'one_way'
					when l.unresolved is not null then 'unresolved'
					when l.pending is not null then 'waiting' end as kind
				from special s join ${link} l on l.id = s.id where l.state <> 'tombstone'
			), counted as (select *, count(*) over (partition by kind) as total, row_number() over (partition by kind order by id) as place from kinds where kind is not null)
			select kind, total, local_key as "localKey", remote_id as "remoteId", title,
				array_remove(array[case when 'local' = any(pending) then 'local' end, case when 'remote' = any(pending) then 'remote' end], null) as edited
			from counted where place <= ${MOST_NAMED} order by kind, place`,
		values: [pair, isOneWay],
	});
	const asides: Record<AsideKind, Aside> = { ...noAsides };
	for (const { kind, total, ...example } of rows) asides[kind] = { count: Number(total), examples: [...asides[kind].examples, example] };
	return asides;
}
