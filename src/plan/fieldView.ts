import type { CompiledField, Got, LensContext } from '../mapping';
import { isEqualJson, partOf } from '../record';
import type { Json, JsonObject, Side } from '../record';
import type { PlanInput, PlanRules } from './types';

/** One field of one link, seen from both sides and against each side's own base. */
export interface FieldView {
	readonly field: CompiledField;
	/** Normal form of the present values. */
	readonly local: JsonObject;
	readonly remote: JsonObject;
	readonly gotLocal: Got;
	readonly gotRemote: Got;
	/** Whether either side has a base; a side without one counts as changed where the other has one. */
	readonly hasBase: boolean;
	readonly localChanged: boolean;
	readonly remoteChanged: boolean;
	/** Base in canonical words; undefined without base. */
	readonly base: Json | undefined;
}

/** The names of a field on a side: columns or properties. */
export function namesOf(field: CompiledField, side: Side): readonly string[] {
	return side === 'local' ? field.local : field.remote;
}

function isComplete(part: JsonObject, names: readonly string[]): boolean {
	return names.every((name) => Object.hasOwn(part, name));
}

/** The base of a field on a side in normal form, or null where it has none. */
function baseOn(side: Side, field: CompiledField, base: JsonObject, rules: PlanRules): JsonObject | null {
	if (rules.fieldsWithoutBase.has(field.name)) return null;
	const part = partOf(base, namesOf(field, side));
	return isComplete(part, namesOf(field, side)) ? field.lens.normalise(side, part) : null;
}

/** What a side holds in canonical words, given what it held when both agreed. */
function gotOn(side: Side, field: CompiledField, record: JsonObject, base: JsonObject | null, context: LensContext): Got {
	return (base === null ? undefined : field.lens.getEdited?.(side, record, base)) ?? field.lens.get(side, record, context);
}

function canonicalBase(field: CompiledField, local: JsonObject | null, remote: JsonObject | null, context: LensContext): Json | undefined {
	if (local === null && remote === null) return undefined;
	const fromLocal = local === null ? null : field.lens.get('local', local, context);
	if (fromLocal?.status === 'value') return fromLocal.value;
	const fromRemote = remote === null ? null : field.lens.get('remote', remote, context);
	if (fromRemote?.status === 'value') return fromRemote.value;
	return null;
}

/** A field as both sides show it, or null where a side was not read with this field. */
export function viewField(field: CompiledField, input: PlanInput & { local: JsonObject; remote: JsonObject }, rules: PlanRules): FieldView | null {
	if (!isComplete(input.local, field.local) || !isComplete(input.remote, field.remote)) return null;
	const local = field.lens.normalise('local', partOf(input.local, field.local));
	const remote = field.lens.normalise('remote', partOf(input.remote, field.remote));
	const baseLocal = baseOn('local', field, input.link.baseLocal, rules);
	const baseRemote = baseOn('remote', field, input.link.baseRemote, rules);
	return {
		field,
		local,
		remote,
		gotLocal: gotOn('local', field, local, baseLocal, input.context),
		gotRemote: gotOn('remote', field, remote, baseRemote, input.context),
		hasBase: baseLocal !== null || baseRemote !== null,
		localChanged: baseLocal === null || !isEqualJson(local, baseLocal),
		remoteChanged: baseRemote === null || !isEqualJson(remote, baseRemote),
		base: canonicalBase(field, baseLocal, baseRemote, input.context),
	};
}

/** Whether any field of a side's record differs from that side's base, or has none; `exceptFor` names properties that say nothing of that. */
export function hasMovedFromBase(side: Side, record: JsonObject, base: JsonObject, rules: PlanRules, exceptFor: readonly string[] = []): boolean {
	return rules.mapping.fields.filter((field) => !namesOf(field, side).some((name) => exceptFor.includes(name))).some((field) => {
		const names = namesOf(field, side);
		const part = partOf(record, names);
		if (!isComplete(part, names)) return false;
		const before = baseOn(side, field, base, rules);
		return before === null || !isEqualJson(field.lens.normalise(side, part), before);
	});
}
