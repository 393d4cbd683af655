import { onTable, quoteIdentifier } from '../postgres';
import type { Transaction } from '../postgres';
import { spellKeys } from '../postgres/stores/linkStore';
import { keyIn, keyJoin, qualifiedName } from '../postgres/stores/localTable';
import { isGivenAnew, isLostNumber } from '../postgres/stores/wentBack/releaseLost';
import { notePaired } from '../postgres/stores/wentBack/booksReplaced';
import { fenced } from './context';
import type { RunContext } from './context';

/** A proposal: a one-sided local link and a one-sided remote link that claim each other. */
interface Claim {
	readonly local_link: string;
	readonly remote_link: string;
}

/**
 * Brings together records that name each other: by the work package id stored in the row, then by provenance
 * key. Only claims that are unique both ways count; anything ambiguous becomes a failure and is left alone.
 * Answers how many were paired.
 */
export function pairRecords(context: RunContext): Promise<number> {
	return fenced(context, async (tx) => {
		await clearFormerVerdicts(tx, context);
		if (!(await hasCandidates(tx, context))) return 0;
		const storesIds = context.table.writeBack.remoteId !== undefined;
		const byStoredId = storesIds ? await claimsByStoredId(tx, context) : [];
		const paired = await adoptClaims(tx, context, [...byStoredId, ...(await claimsByProvenance(tx, context))]);
		await notePaired(tx, context.tables, context.pair.id, paired);
		if (storesIds) await refuseStaleIds(tx, context);
		await refuseForeign(tx, context);
		await refuseDoubtful(tx, context);
		return paired;
	});
}

async function clearFormerVerdicts(tx: Transaction, context: RunContext): Promise<void> {
	await tx.execute({
		text: `update ${context.tables.link} set last_failure = null where pair = $1 and last_failure ->> 'code' in ('AMBIGUOUS_PAIR', 'BELONGS_ELSEWHERE')`,
		values: [context.pair.id],
	});
}

const oneSided = `l.pair = $1 and l.state = 'live' and l.gone_side is null`;

async function hasCandidates(tx: Transaction, context: RunContext): Promise<boolean> {
	const rows = await tx.query({ text: `select 1 from ${context.tables.link} l where ${oneSided} and l.pending is not null and (l.remote_id is null or l.local_key is null) limit 1`, values: [context.pair.id] });
	return rows.length > 0;
}

/** SQL: the id that row `t` stores is of a work package that OpenProject lost by going back to an older state. */
function isLost(context: RunContext, column: string): string {
	const { lastSync } = context.table.writeBack;
	const givenAnew = isGivenAnew(context.tables, `t.${column}`);
	if (!context.heals) return givenAnew;
	return `(${givenAnew} or ${isLostNumber(context.tables, { stored: `t.${column}`, synced: lastSync === undefined ? null : `t.${quoteIdentifier(lastSync)}`, aheadMs: context.clockDifferenceMs })})`;
}

function claimsByStoredId(tx: Transaction, context: RunContext): Promise<readonly Claim[]> {
	const column = quoteIdentifier(context.table.writeBack.remoteId as string);
	return onTable(tx, context.table).query<Claim>({
		text: `select l.id as local_link, r.id as remote_link
			from ${context.tables.link} l
			join ${qualifiedName(context.table)} t on ${keyJoin(context.table, 't', 'l.local_key::jsonb')}
			join ${context.tables.link} r on r.pair = l.pair and r.state = 'live' and r.local_key is null and r.remote_id::text = t.${column}::text
			where ${oneSided} and l.remote_id is null and t.${column} is not null and not ${isLost(context, column)}`,
		values: [context.pair.id],
	});
}

async function claimsByProvenance(tx: Transaction, context: RunContext): Promise<readonly Claim[]> {
	const key = context.table.key.length === 1 ? 'jsonb_build_array(r.provenance)::text' : 'r.provenance';
	const unlinked = `r.pair = $1 and r.state = 'live' and r.local_key is null and r.gone_side is null and r.provenance is not null`;
	const claims = await tx.query<Claim>({
		text: `select l.id as local_link, r.id as remote_link
			from ${context.tables.link} r
			join ${context.tables.link} l on ${oneSided} and l.remote_id is null and l.local_key = ${key}
			where ${unlinked}`,
		values: [context.pair.id],
	});
	const others = await tx.query<{ id: string; provenance: string }>({
		text: `select r.id, r.provenance from ${context.tables.link} r where ${unlinked} and r.pending is not null and not exists (select 1 from ${context.tables.link} l where l.pair = r.pair and l.state <> 'tombstone' and l.local_key = ${key})`,
		values: [context.pair.id],
	});
	return [...claims, ...(await claimsBySpelling(tx, context, others))];
}

/** A work package may carry a key that the row spells otherwise by now. */
async function claimsBySpelling(tx: Transaction, context: RunContext, carriers: ReadonlyArray<{ readonly id: string; readonly provenance: string }>): Promise<readonly Claim[]> {
	const asked = carriers.flatMap(({ id, provenance }) => {
		const key = keyIn(provenance, context.table.key.length);
		return key === null ? [] : [{ id, key }];
	});
	const spelled = await spellKeys(tx, context.table, [...new Set(asked.map((one) => one.key))]);
	const named = asked.flatMap(({ id, key }) => (spelled.has(key) ? [{ id, key: spelled.get(key) as string }] : []));
	if (named.length === 0) return [];
	return await tx.query<Claim>({
		text: `select l.id as local_link, n.id as remote_link from unnest($2::bigint[], $3::text[]) n (id, key) join ${context.tables.link} l on ${oneSided} and l.remote_id is null and l.local_key = n.key`,
		values: [context.pair.id, named.map((one) => one.id), named.map((one) => one.key)],
	});
}

/** Makes one link of two one-sided ones, where the claim is the only one about either. Anything else is refused as ambiguous. Answers how many were paired. */
export async function adoptClaims(tx: Transaction, context: RunContext, given: readonly Claim[]): Promise<number> {
	// A stored id and a key that say the same are one claim; where they contradict each other, neither is followed.
	const claims = [...new Map(given.map((claim) => [`${claim.local_link} ${claim.remote_link}`, claim])).values()];
	const uses = new Map<string, number>();
	const use = (name: string): void => void uses.set(name, (uses.get(name) ?? 0) + 1);
	for (const claim of claims) {
		use(`l${claim.local_link}`);
		use(`r${claim.remote_link}`);
	}
	const isUnique = (claim: Claim): boolean => uses.get(`l${claim.local_link}`) === 1 && uses.get(`r${claim.remote_link}`) === 1;
	const sure = claims.filter(isUnique);
	const doubtful = claims.filter((claim) => !isUnique(claim));
	const { link } = context.tables;
	if (doubtful.length > 0) {
		await refuse(tx, context, [...new Set(doubtful.flatMap((claim) => [claim.local_link, claim.remote_link]))], 'AMBIGUOUS_PAIR',
			'Several records claim to be the same one: a work package id or provenance key is used more than once. Leave it in one place only; nothing was paired or copied here.');
	}
	if (sure.length === 0) return 0;
	// The remote half is emptied first, since a remote id may stand in one living link only.
	await tx.execute({ text: `create temporary table adopted on commit drop as select 0::bigint as local_link, r.* from ${link} r with no data` });
	await tx.execute({
		text: `insert into adopted select c.local_link, r.* from unnest($1::bigint[], $2::bigint[]) c (local_link, remote_link) join ${link} r on r.id = c.remote_link`,
		values: [sure.map((claim) => claim.local_link), sure.map((claim) => claim.remote_link)],
	});
	await tx.execute({
		text: `update ${link} r set state = 'tombstone', remote_id = null, gone_side = 'both', pending = null, effect = jsonb_build_object('merged_into', a.local_link), remote_sum_after_effect = null, updated_at = clock_timestamp()
			from adopted a where r.id = a.id`,
	});
	await tx.execute({
		text: `update ${link} l set remote_id = a.remote_id, remote_seen = a.remote_seen, remote_sum = a.remote_sum, remote_lock = a.remote_lock, remote_updated_at = a.remote_updated_at, remote_facts = a.remote_facts, remote_created_at = a.remote_created_at,
				remote_edited_at = a.remote_edited_at, provenance = a.provenance, title = a.title, last_failure = null, updated_at = clock_timestamp()
			from adopted a where l.id = a.local_link`,
	});
	await tx.execute({ text: 'drop table adopted' });
	return sure.length;
}

/** Rows that store the id of a work package which is linked to another row, or which is not in the pair's scope. */
async function refuseStaleIds(tx: Transaction, context: RunContext): Promise<void> {
	const column = quoteIdentifier(context.table.writeBack.remoteId as string);
	const rows = await onTable(tx, context.table).query<{ id: string; stored: string; owner: string | null }>({
		text: `select l.id, t.${column}::text as stored, o.local_key as owner
			from ${context.tables.link} l
			join ${qualifiedName(context.table)} t on ${keyJoin(context.table, 't', 'l.local_key::jsonb')}
			left join ${context.tables.link} o on o.pair = l.pair and o.state <> 'tombstone' and o.remote_id::text = t.${column}::text
			where ${oneSided} and l.remote_id is null and l.generation = 1 and t.${column} is not null and coalesce(l.last_failure ->> 'code', '') <> 'AMBIGUOUS_PAIR'
				and not exists (select 1 from ${context.tables.operation} u where u.link = l.id and u.status = 'creating') ${context.heals ? `and not ${isLost(context, column)}` : ''}`,
		values: [context.pair.id],
	});
	for (const row of rows) {
		const message = row.owner === null
			? `The row stores work package id ${row.stored}, which is not in the project '${context.info.projectName}' or not visible. Clear the stored id to have a new work package made, or move the work package into the project.`
			: `The row stores work package id ${row.stored}, which already belongs to row ${row.owner}. Clear the stored id in one of the two rows.`;
		await refuse(tx, context, [row.id], 'AMBIGUOUS_PAIR', message);
	}
}

/** Unlinked work packages whose key names a row outside this pair's scope or of another pair: never copied. */
async function refuseForeign(tx: Transaction, context: RunContext): Promise<void> {
	const { link } = context.tables;
	const key = context.table.key.length === 1 ? 'jsonb_build_array(r.provenance)::text' : 'r.provenance';
	const rows = await tx.query<{ id: string; pair: string }>({
		text: `select r.id, p.name as pair from ${link} r
			join ${link} o on o.local_key = ${key} and o.pair <> r.pair and o.state <> 'tombstone'
			join ${context.tables.pair} p on p.id = o.pair and p.scope -> 'local' ->> 'schema' = $2 and p.scope -> 'local' ->> 'table' = $3
			where r.pair = $1 and r.state = 'live' and r.local_key is null and r.provenance is not null and r.pending is not null`,
		values: [context.pair.id, context.table.schema, context.table.table],
	});
	for (const row of rows) {
		await refuse(tx, context, [row.id], 'BELONGS_ELSEWHERE', `The work package carries the key of a row that pair '${row.pair}' syncs. It is not copied into the table; move it back to that project, or clear its key field.`);
	}
}

/** Work packages that may be the lost answer to a create: copying one into the table would make a second row of the first. */
async function refuseDoubtful(tx: Transaction, context: RunContext): Promise<void> {
	if (context.doubtfulCreates.length === 0) return;
	const rows = await tx.query<{ id: string }>({
		text: `select id from ${context.tables.link} where pair = $1 and remote_id = any($2::bigint[]) and local_key is null and state <> 'tombstone'`,
		values: [context.pair.id, context.doubtfulCreates],
	});
	await refuse(tx, context, rows.map((row) => row.id), 'AMBIGUOUS_PAIR', 'The work package may be the one an interrupted run was making for a row. It is not copied into the table: delete it, or enter its id in that row.');
}

async function refuse(tx: Transaction, context: RunContext, links: readonly string[], code: string, message: string): Promise<void> {
	await tx.execute({
		text: `update ${context.tables.link} set last_failure = $2, updated_at = clock_timestamp() where id = any($1::bigint[])`,
		values: [links, JSON.stringify({ code, message, side: null, fields: [] })],
	});
}
