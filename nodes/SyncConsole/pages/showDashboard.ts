import { dashboard } from '../../../src/console/pages/dashboard';
import { readDashboard } from '../../../src/console/read/readDashboard';
import type { PairEntry } from '../../../src/console/read/readMenu';
import { readCurrent } from '../../../src/console/read/readProgress';
import { page, type Answer } from '../answer';
import { frameOf, type Visit } from '../visit';
import { healthForPage } from './healthOf';
import { readCharts } from './readCharts';

/** The dashboard of a pair. */
export async function showDashboard(visit: Visit, pair: PairEntry): Promise<Answer> {
	const { database, settings, nowMs } = visit;
	const facts = await readDashboard(database, settings.schema, pair.id);
	const current = facts.running === null ? null : await readCurrent(database, settings.schema, { pair: pair.name, run: facts.running });
	const charts = await readCharts(database, settings.schema, pair.name, nowMs);
	const health = await healthForPage(visit, pair.name);
	const frame = frameOf(visit);
	// What was started has begun: the page shows it, and need not say so.
	const hasBegun = frame.notice?.isAwaited === true && visit.query.has('newest') && pair.newest !== visit.query.get('newest');
	return page(dashboard(hasBegun ? { ...frame, notice: null } : frame, { ...facts, current, charts, ...health }));
}
