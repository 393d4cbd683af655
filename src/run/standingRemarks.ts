import type { Transaction } from '../postgres';
import type { RunContext } from './context';

/** Named in one remark; more are counted. */
const MOST_NAMED = 20;

/** What stands open without being a conflict or a failure: people without an entry in the user map, once each; vanished work packages; writes without an answer. */
export async function standingRemarks(tx: Transaction, context: RunContext): Promise<readonly string[]> {
	const { link } = context.tables;
	const people = await tx.query<{ ref: string; count: string; total: string }>({
		text: `select u ->> 'ref' as ref, count(*) as count, count(*) over () as total from ${link} l, jsonb_array_elements(l.unresolved) u
			where l.pair = $1 and l.unresolved is not null and l.state = 'live' and u ->> 'ref' like 'user:%' group by 1 order by count(*) desc, 1 limit ${MOST_NAMED}`,
		values: [context.pair.id],
	});
	const vanished = await tx.query<{ remote_id: string; total: string }>({
		text: `select remote_id, count(*) over () as total from ${link} where pair = $1 and state = 'vanished' order by remote_id limit ${MOST_NAMED}`,
		values: [context.pair.id],
	});
	const unknown = await tx.query<{ message: string | null; total: string }>({
		text: `select last_message as message, count(*) over () as total from ${context.tables.operation} where pair = $1 and status in ('sending', 'creating') order by id limit 1`,
		values: [context.pair.id],
	});
	return [...people.map((row) => personRemark(row.ref, Number(row.count))), ...rest(people, 'people without an entry in the user map'), ...vanishedRemark(vanished), ...unknownRemark(unknown)];
}

function personRemark(ref: string, count: number): string {
	const [, side, ...id] = ref.split(':');
	const records = count === 1 ? '1 record names' : `${count} records name`;
	const who = side === 'local' ? `person ${id.join(':')}, who has no OpenProject user` : `OpenProject user ${id.join(':')}, who is nobody`;
	return `${records} ${who} in the user map. The field is left as it is on the other side until there is an entry.`;
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

function unknownRemark(rows: ReadonlyArray<{ readonly message: string | null; readonly total: string }>): readonly string[] {
	const [first] = rows;
	if (first === undefined) return [];
	const writes = first.total === '1' ? '1 write to OpenProject has' : `${first.total} writes to OpenProject have`;
	return [`${writes} not been answered clearly (${(first.message ?? 'no answer came').replace(/\.$/, '')}). The next run finds out what took effect before anything is sent again.`];
}
