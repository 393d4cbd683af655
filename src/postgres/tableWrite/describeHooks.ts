import { qualifiedName } from '../qualifiedName';
import type { Transaction } from '../types';

/** What of the table's own comes between a statement and its rows, so that more than PostgreSQL's count has to be looked at. */
export interface TableHooks {
	/** Whether triggers (its own, its partitions', those of tables that inherit from it) or rules may do otherwise than a statement says. */
	readonly insert: boolean;
	readonly update: boolean;
	readonly delete: boolean;
	/** Rules rewrite a statement: PostgreSQL then knows neither ON CONFLICT nor RETURNING. */
	readonly rules: Readonly<Record<'insert' | 'update' | 'delete', boolean>>;
	/** Name of a rule that does something else instead of an insert; null: none. */
	readonly insteadOfInsert: string | null;
	/** How many unique indexes are checked at once. */
	readonly uniqueIndexes: number;
}

/** Bits of pg_trigger.tgtype, and pg_rewrite.ev_type (manual, 52.58 and 52.46). */
const EVENTS = { insert: { bit: 4, type: '3' }, update: { bit: 16, type: '2' }, delete: { bit: 8, type: '4' } } as const;

interface HooksRow {
	readonly triggers: number;
	readonly rules: string;
	readonly instead: string | null;
	readonly unique_indexes: number;
}

/** Triggers of constraints are PostgreSQL's own and do what they say; those that are switched off do nothing. */
export async function describeHooks(tx: Transaction, table: { readonly schema: string; readonly table: string }): Promise<TableHooks> {
	const [row] = await tx.query<HooksRow>({
		text: `with recursive family as (select $1::regclass::oid as oid union select i.inhrelid from pg_catalog.pg_inherits i join family f on i.inhparent = f.oid)
			select (select coalesce(bit_or(tgtype), 0)::int4 from pg_catalog.pg_trigger where tgrelid in (select oid from family) and not tgisinternal and tgenabled <> 'D') as triggers,
				(select coalesce(string_agg(distinct ev_type::text, ''), '') from pg_catalog.pg_rewrite where ev_class = $1::regclass and ev_enabled <> 'D') as rules,
				(select min(rulename::text) from pg_catalog.pg_rewrite where ev_class = $1::regclass and ev_enabled <> 'D' and ev_type = '3' and is_instead) as instead,
				(select count(*)::int4 from pg_catalog.pg_index where indrelid = $1::regclass and indisunique and indisvalid and indimmediate) as unique_indexes`,
		values: [qualifiedName(table)],
	});
	const { triggers, rules, instead, unique_indexes: uniqueIndexes } = row ?? { triggers: 0, rules: '', instead: null, unique_indexes: 0 };
	const hasRule = (event: keyof typeof EVENTS): boolean => rules.includes(EVENTS[event].type);
	const has = (event: keyof typeof EVENTS): boolean => (triggers & EVENTS[event].bit) !== 0 || hasRule(event);
	return { insert: has('insert'), update: has('update'), delete: has('delete'), rules: { insert: hasRule('insert'), update: hasRule('update'), delete: hasRule('delete') }, insteadOfInsert: instead, uniqueIndexes };
}
