import type { CompiledField } from '../mapping';
import { isEqualJson, otherSide, partOf } from '../record';
import type { Json, JsonObject, Side } from '../record';
import { namesOf } from './fieldView';
import { partOfBases } from './foldBases';
import type { Bases } from './foldBases';
import { deletionWrite } from './planDeletion';
import { emptyPlan, parentField, titleOf } from './planParts';
import type { FieldAgreement, LinkPlan, PlanInput, PlannedConflict, PlannedWrite, PlanRules } from './types';

/** What a run did to one side of a link, all its writes taken together. */
export interface SideHistory {
	readonly kind: 'create' | 'update' | 'delete';
	/** Names it wrote; for a create and a delete the whole record. */
	readonly names: readonly string[];
	/** Values before the run; null for a create. */
	readonly before: JsonObject | null;
	/** What the side held after the run's last write; null for a delete. */
	readonly after: JsonObject | null;
}

/** What a run did to a link: its writes, and base before and after it. */
export interface RunHistory {
	readonly local: SideHistory | null;
	readonly remote: SideHistory | null;
	readonly before: Bases;
	readonly after: Bases;
	/** The parent's work package as it is now, for one that is made again under a new id; null where there is none. */
	readonly parentRemoteId: string | null;
}

const SIDES = ['local', 'remote'] as const;

/**
 * Plans taking back what a run did to a link, where nobody edited since: values and base go back field by field, and a
 * field that somebody edited is left alone and becomes a conflict `edited_since`. A record the run made is taken back as
 * the pair carries deletions; its origin is not touched. Pure; running it twice changes nothing more.
 */
export function planUndo(input: PlanInput, history: RunHistory, rules: PlanRules): LinkPlan {
	const plan: LinkPlan = { ...emptyPlan(input), isUndo: true, title: titleOf(input.local ?? history.local?.before ?? null, input.remote ?? history.remote?.before ?? null, rules.mapping) };
	const created = SIDES.find((side) => history[side]?.kind === 'create');
	if (created !== undefined) return takeBack(plan, created, input, history, rules);
	const deleted = SIDES.find((side) => history[side]?.kind === 'delete');
	if (deleted !== undefined) return makeAgain(plan, deleted, input, history, rules);
	return restoreFields(plan, input, history, rules);
}

function takeBack(plan: LinkPlan, side: Side, input: PlanInput, history: RunHistory, rules: PlanRules): LinkPlan {
	const effect = side === 'remote' ? rules.deleteRemote : rules.deleteLocal;
	if (effect.effect === 'none') return { ...plan, waiting: ['*'] };
	const present = input[side];
	if (present === null) return { ...plan, agreements: basesBack(history, rules, []) };
	const write = deletionWrite(side, present, rules);
	// Taken back already, by an earlier undo or because its partner was deleted since.
	if (write === null) return { ...plan, agreements: basesBack(history, rules, []) };
	const made = history[side]?.after ?? {};
	if (!isUnedited(side, present, made, history.after[side], rules)) return { ...plan, conflicts: [editedRecord(side, present, made, input)] };
	return { ...plan, [side]: { ...write, reason: 'undo: the run made this record' }, agreements: basesBack(history, rules, [side]) };
}

function makeAgain(plan: LinkPlan, side: Side, input: PlanInput, history: RunHistory, rules: PlanRules): LinkPlan {
	const before = history[side]?.before ?? {};
	if (input[side] !== null) return { ...plan, agreements: basesBack(history, rules, []) };
	const values = Object.fromEntries(Object.entries(side === 'remote' ? withParent(before, history) : before).filter(([, value]) => value !== null));
	const write: PlannedWrite = { kind: 'create', fields: rules.mapping.fields.filter((field) => namesOf(field, side).some((name) => Object.hasOwn(values, name))).map((field) => field.name), values, before: null, reason: 'undo: the run deleted this record' };
	const parent = side === 'remote' ? parentAgain(input, history, rules) : [];
	return { ...plan, [side]: write, agreements: [...basesBack(history, rules, [side]).filter((one) => !parent.some(({ field }) => field === one.field)), ...parent] };
}

/** The parent's new id is what both sides agree on, not the one it had when base was agreed. */
function parentAgain(input: PlanInput, history: RunHistory, rules: PlanRules): readonly FieldAgreement[] {
	const field = parentField(rules.mapping);
	if (field === undefined || !Object.hasOwn(input.link.baseRemote, 'parent')) return [];
	return [{ field: field.name, needs: ['remote'], local: partOf(history.before.local, field.local), remote: { parent: history.parentRemoteId } }];
}

/** The parent may have been made again under another id. */
function withParent(before: JsonObject, history: RunHistory): JsonObject {
	return Object.hasOwn(before, 'parent') ? { ...before, parent: history.parentRemoteId } : before;
}

/** All fields' bases as they were before the run. */
function basesBack(history: RunHistory, rules: PlanRules, needs: readonly Side[]): readonly FieldAgreement[] {
	return rules.mapping.fields.filter((field) => hasBaseMoved(field, history)).map((field) => baseBack(field, history, needs));
}

function baseBack(field: CompiledField, history: RunHistory, needs: readonly Side[]): FieldAgreement {
	const before = partOfBases(history.before, field.local, field.remote);
	const gone = (names: readonly string[], part: JsonObject): readonly string[] => names.filter((name) => !Object.hasOwn(part, name));
	return { field: field.name, needs, local: before.local, remote: before.remote, forgetLocal: gone(field.local, before.local), forgetRemote: gone(field.remote, before.remote) };
}

function hasBaseMoved(field: CompiledField, history: RunHistory): boolean {
	return !isEqualJson(asJson(partOfBases(history.before, field.local, field.remote)), asJson(partOfBases(history.after, field.local, field.remote)));
}

function asJson(base: Bases): JsonObject {
	return { local: base.local, remote: base.remote };
}

interface FieldUndo {
	readonly field: CompiledField;
	/** Names to be written back, by side, with their values. */
	readonly writes: Readonly<Record<Side, JsonObject>>;
	readonly isWritten: boolean;
	readonly isEdited: boolean;
	readonly isMoved: boolean;
}

function restoreFields(plan: LinkPlan, input: PlanInput, history: RunHistory, rules: PlanRules): LinkPlan {
	const writes: Record<Side, Array<[string, Json]>> = { local: [], remote: [] };
	const fields: Record<Side, string[]> = { local: [], remote: [] };
	const agreements: FieldAgreement[] = [];
	const conflicts: PlannedConflict[] = [];
	for (const unit of unitsOf(rules.mapping.fields.map((field) => lookAt(field, input, history)))) {
		// What belongs together goes back together: an edit of a member the run did not touch holds up the others as well.
		const isHeldUp = unit.length > 1 && unit.some((one) => one.isWritten) && unit.some(({ field }) => hasMovedSince(field, input, history));
		if (isHeldUp || unit.some((one) => one.isEdited)) {
			if (unit.some((one) => one.isWritten)) conflicts.push(editedUnit(unit, input, history));
			continue;
		}
		for (const { field, writes: values, isMoved } of unit) {
			const needs = SIDES.filter((side) => Object.keys(values[side]).length > 0);
			for (const side of needs) {
				writes[side].push(...Object.entries(values[side]));
				fields[side].push(field.name);
			}
			if (isMoved) agreements.push(baseBack(field, history, needs));
		}
	}
	return { ...plan, local: restoring('local', writes, fields, input), remote: restoring('remote', writes, fields, input), agreements, conflicts };
}

function restoring(side: Side, writes: Readonly<Record<Side, ReadonlyArray<readonly [string, Json]>>>, fields: Readonly<Record<Side, readonly string[]>>, input: PlanInput): PlannedWrite | null {
	const values = Object.fromEntries(writes[side]);
	if (Object.keys(values).length === 0) return null;
	return { kind: 'restore', fields: fields[side], values, before: partOf(input[side], Object.keys(values)), reason: 'undo: values from before the run' };
}

/** Groups are taken back as a whole or not at all. */
function unitsOf(fields: readonly FieldUndo[]): ReadonlyArray<readonly FieldUndo[]> {
	const units = new Map<string, FieldUndo[]>();
	for (const one of fields) {
		const name = unitName(one.field);
		units.set(name, [...(units.get(name) ?? []), one]);
	}
	return [...units.values()];
}

function unitName(field: CompiledField): string {
	return field.group ?? field.name;
}

function lookAt(field: CompiledField, input: PlanInput, history: RunHistory): FieldUndo {
	const looks = SIDES.map((side) => ({ side, ...lookAtSide(side, field, input, history) }));
	const valuesOf = (side: Side): JsonObject => looks.find((look) => look.side === side)?.values ?? {};
	return { field, writes: { local: valuesOf('local'), remote: valuesOf('remote') }, isWritten: looks.some((look) => look.isWritten), isEdited: looks.some((look) => look.isEdited), isMoved: hasBaseMoved(field, history) };
}

/** Whether a side still shows what the run left there; if so, what it takes to bring the value before it back. */
function lookAtSide(side: Side, field: CompiledField, input: PlanInput, history: RunHistory): { readonly values: JsonObject; readonly isWritten: boolean; readonly isEdited: boolean } {
	const done = history[side];
	const names = namesOf(field, side);
	const written = names.filter((name) => done?.names.includes(name) === true);
	const left = partOf(done?.after ?? {}, names);
	const agreed = partOf(history.after[side], names);
	const isWritten = written.length > 0;
	if (!isWritten && isEqualJson(partOf(history.before[side], names), agreed)) return { values: {}, isWritten, isEdited: false };
	// A rule of the side may have changed what was written; what both agreed on when the run was over counts as well.
	// And a side the run did not write may show what it held before: then there is nothing left to take back on it.
	const expected = [...(isWritten ? [left] : [partOf(history.before[side], names)]), agreed].filter((part) => Object.keys(part).length === names.length);
	if (expected.length === 0) return { values: {}, isWritten, isEdited: isWritten };
	const present = input[side];
	if (present === null) return { values: {}, isWritten, isEdited: true };
	const now = field.lens.normalise(side, partOf(present, names));
	const before = isWritten ? field.lens.normalise(side, { ...left, ...partOf(done?.before ?? {}, written) }) : null;
	if (before !== null && isEqualJson(now, before)) return { values: {}, isWritten, isEdited: false };
	const isEdited = !expected.some((part) => isEqualJson(now, field.lens.normalise(side, part)));
	return { values: isEdited || !isWritten ? {} : partOf(done?.before ?? {}, written), isWritten, isEdited };
}

/** Whether a field the run left alone shows something else than what both sides agreed on when it was over. */
function hasMovedSince(field: CompiledField, input: PlanInput, history: RunHistory): boolean {
	return SIDES.some((side) => {
		const names = namesOf(field, side);
		const agreed = partOf(history.after[side], names);
		const present = partOf(input[side], names);
		const isTouched = names.some((name) => history[side]?.names.includes(name) === true) || hasBaseMoved(field, history);
		if (isTouched || Object.keys(agreed).length < names.length || Object.keys(present).length < names.length) return false;
		return !isEqualJson(field.lens.normalise(side, present), field.lens.normalise(side, agreed));
	});
}

function editedUnit(unit: readonly FieldUndo[], input: PlanInput, history: RunHistory): PlannedConflict {
	const first = (unit[0] as FieldUndo).field;
	const valueOf = (pick: (field: CompiledField) => Json): Json => (first.group === null ? pick(first) : Object.fromEntries(unit.map(({ field }) => [field.name, pick(field)])));
	const canonical = (side: Side, record: JsonObject | null) => (field: CompiledField): Json => {
		const got = record === null ? null : field.lens.get(side, field.lens.normalise(side, partOf(record, namesOf(field, side))), input.context);
		return got?.status === 'value' ? got.value : null;
	};
	const written = SIDES.find((side) => unit.some(({ field }) => namesOf(field, side).some((name) => history[side]?.names.includes(name)))) ?? 'remote';
	const before = { ...(history[written]?.after ?? {}), ...(history[written]?.before ?? {}) };
	return { field: unitName(first), fields: unit.map(({ field }) => field.name), kind: 'edited_since', base: valueOf(canonical(written, before)), local: valueOf(canonical('local', input.local)), remote: valueOf(canonical('remote', input.remote)) };
}

function editedRecord(side: Side, present: JsonObject, made: JsonObject, input: PlanInput): PlannedConflict {
	const other = otherSide(side);
	const records = { [side]: present, [other]: input[other] } as Record<Side, JsonObject | null>;
	return { field: '*', fields: [], kind: 'edited_since', base: made, local: records.local, remote: records.remote };
}

/** Whether every mapped field of a record still is what the run made, or what both sides agreed on when it was over. */
function isUnedited(side: Side, present: JsonObject, made: JsonObject, agreed: JsonObject, rules: PlanRules): boolean {
	return rules.mapping.fields.every((field) => {
		const names = namesOf(field, side);
		const isEqualTo = (record: JsonObject): boolean => isEqualJson(field.lens.normalise(side, partOf(present, names)), field.lens.normalise(side, partOf(record, names)));
		const isIn = (record: JsonObject): boolean => names.every((name) => Object.hasOwn(record, name));
		if (!isIn(present) || (!isIn(made) && !isIn(agreed))) return true;
		return (isIn(made) && isEqualTo(made)) || (isIn(agreed) && isEqualTo(agreed));
	});
}
