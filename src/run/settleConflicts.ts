import type { SettledConflict } from '../plan';
import type { Transaction } from '../postgres';
import { raiseConflicts, recordSettled, supersedeConflicts } from '../postgres/stores/conflictStore';
import type { RunContext } from './context';
import { isEffective, isTombstone } from './settlement';
import type { Settlement } from './settlement';

/** Raises the conflicts of a batch, closes those it has overtaken, and records those whose decision was carried out. */
export async function settleConflicts(tx: Transaction, context: RunContext, settlements: readonly Settlement[]): Promise<void> {
	const scope = { pair: context.pair.id, run: context.run.id };
	await raiseConflicts(tx, context.tables, scope, settlements.flatMap((one) => {
		const link = one.remote.prepared.link.row.id;
		const raised = one.remote.prepared.plan.conflicts.map((conflict) => ({ link, conflict }));
		return one.remote.wouldCascade ? [...raised, { link, conflict: { field: '*', fields: [], kind: 'delete_would_cascade' as const, base: null, local: null, remote: one.settled.remote } }] : raised;
	}));
	await supersedeConflicts(tx, context.tables, settlements.flatMap((one) => closedConflicts(one)));
	await recordSettled(tx, context.tables, scope, settlements.flatMap((one) =>
		one.remote.prepared.plan.settled.filter((conflict) => isCarriedOut(one, conflict)).map((conflict) => ({ link: one.remote.prepared.link.row.id, conflict })),
	));
}

function closedConflicts(one: Settlement): readonly string[] {
	const { plan, link } = one.remote.prepared;
	if (!isTombstone(one)) return plan.superseded;
	return link.input.link.conflicts.filter((conflict) => !plan.settled.some((settled) => settled.resolves === conflict.id)).map((conflict) => conflict.id);
}

/** A settled conflict counts once its value is where it belongs: then base has moved for its fields. */
function isCarriedOut(one: Settlement, conflict: SettledConflict): boolean {
	const refused = new Set(one.outcome.refused.flatMap((refusal) => refusal.fields));
	const agreements = one.remote.prepared.plan.agreements.filter((agreement) => conflict.fields.includes(agreement.field));
	if (conflict.field === '*') return isEffective(one);
	if (conflict.resolves !== null && agreements.length < conflict.fields.length) return false;
	return agreements.every((agreement) => !refused.has(agreement.field) && agreement.needs.every((side) => one.outcome[side].status === 'done'));
}
