import { judgeWentBack } from '../plan';
import type { GuardFinding } from '../plan';
import { acceptWentBack } from '../postgres/stores/wentBack/acceptWentBack';
import { doubtEdits, releaseGivenAnew, releaseLost } from '../postgres/stores/wentBack/releaseLost';
import { readWentBack } from '../postgres/stores/wentBack/readWentBack';
import { columnTypes, fenced } from './context';
import type { RunContext } from './context';
import { confirm } from './observeRemote';

/**
 * Whether a guard stops this run. A plan that is applied has been looked at, and an undo and a preview answer to the same guards as a sync;
 * but a plan that was made before a side went back knew nothing of it. A resync is what helps against that.
 */
export function isHeldAgainst(context: RunContext, { guard }: GuardFinding): boolean {
	if (guard !== 'went_back') return context.plan === null;
	return !context.isResync && (context.plan === null || !context.plan.guards.includes('went_back'));
}

/**
 * A resync after something went back to an older state: links in doubt are planned without base, and where their record has not been edited since,
 * the other side's values come back. Records that a side lost are made again; the rest merges as ever. Where the books are old, what OpenProject
 * holds otherwise than they say is in doubt, unless the table is as old as they are: then it is simply newer.
 */
export async function beginHealing(context: RunContext): Promise<void> {
	if (!context.isResync) return;
	const measures = await fenced(context, (tx) => readWentBack(tx, context.tables, context.pair.id, context.table));
	const judged = judgeWentBack(measures).map(({ side }) => side);
	if (judged.length === 0) return;
	context.heals = true;
	(context.fieldsWithoutBase as Set<string>).clear();
	for (const name of context.changes.changedFields) (context.fieldsWithoutBase as Set<string>).add(name);
	await release(context);
	const isTableAhead = measures.some(({ side, shown }) => side === 'books' && shown.some(({ why }) => why === 'sync_rose' || why === 'unknown_sync')) || context.table.writeBack.lastSync === undefined;
	await fenced(context, async (tx) => {
		for (const side of judged) {
			if (side === 'books') {
				if (isTableAhead) await doubtEdits(tx, context.tables, context.pair.id, 'remote');
				continue;
			}
			await releaseLost(tx, context.tables, context.pair.id, side, true);
			await doubtEdits(tx, context.tables, context.pair.id, side);
		}
	});
}

/**
 * From here on what both sides hold is what counts. An OpenProject that went back gives the numbers of lost work packages anew, perhaps to the very next one
 * we make: their links give them up. `onlySettled`: links that still wait for something go on showing what they show.
 */
export async function acceptState(context: RunContext, onlySettled: boolean): Promise<void> {
	await fenced(context, async (tx) => {
		const judged = context.heals ? [] : judgeWentBack(await readWentBack(tx, context.tables, context.pair.id, context.table));
		if (judged.some(({ side }) => side === 'remote')) await releaseLost(tx, context.tables, context.pair.id, 'remote', false);
		await acceptWentBack(tx, context.tables, { pair: context.pair.id, table: context.table, types: columnTypes(context), onlySettled });
	});
	if (!context.heals) await release(context);
}

/** Numbers that belong to other work packages by now are given up, and who holds them is looked at. */
async function release(context: RunContext): Promise<void> {
	const ids = await fenced(context, (tx) => releaseGivenAnew(tx, context.tables, context.pair.id, context.heals));
	await confirm(context, ids, false);
}
