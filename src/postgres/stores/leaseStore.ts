import type { Transaction } from '../types';
import type { Tables } from './tables';

export type LeaseAnswer =
	| { readonly status: 'acquired'; readonly fence: string }
	| { readonly status: 'busy'; readonly run: string; readonly holder: string; readonly startedAt: string; readonly startedBy: string; readonly heartbeatAt: string; readonly expiresInMs: number; /** How long its holder took it for. */ readonly leaseMs: number };

/**
 * Takes the pair's lease, or says who has it. All times are the database's. Taking over raises the fencing number,
 * and that update waits for every transaction of the former holder that is still open (they hold the row FOR SHARE).
 * `silentSince`: a heartbeat that was seen not to move for as long as the lease lasts. Such a lease has run out, whatever the
 * database's clock says: it may have been set back.
 */
export async function acquireLease(
	tx: Transaction,
	tables: Tables,
	claim: { readonly pair: string; readonly run: string; readonly holder: string; readonly leaseMs: number; readonly heartbeatMs: number; readonly silentSince: string | null },
): Promise<LeaseAnswer> {
	// Serialises claims of one pair; the lease row itself may not exist yet.
	await tx.execute({ text: `select 1 from ${tables.pair} where id = $1 for no key update`, values: [claim.pair] });
	const [held] = await tx.query<{ run: string; holder: string; started_at: string; started_by: string; heartbeat_at: string; expires_in_ms: string; lease_ms: string; is_expired: boolean }>({
		text: `select l.run, l.holder, r.started_at, r.started_by,
				l.heartbeat_at::text as heartbeat_at,
				ceil(extract(epoch from l.expires_at - clock_timestamp()) * 1000)::bigint as expires_in_ms,
				ceil(extract(epoch from l.expires_at - l.heartbeat_at) * 1000)::bigint as lease_ms,
				l.expires_at <= clock_timestamp() or l.heartbeat_at::text is not distinct from $2 as is_expired
			from ${tables.lease} l join ${tables.run} r on r.id = l.run where l.pair = $1`,
		values: [claim.pair, claim.silentSince],
	});
	if (held !== undefined && !held.is_expired) {
		return {
			status: 'busy', run: held.run, holder: held.holder, startedAt: held.started_at, startedBy: held.started_by,
			heartbeatAt: held.heartbeat_at, expiresInMs: Number(held.expires_in_ms), leaseMs: Number(held.lease_ms),
		};
	}
	const [fence] = await tx.query<{ number: string }>({ text: `update ${tables.fence} set number = number + 1 where pair = $1 returning number`, values: [claim.pair] });
	const number = fence?.number ?? '0';
	await tx.execute({
		text: `insert into ${tables.lease} (pair, run, holder, fence, acquired_at, heartbeat_at, expires_at, heartbeat_ms)
			values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp(), clock_timestamp() + make_interval(secs => $5 / 1000.0), $6)
			on conflict (pair) do update set run = excluded.run, holder = excluded.holder, fence = excluded.fence, acquired_at = excluded.acquired_at,
				heartbeat_at = excluded.heartbeat_at, expires_at = excluded.expires_at, heartbeat_ms = excluded.heartbeat_ms`,
		values: [claim.pair, claim.run, claim.holder, number, claim.leaseMs, claim.heartbeatMs],
	});
	await tx.execute({ text: `update ${tables.run} set fence = $2 where id = $1`, values: [claim.run, number] });
	return { status: 'acquired', fence: number };
}

/** Renews the lease. Answers null where it is ours no longer, else whether somebody asked the run to stop. */
export async function renewLease(tx: Transaction, tables: Tables, lease: { readonly pair: string; readonly run: string; readonly fence: string; readonly leaseMs: number }): Promise<{ readonly isCancelRequested: boolean } | null> {
	const count = await tx.execute({
		text: `update ${tables.lease} set heartbeat_at = clock_timestamp(), expires_at = clock_timestamp() + make_interval(secs => $3 / 1000.0) where pair = $1 and fence = $2`,
		values: [lease.pair, lease.fence, lease.leaseMs],
	});
	if (count === 0) return null;
	const [row] = await tx.query<{ cancel_requested: boolean }>({ text: `select cancel_requested from ${tables.run} where id = $1`, values: [lease.run] });
	return { isCancelRequested: row?.cancel_requested ?? false };
}

/** Holds the fencing row for the rest of the transaction. False: another run has taken over. */
export async function holdFence(tx: Transaction, tables: Tables, pair: string, fence: string): Promise<boolean> {
	const rows = await tx.query({ text: `select 1 from ${tables.fence} where pair = $1 and number = $2 for share`, values: [pair, fence] });
	return rows.length === 1;
}

export async function releaseLease(tx: Transaction, tables: Tables, pair: string, fence: string): Promise<void> {
	await tx.execute({ text: `delete from ${tables.lease} where pair = $1 and fence = $2`, values: [pair, fence] });
}
