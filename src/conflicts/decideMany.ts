import type { Database } from '../postgres';
import { conditionOf } from './filterSql';
import { decide } from './decide';
import { eachRowPage } from './eachPage';
import { lookAhead, type Foreseen, type RuleChoice } from './lookAhead';
import { openQueue } from './openQueue';
import type { ConflictFilter, ConflictView, RefusalCode, Refused } from './types';
import { checkWho } from './who';
import { writtenDigest } from './writtenDigest';
import type { Json } from '../record';

/** Conflicts named at most, refused ones and others. */
const NAMED_COUNT = 1000;

/** One choice for all open conflicts that meet a filter. `dryRun`: only look what would become of them. */
export interface Rule {
	readonly filter: ConflictFilter;
	readonly choice: RuleChoice;
	/** Of `custom`. */
	readonly value?: Json;
	readonly dryRun?: boolean;
	/** What an earlier answer gave as `confirmation`. Suggestions are only followed with one; where something else would be written by now, nothing is. */
	readonly confirmation?: string;
}

/** A conflict the rule could not settle. */
export interface RefusedConflict extends Pick<ConflictView, 'id' | 'pair' | 'title' | 'field' | 'kind'> {
	readonly code: RefusalCode;
	readonly reason: string;
}

/** What would be written for a conflict. */
export interface ForeseenWrite extends Pick<ConflictView, 'id' | 'pair' | 'title' | 'localKey' | 'remoteId' | 'field' | 'base' | 'local' | 'remote'> {
	readonly chosen: Json;
	/** Why, for a suggestion. */
	readonly reason: string | null;
}

export interface RuleResult {
	/** Whether nothing was written: it was only looked, or what was confirmed is not what would be written. */
	readonly dryRun: boolean;
	readonly matched: number;
	readonly resolved: number;
	readonly refused: number;
	/** How often each reason stood in the way. */
	readonly refusals: ReadonlyArray<{ readonly code: RefusalCode; readonly count: number }>;
	/** The first thousand. */
	readonly refusedConflicts: readonly RefusedConflict[];
	/** Where nothing was written, what would be: the first thousand. */
	readonly writes: readonly ForeseenWrite[];
	/** Where nothing was written, what is to be given back so that exactly this is. */
	readonly confirmation: string | null;
	/** Whether a confirmation was given and does not hold any more. */
	readonly isOutdated: boolean;
}

/** Decides the open conflicts that meet a filter and are there when it begins, each by itself. Throws as `decide` does. */
export async function decideMany(database: Database, schema: string, rule: Rule, who: string): Promise<RuleResult> {
	const by = checkWho(who);
	const isGiven = rule.confirmation !== undefined;
	if (rule.dryRun === true || isGiven || rule.choice === 'suggestion') {
		const foreseen = await walk(database, schema, rule, null);
		if (rule.dryRun === true || rule.confirmation !== foreseen.confirmation) return { ...foreseen, isOutdated: isGiven && rule.confirmation !== foreseen.confirmation };
	}
	return await walk(database, schema, rule, by);
}

/** One pass over the conflicts; `by` null: nothing is written. */
async function walk(database: Database, schema: string, rule: Rule, by: string | null): Promise<RuleResult> {
	const filter: ConflictFilter = { ...rule.filter, statuses: ['pending_review'] };
	const last = await newestId(database, schema, filter);
	const tally = new Tally();
	for await (const { rows, mappings } of eachRowPage(database, schema, filter)) {
		const known = rows.filter((one) => BigInt(one.id) <= last);
		const foreseen = known.map((row) => lookAhead(row, rule, mappings.get(row.pair)));
		if (by === null) for (const one of foreseen) tally.add(one, one.chosen.status === 'refused' ? one.chosen : null);
		else await write(database, schema, foreseen, by, tally);
		if (known.length < rows.length) break;
	}
	return tally.result(by === null);
}

/** Writes what was foreseen, each on the version it was foreseen on. */
async function write(database: Database, schema: string, foreseen: readonly Foreseen[], by: string, tally: Tally): Promise<void> {
	const possible = foreseen.filter(({ wish }) => wish !== null);
	const answers = await decide(database, schema, possible.map(({ row, wish }) => ({ conflict: row.id, seen: row.version, choice: wish?.choice ?? 'local', value: wish?.value })), by);
	const answerOf = new Map(possible.map(({ row }, position) => [row.id, answers[position]]));
	for (const one of foreseen) {
		const answer = answerOf.get(one.row.id) ?? one.chosen;
		tally.add(one, answer.status === 'refused' ? answer : null);
	}
}

/** What became of the conflicts, counted. */
class Tally {
	private matched = 0;
	private resolved = 0;
	private readonly counts = new Map<RefusalCode, number>();
	private readonly refused: RefusedConflict[] = [];
	private readonly writes: ForeseenWrite[] = [];
	private readonly digest = writtenDigest();

	add({ row, chosen, reason }: Foreseen, refusal: Refused | null): void {
		const { id, pair_name: pair, title, field, kind } = row;
		this.matched += 1;
		if (refusal !== null) {
			this.counts.set(refusal.code, (this.counts.get(refusal.code) ?? 0) + 1);
			if (this.refused.length < NAMED_COUNT) this.refused.push({ id, pair, title, field, kind, code: refusal.code, reason: refusal.reason });
			return;
		}
		this.resolved += 1;
		if (chosen.status !== 'chosen') return;
		this.digest.add(row, chosen.resolution.chosen);
		if (this.writes.length < NAMED_COUNT) this.writes.push({ id, pair, title, localKey: row.local_key, remoteId: row.remote_id, field, base: row.base, local: row.local, remote: row.remote, chosen: chosen.resolution.chosen, reason });
	}

	result(dryRun: boolean): RuleResult {
		return {
			dryRun, matched: this.matched, resolved: this.resolved, refused: this.matched - this.resolved, isOutdated: false,
			refusals: [...this.counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count), refusedConflicts: this.refused,
			writes: dryRun ? this.writes : [], confirmation: dryRun && this.resolved > 0 ? this.digest.text() : null,
		};
	}
}

async function newestId(database: Database, schema: string, filter: ConflictFilter): Promise<bigint> {
	return await database.transaction(async (tx) => {
		const tables = await openQueue(tx, schema);
		const condition = await conditionOf(tx, tables, filter);
		const [row] = await tx.query<{ id: string | null }>({ text: `select max(c.id) as id from ${tables.conflict} c where ${condition.text}`, values: condition.values });
		return BigInt(row?.id ?? 0);
	}, { readOnly: true });
}
