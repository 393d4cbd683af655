import type { ConflictKind } from '../merge';
import type { LinkState } from '../plan';
import type { Sql, Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import type { Json } from '../record';
import type { ConflictStatus } from './types';
import { epochMs } from '../postgres/epochMs';
import { isoTime } from '../postgres/isoTime';

/** A conflict with what is known of its record, as read. */
export interface ConflictRow {
	readonly id: string;
	readonly pair: string;
	readonly pair_name: string;
	readonly link: string;
	readonly local_key: string | null;
	readonly remote_id: string | null;
	readonly title: string | null;
	readonly link_state: LinkState;
	readonly field: string;
	readonly fields: readonly string[];
	readonly kind: ConflictKind;
	readonly base: Json;
	readonly local: Json;
	readonly remote: Json;
	readonly status: ConflictStatus;
	readonly run: string;
	readonly resolution: StoredResolution | null;
	readonly resolved_by: string | null;
	readonly resolved_at: string | null;
	readonly applied_at: string | null;
	readonly superseded_by: string | null;
	readonly created_at: string;
	readonly updated_at: string;
	readonly age_ms: string;
	readonly local_edited_at: string | null;
	readonly remote_edited_at: string | null;
	readonly local_edited_ms: string | null;
	readonly remote_edited_ms: string | null;
	readonly version: string;
	readonly record_version: string | null;
}

/** The column `resolution`: the engine keeps `chosen` and `lost`, a decision `choice` besides. A reopened one keeps what was chosen as `earlier`. */
export interface StoredResolution {
	readonly choice?: string;
	readonly chosen?: Json;
	readonly lost?: ReadonlyArray<{ readonly side: 'local' | 'remote'; readonly value: Json }>;
	readonly reopened?: { readonly by: string; readonly at: string };
	readonly earlier?: { readonly choice?: string; readonly chosen?: Json; readonly lost?: StoredResolution['lost']; readonly by: string; readonly at: string };
}

/** SQL of a conflict's version: moves with whatever a person sees before deciding. Only comparable under `SESSION_SETTINGS`. */
export const versionOf = (c: string): string =>
	`encode(substring(sha256(convert_to(jsonb_build_array(${c}.id, ${c}.status, ${c}.kind, ${c}.base, ${c}.local, ${c}.remote, ${c}.updated_at)::text, 'UTF8')) from 1 for 8), 'hex')`;

/** SQL of the version of a record, aggregated over its open conflicts. */
export const recordVersion = (c: string): string => `encode(substring(sha256(convert_to(string_agg(${versionOf(c)}, ',' order by ${c}.id), 'UTF8')) from 1 for 8), 'hex')`;

/** Reads conflicts with their records. `from` selects from the table of conflicts under the alias `c`, `tail` orders, bounds or locks. */
export async function readRows(tx: Transaction, tables: Tables, from: { readonly where: string; readonly tail: string; readonly values: readonly unknown[] }): Promise<readonly ConflictRow[]> {
	return await tx.query<ConflictRow>(selectRows(tables, from));
}

function selectRows(tables: Tables, { where, tail, values }: { readonly where: string; readonly tail: string; readonly values: readonly unknown[] }): Sql {
	return {
		text: `select c.id, c.pair, p.name as pair_name, c.link, l.local_key, l.remote_id, l.title, l.state as link_state, c.field, c.fields, c.kind, c.base, c.local, c.remote, c.status, c.run,
				c.resolution, c.resolved_by, ${isoTime('c.resolved_at')} as resolved_at, ${isoTime('c.applied_at')} as applied_at, c.superseded_by, ${isoTime('c.created_at')} as created_at, ${isoTime('c.updated_at')} as updated_at,
				${epochMs('clock_timestamp() - c.created_at')} as age_ms, ${isoTime('l.local_edited_at')} as local_edited_at, ${isoTime('l.remote_edited_at')} as remote_edited_at,
				${epochMs('l.local_edited_at')} as local_edited_ms, ${epochMs('l.remote_edited_at')} as remote_edited_ms, ${versionOf('c')} as version,
				(select ${recordVersion('o')} from ${tables.conflict} o where o.link = c.link and o.status = 'pending_review') as record_version
			from ${tables.conflict} c join ${tables.link} l on l.id = c.link join ${tables.pair} p on p.id = c.pair where ${where} ${tail}`,
		values,
	};
}

/** An earlier choice for the conflict that took its place. */
export interface EarlierRow {
	readonly id: string;
	readonly superseded_by: string;
	readonly resolution: StoredResolution;
	readonly resolved_by: string;
	readonly resolved_at: string;
}

/** Choices that values moved away from before they were carried out, by the conflict that took their place: one of these, or any (null). */
export async function readEarlier(tx: Transaction, tables: Tables, successors: readonly string[] | null): Promise<ReadonlyMap<string, EarlierRow>> {
	if (successors?.length === 0) return new Map();
	const earlier = await tx.query<EarlierRow>({
		text: `select id, superseded_by, resolution, resolved_by, ${isoTime('resolved_at')} as resolved_at from ${tables.conflict}
			where superseded_by is not null and ($1::bigint[] is null or superseded_by = any($1::bigint[])) and status = 'superseded' and resolved_by is not null and resolution ? 'chosen' order by id`,
		values: [successors],
	});
	return new Map(earlier.map((row) => [row.superseded_by, row]));
}
