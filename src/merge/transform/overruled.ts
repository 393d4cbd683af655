import type { Json, JsonObject } from '../../record';
import { valueAt } from '../../record';
import { isPlainObject } from '../value/isPlainObject';
import { isSame } from '../value/mergeValue';
import { planOf } from './list/listPlan';
import { editsOf } from './object/objectOperations';
import type { FieldOperations, ListOperation, ObjectOperation, Overruled } from './types';

/**
 * What either operation meant to do to the base value and the other one's took the place of: a key both set, an item both moved, a move of
 * an item, or an edit of an object, that the other side removed. `by` is whose operation holds.
 */
export function overruled(base: Json, first: FieldOperations, second: FieldOperations): Overruled[] {
	if (first.form === 'list' && second.form === 'list') return overruledMoves(base as readonly Json[], first.operation, second.operation);
	if (first.form === 'object' && second.form === 'object') return overruledKeys(base as JsonObject, first.operation, second.operation, '');
	return [];
}

function overruledMoves(base: readonly Json[], first: ListOperation, second: ListOperation): Overruled[] {
	const [one, other] = [planOf(first), planOf(second)];
	const found: Overruled[] = [];
	for (const [index, fate] of one.fates) {
		const against = other.fates.get(index);
		if (against === undefined || (fate === 'remove' && against === 'remove')) continue;
		found.push({ by: against === 'remove' ? 'second' : 'first', path: `[${index}] position`, value: base[index] ?? null });
	}
	return found;
}

function overruledKeys(base: JsonObject, first: ObjectOperation, second: ObjectOperation, path: string): Overruled[] {
	const others = editsOf(second);
	const found: Overruled[] = [];
	for (const [key, edit] of editsOf(first)) {
		const against = others.get(key);
		if (against === undefined) continue;
		const [place, old] = [`${path}.${key}`, valueAt(base, key)];
		if ('merge' in edit && 'merge' in against) found.push(...overruledKeys(isPlainObject(old) ? old : {}, edit.merge, against.merge, place));
		else if ('merge' in edit) found.push({ by: 'second', path: place, value: edit.merge as unknown as Json });
		else if ('merge' in against) found.push({ by: 'first', path: place, value: against.merge as unknown as Json });
		else if (!isSame('set' in edit ? edit.set : undefined, 'set' in against ? against.set : undefined)) found.push({ by: 'first', path: place, value: 'set' in against ? against.set : null });
	}
	return found;
}
