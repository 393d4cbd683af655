import type { JsonObject } from '../../record';
import type { Transaction } from '../types';
import { markCanary } from './rowCandidates';
import type { Tables } from './tables';

/** A pair as stored. */
export interface PairRow {
	readonly id: string;
	readonly name: string;
	readonly scope: JsonObject;
	readonly scope_hash: string;
	readonly mapping_hashes: Readonly<Record<string, string>>;
	readonly policy_hash: string | null;
	readonly column_types: Readonly<Record<string, string>>;
	readonly membership: string | null;
	readonly last_complete_at: string | null;
	readonly complete_age_ms: string | null;
	readonly last_good_run: string | null;
	readonly is_new: boolean;
}

export type AdoptedHashes = Pick<PairRow, 'scope_hash' | 'mapping_hashes' | 'policy_hash'>;

export interface PairFacts {
	readonly name: string;
	readonly config: unknown;
	readonly scope: JsonObject;
	readonly scopeHash: string;
	readonly mappingHashes: Readonly<Record<string, string>>;
	readonly policyHash: string;
	readonly columnTypes: Readonly<Record<string, string>>;
}

/** Finds the pair by name or enters it, with its lease-independent rows; what is stored is not changed here. */
export async function findOrEnterPair(tx: Transaction, tables: Tables, facts: PairFacts): Promise<PairRow> {
	const inserted = await tx.execute({
		text: `insert into ${tables.pair} (name, config, scope, scope_hash, mapping_hashes, policy_hash, column_types) values ($1, $2, $3, $4, $5, $6, $7) on conflict (name) do nothing`,
		values: [facts.name, JSON.stringify(facts.config), JSON.stringify(facts.scope), facts.scopeHash, JSON.stringify(facts.mappingHashes), facts.policyHash, JSON.stringify(facts.columnTypes)],
	});
	const [pair] = await tx.query<PairRow>({
		text: `select id, name, scope, scope_hash, mapping_hashes, policy_hash, column_types, membership, last_complete_at,
				floor(extract(epoch from clock_timestamp() - last_complete_at) * 1000)::bigint as complete_age_ms, last_good_run, $2::boolean as is_new
			from ${tables.pair} where name = $1`,
		values: [facts.name, inserted === 1],
	});
	if (pair === undefined) throw new Error('The pair was entered but cannot be read back.');
	await tx.execute({ text: `insert into ${tables.fence} (pair) values ($1) on conflict do nothing`, values: [pair.id] });
	await tx.execute({ text: `insert into ${tables.cursor} (pair) values ($1) on conflict do nothing`, values: [pair.id] });
	return pair;
}

/** The configuration a pair was last run with; undefined: there is no such pair. */
export async function readAdopted(tx: Transaction, tables: Tables, name: string): Promise<(AdoptedHashes & { readonly id: string; readonly config: unknown }) | undefined> {
	const [row] = await tx.query<AdoptedHashes & { id: string; config: unknown }>({ text: `select id, config, scope_hash, mapping_hashes, policy_hash from ${tables.pair} where name = $1`, values: [name] });
	return row;
}

/** What the pair of that name knows of its remote side, where it was found out less than `maxAgeMs` ago; null: nothing. */
export async function readKnown(tx: Transaction, tables: Tables, name: string, maxAgeMs: number): Promise<JsonObject | null> {
	const [row] = await tx.query<{ known: JsonObject | null }>({
		text: `select remote_known as known from ${tables.pair} where name = $1 and clock_timestamp() - remote_known_at between interval '0' and $2::double precision * interval '1 millisecond'`,
		values: [name, maxAgeMs],
	});
	return row?.known ?? null;
}

/** Keeps what was found out of the remote side; null: it is to be found out again. */
export async function keepKnown(tx: Transaction, tables: Tables, name: string, known: JsonObject | null): Promise<void> {
	await tx.execute({
		text: `update ${tables.pair} set remote_known = $2, remote_known_at = clock_timestamp() where name = $1`,
		values: [name, known === null ? null : JSON.stringify(known)],
	});
}

/** Takes the configuration of this run as the pair's own, once its plan goes ahead. Fields whose mapping changed have lost their base by then. */
export async function adoptConfiguration(tx: Transaction, tables: Tables, pair: string, facts: PairFacts): Promise<void> {
	await tx.execute({
		text: `update ${tables.pair} set config = $2, scope = $3, scope_hash = $4, mapping_hashes = $5, policy_hash = $6, column_types = $7, updated_at = clock_timestamp() where id = $1`,
		values: [pair, JSON.stringify(facts.config), JSON.stringify(facts.scope), facts.scopeHash, JSON.stringify(facts.mappingHashes), facts.policyHash, JSON.stringify(facts.columnTypes)],
	});
}

export interface Cursor {
	readonly watermark: string | null;
	readonly server_time_ms: string | null;
	readonly sweep: { readonly from: string; readonly mode: string; readonly startedAtMs: number; readonly minServerTimeMs: number | null } | null;
}

export async function readCursor(tx: Transaction, tables: Tables, pair: string): Promise<Cursor> {
	const [cursor] = await tx.query<Cursor>({ text: `select watermark, floor(extract(epoch from server_time) * 1000)::bigint as server_time_ms, sweep from ${tables.cursor} where pair = $1`, values: [pair] });
	return cursor ?? { watermark: null, server_time_ms: null, sweep: null };
}

export async function writeSweep(tx: Transaction, tables: Tables, pair: string, sweep: Cursor['sweep']): Promise<void> {
	await tx.execute({ text: `update ${tables.cursor} set sweep = $2, ${markCanary}, updated_at = clock_timestamp() where pair = $1`, values: [pair, sweep === null ? null : JSON.stringify(sweep)] });
}

/** Moves the watermark, and notes a complete comparison where this was one. */
export async function writeWatermark(
	tx: Transaction,
	tables: Tables,
	pair: string,
	mark: { readonly watermark: string | null; readonly serverTimeMs: number | null; readonly isComplete: boolean; readonly membership: string },
): Promise<void> {
	await tx.execute({
		text: `update ${tables.cursor} set watermark = coalesce($2, watermark), server_time = coalesce(to_timestamp($3::double precision / 1000), server_time), sweep = null, ${markCanary}, updated_at = clock_timestamp() where pair = $1`,
		values: [pair, mark.watermark, mark.serverTimeMs],
	});
	await tx.execute({
		text: `update ${tables.pair} set membership = $2, last_complete_at = case when $3 then clock_timestamp() else last_complete_at end where id = $1`,
		values: [pair, mark.membership, mark.isComplete],
	});
}
