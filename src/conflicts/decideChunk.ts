import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import { answerDecision, type Facts } from './answerDecision';
import type { Decision, DecisionAnswer } from './decideTypes';
import { findTargets, readOpenRecords, type OpenRecord, type Target } from './findTargets';
import { lockRows } from './lockRows';
import { openQueue } from './openQueue';
import { readKnownLinks } from './readKnownLinks';
import { readLastMoved } from './readLastMoved';
import { readMappings } from './readMappings';

/** A decision still to be answered; `waitsFor`: the conflict that somebody else was writing. */
export interface Pending {
	readonly index: number;
	readonly decision: Decision;
	readonly waitsFor: string | null;
}

export interface ChunkResult {
	readonly answered: ReadonlyMap<number, DecisionAnswer>;
	readonly busy: readonly Pending[];
}

/** Decides what it can lock without waiting, in one transaction; the rest is given back. */
export async function decideChunk(tx: Transaction, asked: { readonly schema: string; readonly decisions: readonly Pending[]; readonly by: string; readonly taken: ReadonlySet<string> }): Promise<ChunkResult> {
	const tables = await openQueue(tx, asked.schema);
	const targets = await findTargets(tx, tables, asked.decisions.map(({ decision }) => decision));
	const facts = await readFacts(tx, tables, targets, asked.decisions.map(({ decision }) => decision));
	const answered = new Map<number, DecisionAnswer>();
	const busy: Pending[] = [];
	const taken = new Set(asked.taken);
	for (const [position, { index, decision }] of asked.decisions.entries()) {
		const answer = answerDecision(decision, targets[position] as Target, facts, taken);
		if (answer.status === 'busy') busy.push({ index, decision, waitsFor: answer.id });
		else answered.set(index, answer);
		if (answer.status === 'resolved') for (const { id } of answer.conflicts) taken.add(id);
	}
	await writeResolutions(tx, tables, answered, asked.by);
	return { answered, busy };
}

async function readFacts(tx: Transaction, tables: Tables, targets: readonly Target[], decisions: readonly Decision[]): Promise<Facts> {
	const links = targets.flatMap((target) => (target.status === 'record' ? target.links : []));
	const named = targets.flatMap((target) => (target.status === 'conflict' ? [target.id] : []));
	const before = await readOpenRecords(tx, tables, links);
	const asked = [...new Set([...named, ...idsIn(before)])];
	const rows = await lockRows(tx, tables, asked);
	// Read again now that what is there is locked: one that was raised or changed meanwhile shows here.
	const open = await readOpenRecords(tx, tables, links);
	const missing = [...new Set([...named, ...idsIn(open)])].filter((id) => !rows.has(id));
	const existing = missing.length === 0 ? [] : await tx.query<{ id: string }>({ text: `select id from ${tables.conflict} where id = any($1::bigint[])`, values: [missing] });
	return {
		rows, open,
		locked: new Set(existing.map((row) => row.id)),
		mappings: await readMappings(tx, tables, [...rows.values()].map((row) => row.pair)),
		lastMoved: await readLastMoved(tx, tables, outOfDate(targets, decisions, open)),
		links: await readKnownLinks(tx, tables, decisions),
	};
}

function idsIn(open: ReadonlyMap<string, OpenRecord>): readonly string[] {
	return [...open.values()].flatMap((record) => record.ids);
}

/** Links of records that have no open conflict, or others than were seen. */
function outOfDate(targets: readonly Target[], decisions: readonly Decision[], open: ReadonlyMap<string, OpenRecord>): readonly string[] {
	return targets.flatMap((target, position) => {
		if (target.status !== 'record') return [];
		const seen = decisions[position]?.seen;
		const versions = target.links.flatMap((link) => open.get(link)?.version ?? []);
		return versions.length === 0 || (seen !== undefined && !versions.includes(seen)) ? target.links : [];
	});
}

async function writeResolutions(tx: Transaction, tables: Tables, answered: ReadonlyMap<number, DecisionAnswer>, by: string): Promise<void> {
	const resolved = [...answered.values()].flatMap((answer) => (answer.status === 'resolved' ? answer.conflicts : []));
	if (resolved.length === 0) return;
	const count = await tx.execute({
		text: `update ${tables.conflict} c set status = 'resolved', decided_on = jsonb_build_object('local', c.local, 'remote', c.remote), resolution = d.resolution,
				resolved_by = $2, resolved_at = clock_timestamp(), updated_at = clock_timestamp()
			from jsonb_to_recordset($1::jsonb) as d (id bigint, resolution jsonb) where c.id = d.id and c.status = 'pending_review'`,
		values: [JSON.stringify(resolved.map(({ id, resolution }) => ({ id, resolution }))), by],
	});
	if (count !== resolved.length) throw new Error(`${resolved.length} locked conflicts were to be resolved, ${count} were.`);
}
