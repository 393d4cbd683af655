import type { Transaction } from '../postgres';
import { findLockedRows } from '../postgres/stores/lockedRows';
import type { RunContext } from './context';
import { lockedSentence } from './settleAroundLocks';
import type { SettleManner } from './settleAroundLocks';
import type { RemoteWriteResult } from './writeRemote';

/** Links whose rows are not to be written now, with why. The others' rows are ours until the transaction ends. */
export async function findLocked(tx: Transaction, context: RunContext, results: readonly RemoteWriteResult[], manner: SettleManner): Promise<ReadonlyMap<string, string>> {
	const { withheld } = manner;
	const links = results.map(({ prepared }) => prepared.link.row.id);
	if (withheld !== null) return new Map(links.map((link) => [link, withheld]));
	if (!manner.isCareful) return new Map();
	const isToldBack = context.undoes === null && Object.values(context.table.writeBack).some((column) => column !== undefined);
	const rows = results.flatMap(({ prepared: { link, plan } }) => {
		if (link.row.local_key === null || link.live === null || (plan.local === null && !isToldBack)) return [];
		return [{ link: link.row.id, key: link.row.local_key, isDeleted: plan.local?.kind === 'delete' }];
	});
	const locked = await findLockedRows(tx, context.table, rows);
	return new Map(rows.flatMap(({ link, key }) => {
		const wait = locked.get(key);
		return wait === undefined ? [] : [[link, lockedSentence(wait)] as const];
	}));
}
