import type { Transaction } from '../types';
import type { Tables } from './tables';

const summed = ['runs', 'processed', 'failed', 'conflicts_found', 'conflicts_settled', 'written', 'requests', 'retries', 'bytes', 'duration_ms'] as const;

const addUp = summed.map((column) => `${column} = t.${column} + excluded.${column}`).join(', ');

/** SQL of a run's part in the totals, in the order of `summed`; `alias` has metrics, started_at and finished_at. */
function partOf(alias: string): string {
	const sum = (name: string): string => `coalesce(sum((${alias}.metrics ->> '${name}')::float8), 0)::bigint`;
	return `count(*), ${sum('processed')}, ${sum('failed')}, ${sum('conflictsFound')}, ${sum('conflictsSettled')}, ${sum('written')}, ${sum('requests')}, ${sum('retries')},
		(${sum('bytesSent')} + ${sum('bytesReceived')}), coalesce(sum(coalesce((${alias}.metrics ->> 'durationMs')::float8, extract(epoch from ${alias}.finished_at - ${alias}.started_at)::float8 * 1000)), 0)::bigint`;
}

/** Counts runs that have just ended into the totals of their pair. To be called once for a run. */
export async function countUp(tx: Transaction, tables: Tables, runs: readonly string[]): Promise<void> {
	if (runs.length === 0) return;
	await tx.execute({
		text: `insert into ${tables.run_total} as t (name, source, status, ${summed.join(', ')})
			select p.name, 'engine', r.status, ${partOf('r')} from ${tables.run} r join ${tables.pair} p on p.id = r.pair where r.id = any($1::bigint[]) group by p.name, r.status order by r.status
			on conflict (name, source, status) do update set ${addUp}`,
		values: [runs],
	});
}

/** The same for runs that were recorded. */
export async function countUpRecorded(tx: Transaction, tables: Tables, runs: readonly string[]): Promise<void> {
	if (runs.length === 0) return;
	await tx.execute({
		text: `insert into ${tables.run_total} as t (name, source, status, ${summed.join(', ')})
			select r.name, 'recorded', r.status, ${partOf('r')} from ${tables.recorded_run} r where r.id = any($1::bigint[]) group by r.name, r.status order by r.name, r.status
			on conflict (name, source, status) do update set ${addUp}`,
		values: [runs],
	});
}
