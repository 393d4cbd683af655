import { listConflicts, type ConflictStatus } from '../../../src/conflicts';
import { conflictList } from '../../../src/console/pages/conflictList';
import { noPair } from '../../../src/console/pages/dashboard';
import { messagePage } from '../../../src/console/pages/messagePage';
import { planReview } from '../../../src/console/pages/planReview';
import { recordReview } from '../../../src/console/pages/recordReview';
import { OPERATIONS_A_PAGE, runDetail } from '../../../src/console/pages/runDetail';
import { RUNS_A_PAGE, runList } from '../../../src/console/pages/runList';
import { readFacets } from '../../../src/console/read/readFacets';
import type { PairEntry } from '../../../src/console/read/readMenu';
import { readNextLink } from '../../../src/console/read/readNextLink';
import { readRunDetail } from '../../../src/console/read/readRunDetail';
import { readRuns } from '../../../src/console/read/readRuns';
import type { ListFilter } from '../../../src/console/types';
import { page, type Answer } from '../answer';
import { frameOf, type Visit } from '../visit';
import { showDashboard } from './showDashboard';

/** Conflicts a list shows, and a record at most. */
const CONFLICTS_A_PAGE = 25;
const MOST_OF_RECORD = 100;

/** A page, for somebody who is signed in. */
export async function showPage(visit: Visit, name: string): Promise<Answer> {
	const { pair } = visit;
	const asked = visit.query.get('pair') ?? '';
	if (pair === null) return asked === '' ? page(noPair(frameOf(visit), visit.settings.schema)) : notThere(visit, `There is no pair '${asked}' here.`);
	switch (name) {
		case 'dashboard':
			return await showDashboard(visit, pair);
		case 'conflicts':
			return await showList(visit, pair);
		case 'record':
			return await showRecord(visit, pair);
		case 'runs':
			return page(runList(frameOf(visit), await readRuns(visit.database, visit.settings.schema, { pairId: pair.id, from: numberIn(visit, 'from'), limit: RUNS_A_PAGE })));
		case 'run':
			return page(runDetail(frameOf(visit), await readRunDetail(visit.database, visit.settings.schema, queryFor(visit, pair, 'run'))));
		case 'plan':
			return page(planReview(frameOf(visit), await readRunDetail(visit.database, visit.settings.schema, queryFor(visit, pair, 'plan'))));
		default:
			return notThere(visit, 'There is no such page.');
	}
}

function queryFor(visit: Visit, pair: PairEntry, id: 'run' | 'plan'): Parameters<typeof readRunDetail>[2] {
	return { pair: pair.name, run: visit.query.get(id) ?? '', from: numberIn(visit, 'from'), limit: OPERATIONS_A_PAGE };
}

async function showList(visit: Visit, pair: PairEntry): Promise<Answer> {
	const { database, settings: { schema } } = visit;
	const filter = filterIn(visit.query);
	const after = visit.query.get('after');
	const found = await listConflicts(
		database, schema,
		{
			pair: pair.name, statuses: [filter.status], ...(filter.field === '' ? {} : { fields: [filter.field] }), ...(filter.kind === '' ? {} : { kinds: [filter.kind as never] }),
			...(filter.record === '' ? {} : { record: filter.record }), ...(filter.olderHours === 0 ? {} : { olderThanMs: filter.olderHours * 3_600_000 }),
		},
		{ limit: CONFLICTS_A_PAGE, order: filter.status === 'pending_review' ? 'oldest' : 'newest', ...(after === null ? {} : { after }) },
	);
	return page(conflictList(frameOf(visit), { filter, after, isAllTicked: visit.query.get('tick') === 'all', ...found, ...(await readFacets(database, schema, pair.id)) }));
}

const STATUSES: readonly ConflictStatus[] = ['pending_review', 'resolved', 'superseded'];

function filterIn(query: URLSearchParams): ListFilter {
	const hours = Number(query.get('older') ?? '0');
	return {
		field: query.get('field') ?? '', kind: query.get('kind') ?? '', record: (query.get('record') ?? '').trim().replace(/^#/, ''),
		olderHours: Number.isFinite(hours) && hours > 0 ? Math.min(hours, 100_000) : 0, status: STATUSES.find((status) => status === query.get('status')) ?? 'pending_review',
	};
}

async function showRecord(visit: Visit, pair: PairEntry): Promise<Answer> {
	const { database, settings: { schema } } = visit;
	const link = visit.query.get('link') ?? '';
	if (!/^\d{1,18}$/.test(link)) return notThere(visit, 'The address names no record.');
	const { conflicts } = await listConflicts(database, schema, { pair: pair.name, links: [link] }, { limit: MOST_OF_RECORD, order: 'newest' });
	return page(recordReview(frameOf(visit), { link, conflicts: [...conflicts].reverse(), next: await readNextLink(database, schema, { pairId: pair.id, link }), compareWith: visit.query.get('compare') === 'sides' ? 'sides' : 'base' }));
}

function numberIn(visit: Visit, name: string): number {
	const number = Number(visit.query.get(name) ?? '0');
	return Number.isInteger(number) && number > 0 ? Math.min(number, 1_000_000_000) : 0;
}

function notThere(visit: Visit, sentence: string): Answer {
	return page(messagePage(frameOf(visit), { heading: 'Not found', sentences: [sentence] }), 404);
}
