import type { AdoptedHashes } from '../../postgres/stores/pairStore';
import { readAsides } from '../../postgres/stores/asideStore';
import type { Asides } from '../../postgres/stores/asideStore';
import { WITHOUT_REPORT } from '../../postgres/stores/runStore';
import type { Transaction } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import type { PairConfiguration } from '../../run';

/** How a pair stands. Ages in milliseconds, by the database's clock. */
export interface PairFacts {
	readonly id: string;
	readonly configuration: PairConfiguration;
	readonly adopted: AdoptedHashes;
	readonly columnTypes: Readonly<Record<string, string>>;
	readonly lease: { readonly run: string; readonly sinceMs: number; readonly heartbeatAgeMs: number; readonly heartbeatMs: number; readonly isExpired: boolean } | null;
	/** Runs of the last 24 hours whose process was gone. */
	readonly takenOver: number;
	readonly plan: { readonly run: string; readonly waitsMs: number; readonly message: string } | null;
	readonly waiting: { readonly count: number; readonly oldestMs: number | null };
	/** What stands as it is for another reason than a conflict or a failure. */
	readonly asides: Asides;
	readonly failing: number;
	readonly conflicts: { readonly count: number; readonly oldestMs: number | null };
	/** The newest run that got as far as knowing its configuration; null: none. */
	readonly newest: { readonly run: string; readonly hash: string } | null;
	/** Links that have a row. */
	readonly linkedRows: number;
	/** Links that have a work package in scope. */
	readonly linkedPackages: number;
}

interface Row extends AdoptedHashes {
	readonly id: string;
	readonly config: PairConfiguration;
	readonly column_types: Readonly<Record<string, string>>;
	readonly lease: PairFacts['lease'];
	readonly taken_over: number;
	readonly plan: PairFacts['plan'];
	readonly waiting: PairFacts['waiting'];
	readonly failing: number;
	readonly conflicts: PairFacts['conflicts'];
	readonly newest: PairFacts['newest'];
	readonly linked_rows: number;
	readonly linked_packages: number;
}

const ageOf = (expression: string): string => `(extract(epoch from clock_timestamp() - ${expression}) * 1000)::float8`;
const isFailing = '(l.last_failure is not null or l.field_failures is not null)';

/**
 * Everything about a pair that its own tables tell. A change that waits only because its side is not written, or because its record
 * is failing, is not counted as waiting: the first is meant to, and the second is told by itself.
 */
export async function readPairFacts(tx: Transaction, tables: Tables, name: string): Promise<PairFacts | null> {
	const [row] = await tx.query<Row>({
		text: `select p.id, p.config, p.scope_hash, p.mapping_hashes, p.policy_hash, p.column_types,
				(select jsonb_build_object('run', e.run::text, 'sinceMs', ${ageOf('e.acquired_at')}, 'heartbeatAgeMs', ${ageOf('e.heartbeat_at')}, 'heartbeatMs', e.heartbeat_ms, 'isExpired', e.expires_at <= clock_timestamp()) from ${tables.lease} e where e.pair = p.id) as lease,
				(select count(*)::float8 from ${tables.run} r where r.pair = p.id and r.started_at > clock_timestamp() - interval '24 hours' and r.status = 'failed' and starts_with(r.message, $2)) as taken_over,
				(select jsonb_build_object('run', r.id::text, 'waitsMs', ${ageOf('r.finished_at')}, 'message', r.message) from ${tables.run} r where r.id = p.open_plan) as plan,
				(select jsonb_build_object('count', count(*), 'oldestMs', ${ageOf('min(l.pending_since)')}) from ${tables.link} l where l.pair = p.id and l.pending is not null and l.state = 'live' and not 'waiting' = any(l.pending) and not ${isFailing}) as waiting,
				(select count(*)::float8 from ${tables.link} l where l.pair = p.id and l.state not in ('tombstone', 'out_of_scope') and ${isFailing}) as failing,
				(select jsonb_build_object('count', count(*), 'oldestMs', ${ageOf('min(c.created_at)')}) from ${tables.conflict} c where c.pair = p.id and c.status = 'pending_review') as conflicts,
				(select jsonb_build_object('run', r.id::text, 'hash', r.config_hash) from ${tables.run} r where r.pair = p.id and r.config_hash is not null and r.status not in ('running', 'skipped') order by r.started_at desc, r.id desc limit 1) as newest,
				n.linked_rows, n.linked_packages
			from ${tables.pair} p cross join lateral (select (count(*) filter (where l.local_key is not null and coalesce(l.gone_side, 'remote') = 'remote'))::float8 as linked_rows,
				(count(*) filter (where l.remote_id is not null and coalesce(l.gone_side, 'local') = 'local'))::float8 as linked_packages
				from ${tables.link} l where l.pair = p.id and l.state not in ('tombstone', 'out_of_scope')) n where p.name = $1`,
		values: [name, WITHOUT_REPORT],
	});
	if (row === undefined) return null;
	return {
		id: row.id, configuration: row.config, adopted: row, columnTypes: row.column_types, lease: row.lease, takenOver: row.taken_over, plan: row.plan, waiting: row.waiting,
		asides: await readAsides(tx, tables, { pair: row.id, isOneWay: row.config.direction !== 'both' }), failing: row.failing, conflicts: row.conflicts, newest: row.newest, linkedRows: row.linked_rows, linkedPackages: row.linked_packages,
	};
}
