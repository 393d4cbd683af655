import { tracksDates } from '../openproject';
import type { RemoteFacts } from '../plan';
import type { JsonObject } from '../record';
import { valueAt } from '../record';
import { fenced } from './context';
import type { RunContext } from './context';
import { datesOf } from './pairConfiguration';

/** Whether children may decide the dates of this pair's work packages though the table's are to be kept. */
export function guardsParents(context: RunContext): boolean {
	return datesOf(context.configuration.remote).scheduling === 'keep' && tracksDates(context.mapping.remoteProperties);
}

/**
 * A first child can make OpenProject drop the dates of its parent, and with them what somebody gave it that the table does not hold yet (it was
 * refused there, or waits for a person), or gave it since the run last saw it. The parent is therefore looked at just before, once a run;
 * parents that this run made have nobody's edits yet.
 *
 * @returns whether the parent holds what has not been carried: then the child waits until it has been.
 */
export async function holdsUncarriedDates(context: RunContext, values: JsonObject): Promise<boolean> {
	const parent = valueAt(values, 'parent');
	if (typeof parent !== 'string' || context.tendedParents.has(parent) || !guardsParents(context)) return false;
	const [known] = await fenced(context, (tx) =>
		tx.query<{ remote_lock: number | null; remote_facts: RemoteFacts | null; is_carried: boolean }>({
			text: `select remote_lock, remote_facts, remote_seen is null or remote_seen ->> 'startDate' is not distinct from base_remote ->> 'startDate' and remote_seen ->> 'dueDate' is not distinct from base_remote ->> 'dueDate' as is_carried from ${context.tables.link} where pair = $1 and remote_id = $2::bigint and state = 'live'`,
			values: [context.pair.id, parent],
		}),
	);
	if (known === undefined || known.remote_facts?.schedule?.isManual !== true) return false;
	if (!known.is_carried) return true;
	const answer = await context.remote.read(parent);
	const isMoved = answer.status === 'found' && answer.record.facts.schedule?.isManual === true && answer.record.lockVersion !== known.remote_lock;
	if (!isMoved) context.tendedParents.add(parent);
	return isMoved;
}
