import { ConfigurationError } from '../errors';
import { checkSchemaVersion } from '../postgres';
import { tablesIn } from '../postgres/stores/tables';
import type { CancelRun } from './engine';
import { getRun } from './getRun';
import { requireRunId } from './settings';
import type { RunView } from './types';

/** How often a run that was asked to stop is looked at. */
const LOOK_EVERY_MS = 200;

/**
 * Asks a run to stop, and waits until it has or `waitMs` is over. The run sees it with its next heartbeat (a second at
 * most), finishes what is under way, records it and gives its lease back. Throws a ConfigurationError where there is
 * no such run or it is over.
 */
export const cancelRun: CancelRun = async (ports, query) => {
	if (query.run !== null) requireRunId(query.run, 'run');
	const run = await request(ports, query);
	const until = ports.clock.monotonic() + query.waitMs;
	for (;;) {
		const view: RunView = await getRun(ports, { pair: query.pair, run });
		if (view.status !== 'running' || ports.clock.monotonic() >= until) return view;
		await ports.clock.sleep(LOOK_EVERY_MS);
	}
};

async function request(ports: Parameters<CancelRun>[0], query: Parameters<CancelRun>[1]): Promise<string> {
	const tables = tablesIn(ports.schema);
	return await ports.database.transaction(async (tx) => {
		if ((await checkSchemaVersion(tx, ports.schema)) === 'missing') throw new ConfigurationError(`The tables of Batch Sync are not in schema '${ports.schema}', so no run is going on there. Check Package Schema.`);
		const [found] = await tx.query<{ id: string; status: string; pair: string }>({
			text: `select r.id, r.status, p.name as pair from ${tables.run} r join ${tables.pair} p on p.id = r.pair
				where case when $2::bigint is null then p.name = $1 and r.status = 'running' else r.id = $2 end order by r.id desc limit 1`,
			values: [query.pair, query.run],
		});
		if (found === undefined) throw new ConfigurationError(query.run === null ? `No run of pair '${query.pair}' is going on, so there is nothing to cancel.` : `There is no run ${query.run}. Leave the run ID empty to cancel the run of pair '${query.pair}' that is going on.`);
		if (found.pair !== query.pair) throw new ConfigurationError(`Run ${found.id} belongs to pair '${found.pair}', not to '${query.pair}'. Give a run of '${query.pair}'.`);
		const isAsked = await tx.execute({ text: `update ${tables.run} set cancel_requested = true where id = $1 and status = 'running'`, values: [found.id] });
		if (isAsked === 0) throw new ConfigurationError(`Run ${found.id} is over (it ended as '${found.status}'), so there is nothing to cancel.`);
		return found.id;
	});
}
