import type { Database } from '../../postgres';
import { readAsides } from '../../postgres/stores/asideStore';
import { asideList } from '../../run/asideWords';
import type { DashboardData } from '../types';
import { readOnly } from './readOnly';
import { selectRuns } from './readRuns';
import { isoTime } from '../../postgres/isoTime';

/** Runs shown on the dashboard. */
const RECENT_RUNS = 8;

interface Row {
	readonly good_run: string | null;
	readonly good_at: string | null;
	readonly open: string;
	readonly oldest_open: string | null;
	readonly decided: string;
	readonly pending: string;
	readonly failing: string;
	readonly held: string;
	readonly total: number | null;
	readonly running: string | null;
	readonly direction: string | null;
}

/** What the dashboard shows of a pair besides its health and charts; the run that goes on by its ID. */
export type DashboardFacts = Omit<DashboardData, 'health' | 'healthProblem' | 'charts' | 'current'> & { readonly running: string | null };

/** Reads what the dashboard shows of a pair. */
export async function readDashboard(database: Database, schema: string, pairId: string): Promise<DashboardFacts> {
	return await readOnly(database, schema, async (tx, tables) => {
		const conflicts = (what: string, where: string): string => `(select ${what} from ${tables.conflict} c where c.pair = p.id and ${where})`;
		// Each of these goes by an index of the few links that are not simply live.
		const links = (where: string): string => `(select count(*) from ${tables.link} l where l.pair = p.id and ${where})`;
		const [row] = await tx.query<Row>({
			text: `select g.id as good_run, ${isoTime('g.finished_at')} as good_at,
					${conflicts('count(*)', `c.status = 'pending_review'`)} as open, ${isoTime(conflicts('min(c.created_at)', `c.status = 'pending_review'`))} as oldest_open,
					${conflicts('count(*)', `c.status = 'resolved' and c.applied_at is null`)} as decided,
					${links('l.pending is not null')} as pending, ${links('(l.last_failure is not null or l.field_failures is not null)')} as failing, ${links(`l.state = 'held'`)} as held,
					(select greatest((r.counts -> 'local' ->> 'seen')::int, (r.counts -> 'remote' ->> 'seen')::int) from ${tables.run} r where r.pair = p.id and r.counts is not null order by r.id desc limit 1) as total,
					p.config ->> 'direction' as direction,
					(select max(r.id) from ${tables.run} r where r.pair = p.id and r.status = 'running') as running
				from ${tables.pair} p left join ${tables.run} g on g.id = p.last_good_run
				where p.id = $1`,
			values: [pairId],
		});
		const asides = await readAsides(tx, tables, { pair: pairId, isOneWay: row?.direction !== 'both' });
		const notCarried = asideList(asides, ['unseen', 'outside', 'one_way', 'unresolved']);
		const runs = await selectRuns(tx, tables, { pairId, from: 0, limit: RECENT_RUNS });
		return {
			lastGood: row?.good_run === null || row?.good_at === null || row === undefined ? null : { run: row.good_run, finishedAt: row.good_at },
			open: Number(row?.open ?? 0), oldestOpenAt: row?.oldest_open ?? null, decided: Number(row?.decided ?? 0),
			links: { total: row?.total ?? 0, pending: Number(row?.pending ?? 0), failing: Number(row?.failing ?? 0), held: Number(row?.held ?? 0) },
			...(notCarried === '' ? {} : { notCarried }),
			runs, running: row?.running ?? null,
		};
	});
}
