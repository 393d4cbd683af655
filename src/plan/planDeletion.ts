import { isEqualJson, otherSide, partOf } from '../record';
import type { JsonObject, Side } from '../record';
import { hasMovedFromBase } from './fieldView';
import { planCreate } from './planCreate';
import { emptyPlan, titleOf } from './planParts';
import type { LinkPlan, PlanInput, PlannedWrite, PlanRules } from './types';

/**
 * Plans a link whose record is gone on one side while the other lives. Nothing is ever deleted that was edited
 * since both sides last agreed, unless the pair says so (`versusUpdate`).
 */
export function planDeletion(gone: Side, living: JsonObject, input: PlanInput, rules: PlanRules): LinkPlan {
	const side = otherSide(gone);
	const plan: LinkPlan = { ...emptyPlan(input), title: titleOf(side === 'local' ? living : null, side === 'remote' ? living : null, rules.mapping) };
	const effect = side === 'remote' ? rules.deleteRemote : rules.deleteLocal;
	// A work package we can no longer see may have become invisible: unless told to act on that, only report it.
	if (gone === 'remote' && effect.effect === 'none') return { ...plan, end: 'vanished' };
	const agreed = side === 'local' ? input.link.baseLocal : input.link.baseRemote;
	// What we did to the record ourselves because its partner vanished is no edit.
	const base = input.link.effect?.side === side ? { ...agreed, ...input.link.effect.after } : agreed;
	if (hasMovedFromBase(side, living, base, rules)) {
		const verdict = verdictOn(input, rules, living);
		if (verdict === 'edit_wins') return revive(side, living, input, rules);
		if (verdict === 'manual') return { ...plan, conflicts: [deleteVersusUpdate(side, living, base)] };
	}
	if (rules.direction === `to_${gone}` && effect.effect !== 'none') return { ...plan, waiting: ['*'] };
	// A vanished work package may come back, and then the effect is taken back; a deleted row does not.
	const end = gone === 'remote' && effect.effect === 'status' ? 'vanished' : 'tombstone';
	return { ...plan, [side]: deletionWrite(side, living, rules), end };
}

function verdictOn(input: PlanInput, rules: PlanRules, living: JsonObject): PlanRules['versusUpdate'] {
	const decided = input.link.conflicts.find((conflict) => conflict.field === '*' && conflict.status === 'resolved');
	if (decided !== undefined && (isEqualJson(decided.local, living) || isEqualJson(decided.remote, living))) {
		return decided.chosen === 'delete' ? 'delete_wins' : 'edit_wins';
	}
	return rules.versusUpdate;
}

function revive(side: Side, living: JsonObject, input: PlanInput, rules: PlanRules): LinkPlan {
	const plan = planCreate(side, living, input, rules);
	const gone = otherSide(side);
	const write = plan[gone];
	if (write === null) return plan;
	return { ...plan, [gone]: { ...write, reason: `deleted in ${gone}, edited since in ${side}: the edit wins` }, end: 'new_generation' };
}

function deleteVersusUpdate(side: Side, living: JsonObject, base: JsonObject): LinkPlan['conflicts'][number] {
	return {
		field: '*',
		fields: [],
		kind: 'delete_versus_update',
		base,
		local: side === 'local' ? living : null,
		remote: side === 'remote' ? living : null,
	};
}

function deletionWrite(side: Side, living: JsonObject, rules: PlanRules): PlannedWrite | null {
	const reason = `deleted in ${otherSide(side)}`;
	if (side === 'remote') {
		if (rules.deleteRemote.effect === 'none') return null;
		if (rules.deleteRemote.effect === 'delete') return { kind: 'delete', fields: [], values: {}, before: living, reason };
		return archive(rules.deleteRemote.property, rules.deleteRemote.value, living, reason);
	}
	if (rules.deleteLocal.effect === 'none') return null;
	if (rules.deleteLocal.effect === 'delete') return { kind: 'delete', fields: [], values: {}, before: living, reason };
	return archive(rules.deleteLocal.column, rules.deleteLocal.value, living, reason);
}

function archive(name: string, value: JsonObject[string], living: JsonObject, reason: string): PlannedWrite | null {
	const values = Object.fromEntries([[name, value]]);
	const before = partOf(living, [name]);
	if (isEqualJson(before, values)) return null;
	return { kind: 'archive', fields: [], values, before, reason };
}
