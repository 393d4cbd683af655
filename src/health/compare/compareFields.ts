import type { CompiledField, LensContext } from '../../mapping';
import { isEqualJson, partOf, type JsonObject, type Side } from '../../record';
import type { Divergence } from '../types';

/** A settled link with both records as they are now, in each side's own words. */
export interface BothRecords {
	readonly local: JsonObject;
	readonly remote: JsonObject;
	readonly baseLocal: JsonObject;
	readonly baseRemote: JsonObject;
	/** Whether either record was edited since it was seen. */
	readonly hasMoved: boolean;
	readonly disputed: ReadonlySet<string>;
}

type Difference = Pick<Divergence, 'field' | 'local' | 'remote'>;

/**
 * Fields that differ though no run will carry them: both sides hold what was agreed, or neither moved since it was seen. A
 * difference of any other kind is an edit on its way.
 */
export function compareFields(fields: readonly CompiledField[], records: BothRecords, context: LensContext): readonly Difference[] {
	return fields.flatMap((field): Difference[] => {
		if (records.disputed.has('*') || records.disputed.has(field.name) || (field.group !== null && records.disputed.has(field.group))) return [];
		const local = partOf(records.local, field.local);
		const remote = partOf(records.remote, field.remote);
		if (!isComplete(local, field.local) || !isComplete(remote, field.remote)) return [];
		const [here, there] = [field.lens.get('local', field.lens.normalise('local', local), context), field.lens.get('remote', field.lens.normalise('remote', remote), context)];
		if (here.status !== 'value' || there.status !== 'value') return [];
		if (isEqualJson(here.value, there.value) || mapsTo(field, 'local', there.value, local, context) || mapsTo(field, 'remote', here.value, remote, context)) return [];
		const isAgreed = holdsBase(field, 'local', local, records.baseLocal) && holdsBase(field, 'remote', remote, records.baseRemote);
		if (!isAgreed && (records.hasMoved || isHidden(field, remote, records.baseRemote))) return [];
		return [{ field: field.name, local: here.value, remote: there.value }];
	});
}

function isComplete(part: JsonObject, names: readonly string[]): boolean {
	return names.every((name) => Object.hasOwn(part, name));
}

/** A lossy mapping: the side holds a finer value, and writing the other's would leave it as it is. */
function mapsTo(field: CompiledField, side: Side, value: Parameters<CompiledField['lens']['put']>[1], current: JsonObject, context: LensContext): boolean {
	const put = field.lens.put(side, value, current, context);
	return put.status === 'value' && isEqualJson(field.lens.normalise(side, put.values), field.lens.normalise(side, current));
}

function holdsBase(field: CompiledField, side: Side, part: JsonObject, base: JsonObject): boolean {
	const agreed = partOf(base, side === 'local' ? field.local : field.remote);
	return isComplete(agreed, side === 'local' ? field.local : field.remote) && isEqualJson(field.lens.normalise(side, part), field.lens.normalise(side, agreed));
}

/** OpenProject shows no parent where its own is not visible to us; that moves no time. */
function isHidden(field: CompiledField, remote: JsonObject, base: JsonObject): boolean {
	if (!field.remote.includes('parent')) return false;
	return remote['parent'] === null && Object.hasOwn(base, 'parent') && base['parent'] !== null;
}
