import type { Database, Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import { groupBy } from '../record';
import { isId } from './isId';
import { openQueue } from './openQueue';
import { readRows, type ConflictRow } from './readRows';
import { byOf, nameOf, refuse } from './refuse';
import type { Refused } from './types';
import { checkWho } from './who';
import { isoTime } from '../postgres/isoTime';

/** Pairs reopened in one transaction hold their lock for this many conflicts at most. */
const CHUNK_COUNT = 200;

/** What became of a request to reopen a conflict, with a sentence for people. */
export type ReopenAnswer = { readonly status: 'reopened'; readonly reason: string; readonly pair: string; readonly title: string | null; readonly field: string } | Refused;

/**
 * Opens conflicts again whose resolution no run has carried out yet. One answer per ID, in the order given. Refused where it was carried
 * out or superseded, where the same field of the record has another open conflict, and while a run of the pair goes on or a write of the record is open.
 * Throws a ConfigurationError for a schema that is not there.
 */
export async function reopen(database: Database, schema: string, ids: readonly string[], who: string): Promise<readonly ReopenAnswer[]> {
	const by = checkWho(who);
	const pairs = await pairsOf(database, schema, ids.filter(isId));
	const answers = new Map<string, ReopenAnswer>();
	for (const [pair, members] of groupBy([...pairs], ([, ofPair]) => ofPair)) {
		for (let start = 0; start < members.length; start += CHUNK_COUNT) {
			const chunk = members.slice(start, start + CHUNK_COUNT).map(([id]) => id);
			for (const [id, answer] of await database.transaction(async (tx) => await reopenChunk(tx, schema, { pair, ids: chunk, by }))) answers.set(id, answer);
		}
	}
	return ids.map((id) => answers.get(normal(id)) ?? refuse('NOT_FOUND', `There is no conflict '${id}'. Give the number of one, as Get Many shows it.`));
}

/** Numbers with leading zeros are the same numbers. */
function normal(id: string): string {
	return isId(id) ? String(BigInt(id)) : id;
}

async function pairsOf(database: Database, schema: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
	return await database.transaction(async (tx) => {
		const tables = await openQueue(tx, schema);
		const rows = await tx.query<{ id: string; pair: string }>({ text: `select id, pair from ${tables.conflict} where id = any($1::bigint[]) order by id`, values: [ids] });
		return new Map(rows.map(({ id, pair }) => [id, pair]));
	}, { readOnly: true });
}

async function reopenChunk(tx: Transaction, schema: string, { pair, ids, by }: { readonly pair: string; readonly ids: readonly string[]; readonly by: string }): Promise<ReadonlyMap<string, ReopenAnswer>> {
	const tables = await openQueue(tx, schema);
	// As a run locks it to begin: none can begin before this is committed.
	await tx.execute({ text: `select 1 from ${tables.pair} where id = $1 for no key update`, values: [pair] });
	const [lease] = await tx.query<{ run: string }>({ text: `select run from ${tables.lease} where pair = $1 and expires_at > clock_timestamp()`, values: [pair] });
	const rows = await readRows(tx, tables, { where: 'c.id = any($1::bigint[])', tail: 'order by c.id for update of c', values: [ids] });
	const inTheWay = await readInTheWay(tx, tables, rows);
	const answers = new Map<string, ReopenAnswer>();
	const taken = new Set<string>();
	for (const row of rows) {
		const refused = refusalOf(row, lease?.run ?? null, inTheWay.get(row.id));
		const place = JSON.stringify([row.link, row.field]);
		if (refused === null && taken.has(place)) answers.set(row.id, refuse('OTHER_IS_OPEN', `${nameOf(row)} cannot be reopened: another conflict of the same field was just reopened.`));
		else answers.set(row.id, refused ?? { status: 'reopened', reason: `${nameOf(row)} is open again. The choice of ${byOf(row.resolved_by)} is kept with it.`, pair: row.pair_name, title: row.title, field: row.field });
		if (refused === null) taken.add(place);
	}
	await openAgain(tx, tables, rows.filter((row) => answers.get(row.id)?.status === 'reopened').map((row) => row.id), by);
	return answers;
}

interface InTheWay {
	readonly id: string;
	readonly open: string | null;
	readonly is_writing: boolean;
}

async function readInTheWay(tx: Transaction, tables: Tables, rows: readonly ConflictRow[]): Promise<ReadonlyMap<string, InTheWay>> {
	const found = await tx.query<InTheWay>({
		text: `select c.id, (select o.id from ${tables.conflict} o where o.link = c.link and o.field = c.field and o.status = 'pending_review') as open,
				exists (select 1 from ${tables.operation} w where w.link = c.link and w.status in ('sending', 'creating')) as is_writing
			from ${tables.conflict} c where c.id = any($1::bigint[])`,
		values: [rows.map((row) => row.id)],
	});
	return new Map(found.map((one) => [one.id, one]));
}

function refusalOf(row: ConflictRow, run: string | null, inTheWay: InTheWay | undefined): Refused | null {
	const name = nameOf(row);
	if (row.status === 'pending_review') return refuse('OPEN', `${name} is open already.`);
	if (row.status === 'superseded') return refuse('SUPERSEDED', `${name} was superseded at ${row.updated_at}${row.superseded_by === null ? '' : ` by conflict ${row.superseded_by}`}, so there is nothing to reopen.`);
	if (row.applied_at !== null) return refuse('CARRIED_OUT', `${name} was settled by ${byOf(row.resolved_by)} and carried out at ${row.applied_at}. Change the record itself, on either side.`);
	if (inTheWay?.open !== undefined && inTheWay.open !== null) return refuse('OTHER_IS_OPEN', `${name} cannot be reopened: conflict ${inTheWay.open} of the same field is open. Decide that one.`);
	if (run !== null) return refuse('BUSY', `${name} cannot be reopened while run ${run} of pair '${row.pair_name}' goes on: it may be carrying the choice out. Try again when it is over.`);
	if (inTheWay?.is_writing === true) return refuse('BUSY', `${name} cannot be reopened: a write of the record was begun, and whether it took effect is not known yet. The next run finds out.`);
	return null;
}

async function openAgain(tx: Transaction, tables: Tables, ids: readonly string[], by: string): Promise<void> {
	if (ids.length === 0) return;
	await tx.execute({
		text: `update ${tables.conflict} set status = 'pending_review', decided_on = null, resolved_by = null, resolved_at = null, updated_at = clock_timestamp(),
				resolution = jsonb_build_object('reopened', jsonb_build_object('by', $2::text, 'at', ${isoTime('clock_timestamp()')}), 'earlier', coalesce(resolution, '{}') - 'reopened' - 'earlier' || jsonb_build_object('by', resolved_by, 'at', ${isoTime('resolved_at')}))
			where id = any($1::bigint[])`,
		values: [ids, by],
	});
}
