import { parentField } from '../plan';
import { onTable, quoteIdentifier } from '../postgres';
import type { Transaction } from '../postgres';
import { keyJoin, qualifiedName } from '../postgres/stores/localTable';
import { endProposals, readProposed } from '../postgres/stores/planStore';
import { insertOperations } from '../postgres/stores/operationStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { adoptClaims } from './pairRecords';

/** Deepest tree that is followed. */
const DEEPEST = 500;
/** Proposals stored in one statement. */
const CHUNK_COUNT = 1000;
/** Candidates named in one message. */
const MOST_NAMED = 10;

const VERDICTS = `('PAIR_PROPOSED', 'AMBIGUOUS_TITLE')`;

interface Proposal {
	readonly local_link: string;
	readonly remote_link: string;
	readonly remote_id: string;
	readonly title: string;
}

/**
 * Proposes to pair records that nothing but their title brings together: one-sided on either side, the same title under
 * the same parent (or under parents proposed for each other), and no other candidate on either side. They become
 * operations `pair` of this run's plan, and neither is copied until a person decides. Where there are several
 * candidates, all of them are listed as failures and left alone. Looked for at a first sync and at a resync; at other
 * runs only what was left open then is looked at again.
 */
export async function proposePairs(context: RunContext): Promise<void> {
	const isFirst = context.isResync || context.pair.last_good_run === null;
	const title = context.mapping.fields.find((field) => field.remote.includes('subject'))?.local[0];
	if (title === undefined) return;
	await fenced(context, async (tx) => {
		if (!(await hasCandidates(tx, context, isFirst))) return;
		await collect(tx, context, title, isFirst);
		await clearVerdicts(tx, context);
		await matchByLevel(tx);
		await listAmbiguous(tx, context);
		await store(tx, context);
		await tx.execute({ text: 'drop table candidate, proposal' });
	});
}

/** Carries out what a person decided about the proposals of an applied plan, as far as they still hold. Answers how many. */
export async function decidePairs(context: RunContext): Promise<number> {
	const { task, plan } = context;
	if (task.kind !== 'apply_plan' || plan === null || task.pairings === 'leave') return 0;
	return await fenced(context, async (tx) => {
		const proposed = await readProposed(tx, context.tables, { plan: plan.id, run: context.run.id, only: task.pairingsOf });
		await endProposals(tx, context.tables, { plan: plan.id, operations: proposed.map((one) => one.operation), made: task.pairings });
		const links = proposed.flatMap((one) => [one.local_link, one.remote_link]);
		await tx.execute({ text: `update ${context.tables.link} set last_failure = null, updated_at = clock_timestamp() where id = any($1::bigint[]) and last_failure ->> 'code' in ${VERDICTS}`, values: [links] });
		if (task.pairings === 'pair') await adoptClaims(tx, context, proposed);
		return proposed.length;
	});
}

const oneSided = `l.pair = $1 and l.state = 'live' and l.gone_side is null and l.pending is not null`;

async function hasCandidates(tx: Transaction, context: RunContext, isFirst: boolean): Promise<boolean> {
	const { link } = context.tables;
	const rows = await tx.query({
		text: isFirst
			? `select 1 where exists (select 1 from ${link} l where ${oneSided} and l.remote_id is null) and exists (select 1 from ${link} l where ${oneSided} and l.local_key is null)`
			: `select 1 from ${link} l where l.pair = $1 and l.last_failure ->> 'code' in ${VERDICTS} limit 1`,
		values: [context.pair.id],
	});
	return rows.length > 0;
}

/** One-sided records with their titles and parents. A parent that has no link counts as its own kind of place: nothing matches there. */
async function collect(tx: Transaction, context: RunContext, title: string, isFirst: boolean): Promise<void> {
	const { link } = context.tables;
	const field = parentField(context.mapping);
	const column = field?.local[0];
	const open = `${oneSided} and coalesce(l.last_failure ->> 'code', 'PAIR_PROPOSED') in ${VERDICTS} ${isFirst ? '' : 'and l.last_failure is not null'}`;
	const localParent = column === undefined ? 'null::text' : `t.${quoteIdentifier(column)}::text`;
	const remoteParent = field === undefined ? 'null::text' : `l.remote_seen ->> 'parent'`;
	await tx.execute({ text: 'create temporary table candidate (link bigint primary key, is_local boolean, title text, has_parent boolean, parent bigint, remote_id bigint) on commit drop' });
	await onTable(tx, context.table).execute({
		text: `insert into candidate select l.id, true, t.${quoteIdentifier(title)}::text, ${localParent} is not null, p.id, null
			from ${link} l join ${qualifiedName(context.table)} t on ${keyJoin(context.table, 't', 'l.local_key::jsonb')}
			left join ${link} p on p.pair = l.pair and p.state <> 'tombstone' and p.local_key = jsonb_build_array(${localParent})::text
			where ${open} and l.remote_id is null`,
		values: [context.pair.id],
	});
	await tx.execute({
		text: `insert into candidate select l.id, false, l.remote_seen ->> 'subject', ${remoteParent} is not null, p.id, l.remote_id
			from ${link} l left join ${link} p on p.pair = l.pair and p.state <> 'tombstone' and p.remote_id::text = ${remoteParent}
			where ${open} and l.local_key is null`,
		values: [context.pair.id],
	});
	await tx.execute({ text: 'delete from candidate c where title is null or not exists (select 1 from candidate o where o.title = c.title and o.is_local <> c.is_local)' });
	await tx.execute({ text: 'create temporary table proposal (local_link bigint, remote_link bigint, is_ambiguous boolean not null, level integer not null, primary key (local_link, remote_link)) on commit drop' });
	await tx.execute({ text: 'analyze candidate' });
}

/** Level by level of the tree: roots and children of linked parents first, then children of parents proposed for each other. */
async function matchByLevel(tx: Transaction): Promise<void> {
	for (let level = 0; level < DEEPEST; level += 1) {
		const isSamePlace = level === 0
			? '((not l.has_parent and not r.has_parent) or (l.parent = r.parent))'
			: `exists (select 1 from proposal p where p.level = ${level - 1} and not p.is_ambiguous and p.local_link = l.parent and p.remote_link = r.parent)`;
		const count = await tx.execute({
			text: `insert into proposal select l.link, r.link, count(*) over (partition by l.link) > 1 or count(*) over (partition by r.link) > 1, ${level}
				from candidate l join candidate r on not r.is_local and r.title = l.title where l.is_local and ${isSamePlace} on conflict do nothing`,
		});
		if (count === 0) return;
	}
}

async function clearVerdicts(tx: Transaction, context: RunContext): Promise<void> {
	await tx.execute({ text: `update ${context.tables.link} set last_failure = null where pair = $1 and last_failure ->> 'code' in ${VERDICTS}`, values: [context.pair.id] });
}

async function listAmbiguous(tx: Transaction, context: RunContext): Promise<void> {
	const message = (what: string): string => `jsonb_build_object('code', 'AMBIGUOUS_TITLE', 'side', null, 'fields', '[]'::jsonb, 'message', ${what})`;
	const named = (value: string): string => `string_agg(${value}, ', ' order by ${value}) filter (where place <= ${MOST_NAMED}) || case when max(place) > ${MOST_NAMED} then ', ...' else '' end`;
	await tx.execute({
		text: `with numbered as (select p.local_link, r.remote_id::text as remote_id, row_number() over (partition by p.local_link order by r.remote_id) as place
				from proposal p join candidate r on r.link = p.remote_link where p.is_ambiguous),
			listed as (select local_link, ${named('remote_id')} as names from numbered group by local_link)
			update ${context.tables.link} l set last_failure = ${message(`'Several records have this title under the same parent (work packages ' || m.names || '), so which belongs to which is not guessed, and nothing is copied. Enter the work package ID in the row it belongs to, or give the records different titles.'`)}
			from listed m where l.id = m.local_link`,
	});
	await tx.execute({
		text: `with listed as (select distinct p.remote_link from proposal p where p.is_ambiguous)
			update ${context.tables.link} l set last_failure = ${message(`'Several records have this title under the same parent, so which belongs to which is not guessed, and nothing is copied. Enter this work package''s ID in the row it belongs to, or give the records different titles.'`)}
			from listed m where l.id = m.remote_link`,
	});
}

async function store(tx: Transaction, context: RunContext): Promise<void> {
	const rows = await tx.query<Proposal>({
		text: `select p.local_link, p.remote_link, r.remote_id, r.title from proposal p join candidate r on r.link = p.remote_link where not p.is_ambiguous order by p.local_link`,
	});
	for (let start = 0; start < rows.length; start += CHUNK_COUNT) {
		const some = rows.slice(start, start + CHUNK_COUNT);
		await insertOperations(tx, context.tables, some.map((row) => ({
			run: context.run.id, batch: null, pair: context.pair.id, link: row.local_link, side: 'none', kind: 'pair', status: 'planned', fields: [], values: { link: row.remote_link, remoteId: row.remote_id, title: row.title }, before: null,
			agreedLocal: null, agreedRemote: null, reason: 'the same title under the same parent, nowhere else', plannedLocalSum: null, plannedRemoteSum: null, provenance: null, remoteUser: null, deadlineMs: null, baseBefore: null, baseAfter: null,
		})));
		const verdict = (text: (row: Proposal) => string): string => JSON.stringify(some.map((row) => ({ local: row.local_link, remote: row.remote_link, message: text(row) })));
		await tx.execute({
			text: `update ${context.tables.link} l set last_failure = jsonb_build_object('code', 'PAIR_PROPOSED', 'side', null, 'fields', '[]'::jsonb, 'message', v.message)
				from jsonb_to_recordset($1::jsonb) as v (local bigint, remote bigint, message text) where l.id in (v.local, v.remote)`,
			values: [verdict((row) => `The row and work package ${row.remote_id} have the same title under the same parent, and nothing else says that they belong together. Neither is copied until a person decides: apply this run's plan with Proposed Pairings set to pair them or to keep them separate.`)],
		});
	}
}
