import type { Transaction } from '../types';
import { sameKey } from './localTable';
import type { LocalTable } from './localTable';
import { overReadableKeys } from './overReadableKeys';
import type { Tables } from './tables';

/** Links whose row goes by another key than before. */
export interface Rekeyed {
	readonly count: number;
	/** The first of them. */
	readonly examples: ReadonlyArray<{ readonly before: string; readonly after: string }>;
}

const MOST_TOLD = 5;
/** Stored ids that move on along a chain of rows: rounds until it is known which of them fit. */
const MOST_ROUNDS = 100;

/**
 * What `observed` holds as a row gone and a row new may be one row: its key is spelled otherwise (another scale, another case where case
 * does not count), or was renamed while the row still stores the id of its work package. Such a link goes on with its row. Call it
 * before anything is made of what was observed. Where rows are hidden from us, none is known to be gone, and stored ids are not followed.
 */
export async function rekeyLinks(tx: Transaction, tables: Tables, pair: string, table: LocalTable, may: { readonly hidesRows: boolean }): Promise<Rekeyed> {
	const [observed] = await tx.query({ text: 'select 1 from observed limit 1' });
	if (observed === undefined) return { count: 0, examples: [] };
	await tx.execute({ text: 'create temporary table rekeyed (link bigint not null, local_key text not null) on commit drop' });
	await claimRespelled(tx, table);
	await dropContested(tx);
	await take(tx, tables);
	if (table.writeBack.remoteId !== undefined && !may.hidesRows) {
		await claimByStoredId(tx, tables);
		await dropContested(tx);
		for (let round = 0; round < MOST_ROUNDS && (await dropUnfitting(tx)) > 0; round += 1);
	}
	const renamed = await readRekeyed(tx, tables);
	await take(tx, tables);
	await respellTombstones(tx, tables, pair, table);
	await tx.execute({ text: 'drop table rekeyed' });
	return renamed;
}

async function claimRespelled(tx: Transaction, table: LocalTable): Promise<void> {
	const gone = await tx.query<{ link: string }>({ text: 'select link from observed where not is_there and exists (select 1 from observed where link is null)' });
	await overReadableKeys(tx, table, gone, (some) =>
		tx.query({
			text: `insert into rekeyed select m.link, n.local_key from observed m join observed n on ${sameKey(table, 'm.local_key::jsonb', 'n.local_key::jsonb')}
				where m.link = any($1::bigint[]) and not m.is_there and n.link is null`,
			values: [some.map((row) => row.link)],
		}),
	);
}

/**
 * A stored id is followed from a link whose row is gone. Where the link's own row is there, under a key that now is another row's, only
 * a row that holds what the link's row held is: else a person may have entered a wrong id, which is not followed.
 */
async function claimByStoredId(tx: Transaction, tables: Tables): Promise<void> {
	await tx.execute({
		text: `insert into rekeyed select l.id, n.local_key from observed n join ${tables.link} l on l.remote_id::text = n.stored
			join observed m on m.link = l.id
			where n.is_there and n.link is distinct from l.id and (not m.is_there or (m.stored is distinct from l.remote_id::text and n.sum = l.local_sum))`,
	});
}

/** What two claim, either way, is nobody's. */
async function dropContested(tx: Transaction): Promise<void> {
	await tx.execute({ text: 'delete from rekeyed where link in (select link from rekeyed group by link having count(*) > 1) or local_key in (select local_key from rekeyed group by local_key having count(*) > 1)' });
}

/** A row that another link holds can be had only if that link goes on with yet another, and a row that is there is given up only to another link. */
function dropUnfitting(tx: Transaction): Promise<number> {
	return tx.execute({
		text: `delete from rekeyed r using observed n, observed m where n.local_key = r.local_key and n.is_there and m.link = r.link and (
			(n.link is not null and not exists (select 1 from rekeyed x where x.link = n.link))
			or (m.is_there and not exists (select 1 from rekeyed x where x.local_key = m.local_key)))`,
	});
}

async function readRekeyed(tx: Transaction, tables: Tables): Promise<Rekeyed> {
	const rows = await tx.query<{ before: string; after: string; total: string }>({
		text: `select l.local_key as before, r.local_key as after, count(*) over () as total from rekeyed r join ${tables.link} l on l.id = r.link order by l.id limit ${MOST_TOLD}`,
	});
	return { count: Number(rows[0]?.total ?? 0), examples: rows.map(({ before, after }) => ({ before, after })) };
}

/** The links give up their former keys first: rows may have exchanged them. */
async function take(tx: Transaction, tables: Tables): Promise<void> {
	await tx.execute({ text: `update ${tables.link} l set local_key = null from rekeyed r where l.id = r.link` });
	await tx.execute({ text: `update ${tables.link} l set local_key = r.local_key, updated_at = clock_timestamp() from rekeyed r where l.id = r.link` });
	await tx.execute({ text: 'delete from observed o using rekeyed r where o.link = r.link and not o.is_there' });
	await tx.execute({ text: 'update observed o set link = r.link from rekeyed r where o.local_key = r.local_key and o.is_there' });
	await tx.execute({ text: 'delete from rekeyed' });
}

/** A key that comes back after its deletion is the same also where it is spelled otherwise now. */
async function respellTombstones(tx: Transaction, tables: Tables, pair: string, table: LocalTable): Promise<void> {
	const ended = await tx.query<{ id: string }>({
		text: `select id from ${tables.link} where pair = $1 and state = 'tombstone' and local_key is not null and exists (select 1 from observed where link is null)`,
		values: [pair],
	});
	await overReadableKeys(tx, table, ended, (some) =>
		tx.query({
			text: `update ${tables.link} d set local_key = o.local_key from observed o
				where d.id = any($1::bigint[]) and o.link is null and d.local_key <> o.local_key and ${sameKey(table, 'd.local_key::jsonb', 'o.local_key::jsonb')}`,
			values: [some.map((row) => row.id)],
		}),
	);
}
