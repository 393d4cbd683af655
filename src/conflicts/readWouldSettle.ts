import type { CompiledMapping } from '../mapping';
import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import { TIE_MS } from './newestSide';
import { readMappings } from './readMappings';
import type { ConflictReport, WouldSettle } from './reportTypes';
import { outcomeOf, type OpenConflict } from './suggestPolicies';
import { epochMs } from '../postgres/epochMs';
import { isoTime } from '../postgres/isoTime';

/** Texts merged at most. */
const MOST_TEXTS = 5000;
const PAGE_COUNT = 500;

const isByPolicy = `c.kind in ('both_changed', 'no_base') and c.field <> '*'`;
const bothAre = (type: string): string => `jsonb_typeof(c.local) = '${type}' and jsonb_typeof(c.remote) = '${type}'`;
const [local, remote] = [`(c.local #>> '{}')`, `(c.remote #>> '{}')`];
const bothMatch = (pattern: string): string => `${local} ~ '${pattern}' and ${remote} ~ '${pattern}'`;

const DECIMAL = '^[+-]?([0-9]{1,255}([.][0-9]{0,255})?|[.][0-9]{1,255})$';
const DATE = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
const INSTANT = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)$';

/** SQL of whether two values have an order and differ in it, as the policies `higher` and `lower` see it. Nothing is cast that may not be castable. */
const isOrdered = `case
	when ${bothAre('number')} then c.local <> c.remote
	when not (${bothAre('string')}) then false
	when ${bothMatch(DECIMAL)} then ${local}::numeric <> ${remote}::numeric
	else (${bothMatch(DATE)} or ${bothMatch(INSTANT)}) and ${local} <> ${remote} end`;

const count = (condition: string): string => `count(*) filter (where ${isByPolicy} and coalesce(${condition}, false))`;

interface Counts {
	readonly open: string;
	readonly oldest_at: string | null;
	readonly by_side: string;
	readonly newest: string;
	readonly lists: string;
	readonly ordered: string;
	readonly deletions: string;
}

/** How many of the conflicts open now each usual policy would settle. */
export async function readWouldSettle(tx: Transaction, tables: Tables, pair: string | null): Promise<ConflictReport['open']> {
	const [row] = await tx.query<Counts>({
		text: `select count(*) as open, ${isoTime('min(c.created_at)')} as oldest_at, ${count('true')} as by_side,
				${count(`abs(${epochMs('l.local_edited_at')} - ${epochMs('l.remote_edited_at')}) > ${TIE_MS}`)} as newest,
				${count(bothAre('array'))} as lists, ${count(isOrdered)} as ordered, count(*) filter (where c.kind = 'delete_versus_update') as deletions
			from ${tables.conflict} c join ${tables.link} l on l.id = c.link where c.status = 'pending_review' and ($1::bigint is null or c.pair = $1)`,
		values: [pair],
	});
	const of = Number(row?.open ?? 0);
	const texts = await countTexts(tx, tables, pair);
	const settles = (policy: WouldSettle['policy'], number: string | undefined): WouldSettle => ({ policy, settles: Number(number ?? 0), of });
	const wouldSettle: readonly WouldSettle[] = [
		settles('local_wins', row?.by_side), settles('remote_wins', row?.by_side), settles('newest_wins', row?.newest), settles('union', row?.lists),
		{ policy: 'text', settles: texts.merged, of: texts.isWhole ? of : texts.looked }, settles('higher', row?.ordered), settles('lower', row?.ordered), settles('edit_wins', row?.deletions), settles('delete_wins', row?.deletions),
	];
	return { count: of, oldestAt: row?.oldest_at ?? null, wouldSettle, message: messageOf(of, wouldSettle) };
}

function messageOf(open: number, wouldSettle: readonly WouldSettle[]): string {
	if (open === 0) return 'No conflict is open.';
	const newest = wouldSettle.find((one) => one.policy === 'newest_wins')?.settles ?? 0;
	return `newest_wins would settle ${newest} of ${open}.`;
}

/** Whether texts merge, only merging tells: they are read a page at a time. */
async function countTexts(tx: Transaction, tables: Tables, pair: string | null): Promise<{ readonly merged: number; readonly looked: number; readonly isWhole: boolean }> {
	let merged = 0;
	let looked = 0;
	for (let after = '0'; looked < MOST_TEXTS;) {
		const rows = await tx.query<TextRow>({
			text: `select c.id, c.pair, c.field, c.fields, c.kind, c.base, c.local, c.remote from ${tables.conflict} c
				where c.status = 'pending_review' and ($1::bigint is null or c.pair = $1) and c.id > $2 and c.kind = 'both_changed' and c.field <> '*' and ${bothAre('string')} order by c.id limit $3`,
			values: [pair, after, PAGE_COUNT],
		});
		const mappings = await readMappings(tx, tables, rows.map((row) => row.pair));
		merged += rows.filter((row) => mergesAsText(row, mappings.get(row.pair)?.compiled ?? null)).length;
		looked += rows.length;
		if (rows.length < PAGE_COUNT) return { merged, looked, isWhole: true };
		after = rows.at(-1)?.id ?? after;
	}
	return { merged, looked, isWhole: false };
}

interface TextRow extends Pick<OpenConflict, 'field' | 'fields' | 'kind' | 'base' | 'local' | 'remote'> {
	readonly id: string;
	readonly pair: string;
}

function mergesAsText(row: TextRow, mapping: CompiledMapping | null): boolean {
	return outcomeOf('text', { ...row, localEditedAtMs: null, remoteEditedAtMs: null }, mapping).settles;
}
