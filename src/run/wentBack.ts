import { judgeWentBack } from '../plan';
import type { GuardFinding } from '../plan';
import { acceptWentBack } from '../postgres/stores/wentBack/acceptWentBack';
import { doubtEdits, releaseGivenAnew, releaseLost } from '../postgres/stores/wentBack/releaseLost';
import { readWentBack } from '../postgres/stores/wentBack/readWentBack';
import type { Side } from '../record';
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
 * A resync after one side went back: links that show it are planned without base, and where their record has not been edited since, the other side's
 * values come back. Records that the side lost are made again. Where the books themselves are old, all of them are, and the resync is as any other.
 */
export async function beginHealing(context: RunContext): Promise<void> {
	if (!context.isResync) return;
	const judged = judgeWentBack(await fenced(context, (tx) => readWentBack(tx, context.tables, context.pair.id, context.table))).map(({ side }) => side);
	const sides = judged.filter((side): side is Side => side !== 'books');
	if (sides.length === 0 || sides.length < judged.length) return;
	context.heals = true;
	(context.fieldsWithoutBase as Set<string>).clear();
	for (const name of context.changes.changedFields) (context.fieldsWithoutBase as Set<string>).add(name);
	await release(context);
	for (const side of sides) {
		await fenced(context, async (tx) => {
			await releaseLost(tx, context.tables, context.pair.id, side);
			await doubtEdits(tx, context.tables, context.pair.id, side);
		});
	}
}

/** From here on what both sides hold is what counts. `onlySettled`: links that still wait for something go on showing what they show. */
export async function acceptState(context: RunContext, onlySettled: boolean): Promise<void> {
	await fenced(context, (tx) => acceptWentBack(tx, context.tables, { pair: context.pair.id, table: context.table, types: columnTypes(context), onlySettled }));
	if (!context.heals) await release(context);
}

/** Numbers that belong to other work packages by now are given up, and who holds them is looked at. */
async function release(context: RunContext): Promise<void> {
	const ids = await fenced(context, (tx) => releaseGivenAnew(tx, context.tables, context.pair.id));
	await confirm(context, ids, false);
}
