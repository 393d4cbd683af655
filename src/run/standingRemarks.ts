import type { Transaction } from '../postgres';
import type { RunContext } from './context';

/** Named in one remark; more are counted. */
const MOST_NAMED = 20;

/** What stands open without being a conflict or a failure: people without an entry in the user map, once each; records referred to that have no partner; vanished and missing work packages; writes without an answer. */
export async function standingRemarks(tx: Transaction, context: RunContext): Promise<readonly string[]> {
	const { link } = context.tables;
	const people = await tx.query<{ ref: string; count: string; total: string }>({
		text: `select u ->> 'ref' as ref, count(*) as count, count(*) over () as total from ${link} l, jsonb_array_elements(l.unresolved) u
			where l.pair = $1 and l.unresolved is not null and l.state = 'live' and u ->> 'ref' like 'user:%' group by 1 order by count(*) desc, 1 limit ${MOST_NAMED}`,
		values: [context.pair.id],
	});
	const strangers = await tx.query<{ ref: string; count: string; total: string }>({
		text: `select u ->> 'ref' as ref, count(*) as count, count(*) over () as total from ${link} l, jsonb_array_elements(l.unresolved) u
			where l.pair = $1 and l.unresolved is not null and l.state = 'live' and l.pending is null and u ->> 'ref' like 'record:%' group by 1 order by count(*) desc, 1 limit ${MOST_NAMED}`,
		values: [context.pair.id],
	});
	const vanished = await tx.query<{ remote_id: string; total: string }>({
		text: `select remote_id, count(*) over () as total from ${link} where pair = $1 and state = 'vanished' order by remote_id limit ${MOST_NAMED}`,
		values: [context.pair.id],
	});
	const missing = await tx.query<{ remote_id: string; total: string }>({
		text: `select remote_id, count(*) over () as total from ${link} where pair = $1 and gone_side in ('remote', 'both') and state not in ('vanished', 'tombstone') order by remote_id limit ${MOST_NAMED}`,
		values: [context.pair.id],
	});
	const unknown = await tx.query<{ message: string | null; total: string }>({
		text: `select last_message as message, count(*) over () as total from ${context.tables.operation} where pair = $1 and status in ('sending', 'creating') order by id limit 1`,
		values: [context.pair.id],
	});
	return [...people.map((row) => personRemark(row.ref, Number(row.count))), ...rest(people, 'people without an entry in the user map'), ...strangers.map((row) => strangerRemark(row.ref, Number(row.count))), ...rest(strangers, 'records outside of the sync that others refer to'), ...vanishedRemark(vanished), ...missingRemark(missing), ...unknownRemark(unknown)];
}

function personRemark(ref: string, count: number): string {
	const [, side, ...id] = ref.split(':');
	const records = count === 1 ? '1 record names' : `${count} records name`;
	const who = side === 'local' ? `person ${id.join(':')}, who has no OpenProject user` : `OpenProject user ${id.join(':')}, who is nobody`;
	return `${records} ${who} in the user map. The field is left as it is on the other side until there is an entry.`;
}

function strangerRemark(ref: string, count: number): string {
	const [, side, ...id] = ref.split(':');
	const what = side === 'local' ? `row ${id.join(':')}, which has no work package` : `work package ${id.join(':')}, which has no row`;
	return `${count === 1 ? '1 record refers' : `${count} records refer`} to ${what} in this pair. The reference is left as it is on the other side until there is one.`;
}

function rest(rows: ReadonlyArray<{ readonly total: string }>, noun: string): readonly string[] {
	const total = Number(rows[0]?.total ?? 0);
	return total > rows.length ? [`And ${total - rows.length} more ${noun}.`] : [];
}

function vanishedRemark(rows: ReadonlyArray<{ readonly remote_id: string; readonly total: string }>): readonly string[] {
	if (rows.length === 0) return [];
	const total = Number(rows[0]?.total ?? 0);
	return [`${total} linked work packages are gone or not visible any more (${rows.map((row) => row.remote_id).join(', ')}${total > rows.length ? ', …' : ''}). Their rows are left as they are; if one comes back, its sync goes on.`];
}

/** Seen missing once, which says little. */
function missingRemark(rows: ReadonlyArray<{ readonly remote_id: string; readonly total: string }>): readonly string[] {
	if (rows.length === 0) return [];
	const total = Number(rows[0]?.total ?? 0);
	const what = total === 1 ? '1 linked work package does' : `${total} linked work packages do`;
	return [`${what} not answer this time (${rows.map((row) => row.remote_id).join(', ')}${total > rows.length ? ', …' : ''}): deleted, or out of the API user's sight. Nothing is concluded from one look; a later run looks again.`];
}

function unknownRemark(rows: ReadonlyArray<{ readonly message: string | null; readonly total: string }>): readonly string[] {
	const [first] = rows;
	if (first === undefined) return [];
	const writes = first.total === '1' ? '1 write to OpenProject has' : `${first.total} writes to OpenProject have`;
	return [`${writes} not been answered clearly (${(first.message ?? 'no answer came').replace(/\.$/, '')}). The next run finds out what took effect before anything is sent again.`];
}
