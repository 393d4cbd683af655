import { isEqualJson, otherSide, partOf } from '../record';
import type { JsonObject, Side } from '../record';
import { hasMovedFromBase } from './fieldView';
import { planCreate } from './planCreate';
import { emptyPlan, titleOf } from './planParts';
import type { FieldAgreement, KnownConflict, LinkPlan, PlanInput, PlannedWrite, PlanRules, SettledConflict } from './types';

/**
 * Plans a link whose record is gone on one side while the other lives. Nothing is ever deleted that was edited
 * since both sides last agreed, unless the pair says so (`versusUpdate`).
 */
export function planDeletion(gone: Side, living: JsonObject, input: PlanInput, rules: PlanRules): LinkPlan {
	const side = otherSide(gone);
	const plan: LinkPlan = { ...emptyPlan(input), title: titleOf(side === 'local' ? living : null, side === 'remote' ? living : null, rules.mapping) };
	const effect = side === 'remote' ? rules.deleteRemote : rules.deleteLocal;
	if (rules.takesStandingDeletions === true && effect.effect === 'status' && deletionWrite(side, living, rules) === null) return { ...plan, end: 'tombstone' };
	// A work package we can no longer see may have become invisible: unless told to act on that, only report it.
	if (gone === 'remote' && effect.effect === 'none') return { ...plan, end: 'vanished' };
	const agreed = side === 'local' ? input.link.baseLocal : input.link.baseRemote;
	// What we did to the record ourselves because its partner vanished is no edit.
	const base = input.link.effect?.side === side ? { ...agreed, ...input.link.effect.after } : agreed;
	const decided = decisionOn(input, living);
	// A value that OpenProject worked out by itself is nobody's edit.
	const isEdited = input.link.older !== side && hasMovedFromBase(side, living, base, rules, side === 'remote' ? input.link.computed : []);
	if (isEdited) {
		const verdict = decided === undefined ? rules.versusUpdate : decided.chosen === 'delete' ? 'delete_wins' : 'edit_wins';
		if (verdict === 'edit_wins') return revive(side, living, input, rules);
		if (verdict === 'manual') return { ...plan, conflicts: [deleteVersusUpdate(side, living, base)], superseded: staleDecisions(input, decided) };
	}
	if (rules.postponesDeletions === true && input.link.older !== side && effect.effect !== 'none') return { ...plan, waiting: ['*'] };
	if (rules.direction === `to_${gone}` && effect.effect !== 'none') return { ...plan, waiting: ['*'] };
	// A vanished work package may come back, and then the effect is taken back; a deleted row does not.
	const end = gone === 'remote' && effect.effect === 'status' ? 'vanished' : 'tombstone';
	const write = deletionWrite(side, living, rules);
	const lost = { ...deleteVersusUpdate(side, living, base), lost: [{ side, value: living }] };
	const settled: readonly SettledConflict[] = decided !== undefined
		? [{ ...lost, kind: decided.kind, value: decided.chosen ?? null, by: 'person', resolves: decided.id }]
		: isEdited ? [{ ...lost, value: 'delete', by: 'delete_wins', resolves: null }] : [];
	return { ...plan, [side]: write, agreements: write !== null && side === 'remote' ? archiveAgreements(write, rules) : [], settled, superseded: staleDecisions(input, decided), end };
}

/** What a person decided about the record as it is now. */
function decisionOn(input: PlanInput, living: JsonObject): KnownConflict | undefined {
	return input.link.conflicts.find((conflict) => conflict.field === '*' && conflict.status === 'resolved' && (isEqualJson(conflict.local, living) || isEqualJson(conflict.remote, living)));
}

function staleDecisions(input: PlanInput, decided: KnownConflict | undefined): readonly string[] {
	return input.link.conflicts.filter((conflict) => conflict.field === '*' && conflict.status === 'resolved' && conflict !== decided).map((conflict) => conflict.id);
}

/**
 * Our own 'Rejected' becomes the work package's base, so that it never looks like somebody's edit: not when the answer
 * was lost, and not when the row comes back, whose status then counts.
 */
function archiveAgreements(write: PlannedWrite, rules: PlanRules): readonly FieldAgreement[] {
	if (write.kind !== 'archive') return [];
	const field = rules.mapping.fields.find((candidate) => candidate.remote.some((name) => Object.hasOwn(write.values, name)));
	return field === undefined ? [] : [{ field: field.name, needs: ['remote'], local: {}, remote: write.values }];
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

/** The write that carries a deletion to the side that still holds the record, as the pair's policy says; null where nothing is to be written. */
export function deletionWrite(side: Side, living: JsonObject, rules: PlanRules): PlannedWrite | null {
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
