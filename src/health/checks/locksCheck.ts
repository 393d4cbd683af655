import { capital } from '../../capital';
import type { DatabaseError } from '../../errors';
import { durationWords } from '../../metrics';
import { lockAdvice, lockWaitIn, lockWords, type Database, type LockWait } from '../../postgres';
import { readHeldTables, readSessionWaits, type HeldTable, type SessionWait } from '../../postgres/stores/sessionWaits';
import { tablesIn } from '../../postgres/stores/tables';
import { judged } from '../judge';
import type { HealthCheck } from '../types';

/** A transaction that does nothing for this long has been forgotten. */
const FORGOTTEN_MS = 60_000;

/** Who is in the way at this moment: of our own sessions, and of those that are still to come. Reads what PostgreSQL shows of its locks, and no table. */
export async function checkLocks(database: Database, schema: string, table: { readonly schema: string; readonly table: string } | null): Promise<HealthCheck> {
	const own = Object.keys(tablesIn(schema)).filter((name) => name !== 'schema').map((name) => ({ schema, table: name }));
	const { waits, held } = await database.transaction(async (tx) => ({
		waits: await readSessionWaits(tx),
		held: await readHeldTables(tx, table === null ? own : [table, ...own], FORGOTTEN_MS),
	}), { readOnly: true });
	return judgeLocks(waits, held);
}

export function judgeLocks(waits: readonly SessionWait[], held: readonly HeldTable[]): HealthCheck {
	const [longest] = waits;
	if (longest !== undefined) {
		return judged('locks', 'warning', { finding: `A session of Batch Sync has waited for ${durationWords(longest.waitsMs)}: ${lockWords(longest)}.`, value: waits.length, threshold: 1, whatToDo: lockAdvice(longest) });
	}
	const first = held.find(({ isWhole }) => isWhole) ?? held[0];
	if (first === undefined) return judged('locks', 'ok', { finding: 'Nobody has locked what runs need.', value: 0, threshold: 1 });
	const wait: LockWait = { kind: first.isWhole ? 'table' : 'row', relation: first.relation, holders: [first.holder] };
	const finding = first.isWhole
		? `${capital(lockWords(wait))}. Runs end in part as long as it is.`
		: `Session ${first.holder.pid} has had a transaction open for ${durationWords(first.openMs ?? 0)} in which it wrote to ${first.relation} or locked rows of it: ${lockWords(wait)}. Records whose rows it has are left alone.`;
	return judged('locks', 'warning', { finding, value: held.length, threshold: 1, whatToDo: lockAdvice(wait) });
}

/** The check where something could not even be looked at. Who is in the way is asked now where it was not seen then. */
export async function lockedCheck(failure: DatabaseError, ...asked: Parameters<typeof checkLocks>): Promise<HealthCheck> {
	const now = lockWaitIn(failure) === null ? await checkLocks(...asked) : null;
	const finding = now === null || now.severity === 'ok' ? failure.message : `${now.finding} ${now.whatToDo ?? ''}`;
	return judged('locks', 'critical', { finding, value: 1, threshold: 1, whatToDo: 'Do as it says. Until then runs end in part or not at all; nothing is lost.' });
}
