import type { Database } from '../postgres';
import type { Json } from '../record';
import { choose, type Chosen, type Wish } from './choose';
import { decide } from './decide';
import { eachRowPage } from './eachPage';
import { conditionOf } from './filterSql';
import { openQueue } from './openQueue';
import { readMappings } from './readMappings';
import type { ConflictRow } from './readRows';
import type { Choice, ConflictFilter, ConflictView, RefusalCode } from './types';
import { openOf } from './viewOf';
import { checkWho } from './who';

/** Refused conflicts named at most. */
const NAMED_COUNT = 1000;

/** One choice for all open conflicts that meet a filter. `dryRun`: only look what would become of them. */
export interface Rule {
	readonly filter: ConflictFilter;
	readonly choice: Choice;
	/** Of `custom`. */
	readonly value?: Json;
	readonly dryRun?: boolean;
}

/** A conflict the rule could not settle. */
export interface RefusedConflict extends Pick<ConflictView, 'id' | 'pair' | 'title' | 'field' | 'kind'> {
	readonly code: RefusalCode;
	readonly reason: string;
}

export interface RuleResult {
	readonly dryRun: boolean;
	readonly matched: number;
	readonly resolved: number;
	readonly refused: number;
	/** How often each reason stood in the way. */
	readonly refusals: ReadonlyArray<{ readonly code: RefusalCode; readonly count: number }>;
	/** The first thousand. */
	readonly refusedConflicts: readonly RefusedConflict[];
}

/** Decides the open conflicts that meet a filter and are there when it begins, each by itself. Throws as `decide` does. */
export async function decideMany(database: Database, schema: string, rule: Rule, who: string): Promise<RuleResult> {
	const by = checkWho(who);
	const filter: ConflictFilter = { ...rule.filter, statuses: ['pending_review'] };
	const last = await newestId(database, schema, filter);
	const refused: RefusedConflict[] = [];
	const counts = new Map<RefusalCode, number>();
	let matched = 0;
	let resolved = 0;
	for await (const page of eachRowPage(database, schema, filter)) {
		const known = page.filter((one) => BigInt(one.id) <= last);
		const answers = rule.dryRun === true ? await lookAhead(database, schema, known, rule) : await decide(database, schema, known.map(({ id, version }) => ({ conflict: id, seen: version, choice: rule.choice, value: rule.value })), by);
		matched += known.length;
		for (const [position, answer] of answers.entries()) {
			if (answer.status !== 'refused') {
				resolved += 1;
				continue;
			}
			const { id, pair_name: pair, title, field, kind } = known[position] as ConflictRow;
			counts.set(answer.code, (counts.get(answer.code) ?? 0) + 1);
			if (refused.length < NAMED_COUNT) refused.push({ id, pair, title, field, kind, code: answer.code, reason: answer.reason });
		}
		if (known.length < page.length) break;
	}
	return { dryRun: rule.dryRun === true, matched, resolved, refused: matched - resolved, refusals: [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count), refusedConflicts: refused };
}

async function newestId(database: Database, schema: string, filter: ConflictFilter): Promise<bigint> {
	return await database.transaction(async (tx) => {
		const tables = await openQueue(tx, schema);
		const condition = await conditionOf(tx, tables, filter);
		const [row] = await tx.query<{ id: string | null }>({ text: `select max(c.id) as id from ${tables.conflict} c where ${condition.text}`, values: condition.values });
		return BigInt(row?.id ?? 0);
	}, { readOnly: true });
}

/** What the choice would come to, without locking or writing anything. */
async function lookAhead(database: Database, schema: string, rows: readonly ConflictRow[], wish: Wish): Promise<readonly Chosen[]> {
	const mappings = await database.transaction(async (tx) => await readMappings(tx, await openQueue(tx, schema), rows.map((row) => row.pair)), { readOnly: true });
	return rows.map((row) => choose(openOf(row), wish, mappings.get(row.pair)?.compiled ?? null));
}
