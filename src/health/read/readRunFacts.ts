import type { RunSource } from '../../metrics';
import type { Transaction } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import { isoTime } from '../../postgres/isoTime';

/** What is known of the runs of one name. Ages in milliseconds, by the database's clock. */
export interface RunFacts {
	/** null: no run was good yet. */
	readonly goodAgeMs: number | null;
	/** Since the name is known. */
	readonly knownMs: number;
	/** Newest first: ended runs that were neither skipped nor previews. */
	readonly recent: ReadonlyArray<{ readonly status: string; readonly message: string }>;
	readonly now: string;
}

interface Row {
	readonly now: string;
	readonly good_age: number | null;
	readonly known: number | null;
	readonly recent: RunFacts['recent'] | null;
}

const ageOf = (expression: string): string => `(extract(epoch from clock_timestamp() - ${expression}) * 1000)::float8`;

export async function readRunFacts(tx: Transaction, tables: Tables, { name, source, recentRuns }: { readonly name: string; readonly source: RunSource; readonly recentRuns: number }): Promise<RunFacts> {
	const recent = (table: string, condition: string): string => `(select jsonb_agg(jsonb_build_object('status', n.status, 'message', n.message) order by n.started_at desc, n.id desc)
		from (select * from ${table} r where ${condition} and r.status not in ('running', 'skipped', 'previewed') order by r.started_at desc, r.id desc limit $2) n)`;
	const now = `${isoTime('clock_timestamp()')} as now`;
	const text = source === 'engine'
		? `select ${now}, ${ageOf('g.finished_at')} as good_age, ${ageOf('p.created_at')} as known, ${recent(tables.run, 'r.pair = p.id')} as recent
			from ${tables.pair} p left join ${tables.run} g on g.id = p.last_good_run where p.name = $1`
		: `select ${now}, ${ageOf(`(select max(finished_at) from ${tables.recorded_run} where name = $1 and status = 'done')`)} as good_age,
			${ageOf(`(select min(recorded_at) from ${tables.recorded_run} where name = $1)`)} as known, ${recent(tables.recorded_run, 'r.name = $1')} as recent`;
	const [row] = await tx.query<Row>({ text, values: [name, recentRuns] });
	return { goodAgeMs: row?.good_age ?? null, knownMs: row?.known ?? 0, recent: row?.recent ?? [], now: row?.now ?? '' };
}
