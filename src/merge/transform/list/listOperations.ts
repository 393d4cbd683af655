import type { Json } from '../../../record';
import type { ListOperation, Precedence } from '../types';
import { ListBuilder } from './listBuilder';
import { planOf, type Add, type ListPlan } from './listPlan';
import { performList } from './performList';

/** The list after the operation. Throws what `performList` throws. */
export function applyList(list: readonly Json[], operation: ListOperation): Json[] {
	return performList<Json>(list, operation, { ofValue: (value) => value, moved: (item) => item });
}

/** The operation that takes this one back, for the list it was made for. */
export function invertList(list: readonly Json[], operation: ListOperation): ListOperation {
	const inverse = new ListBuilder();
	let at = 0;
	for (const step of operation) {
		if ('insert' in step) inverse.remove(step.insert.length);
		else if ('drop' in step) inverse.pick(step.drop);
		else if ('pick' in step) inverse.drop(step.pick);
		else if ('remove' in step) inverse.insert(list.slice(at, at + step.remove));
		else inverse.retain(step.retain);
		at += 'retain' in step ? step.retain : 'remove' in step ? step.remove : 'pick' in step ? 1 : 0;
	}
	return inverse.finish();
}

/** Where an item of a composed result comes from: an item of the first list, in its place or moved, or an inserted value. */
type Source = { readonly from: number; readonly isMoved: boolean } | { readonly value: Json };

/** One operation that does what `first` and then `second` do. */
export function composeList(first: ListOperation, second: ListOperation): ListOperation {
	const kind = { ofValue: (value: Json): Source => ({ value }), moved: (item: Source): Source => ('from' in item ? { from: item.from, isMoved: true } : item) };
	// The second may pass over as many items as it reaches; those the first adds make this enough.
	const reach = planOf(first).reach + planOf(second).reach;
	const list = Array.from({ length: reach }, (_, from): Source => ({ from, isMoved: false }));
	const result = performList(performList(list, first, kind), second, kind);
	return operationFor(result, reach);
}

/** The operation that makes a result of a list of `count` items. */
function operationFor(result: readonly Source[], count: number): ListOperation {
	const built = new ListBuilder();
	const isMoved = new Set(result.flatMap((item) => ('from' in item && item.isMoved ? [item.from] : [])));
	let at = 0;
	const takeUpTo = (end: number): void => {
		for (; at < end; at += 1) {
			if (isMoved.has(at)) built.pick(at);
			else built.remove(1);
		}
	};
	for (const item of result) {
		if ('value' in item) {
			built.insert([item.value]);
		} else if (item.isMoved) {
			built.drop(item.from);
		} else {
			takeUpTo(item.from);
			built.retain(1);
			at += 1;
		}
	}
	takeUpTo(count);
	return built.finish();
}

/**
 * The operation as it is to be applied after `other`, both made for the same list. Where both put something into one gap, the one
 * with precedence `first` stands first; of an item that both move its move holds; an item that one removes is removed.
 */
export function transformList(operation: ListOperation, other: ListOperation, precedence: Precedence): ListOperation {
	const [mine, theirs] = [planOf(normalList(operation)), planOf(normalList(other))];
	const transformed = new ListBuilder();
	const myAdds = (gap: number): void => {
		for (const add of mine.adds.get(gap) ?? []) if (isStillMeant(add, mine, theirs, precedence)) addTo(transformed, add);
	};
	let at = 0;
	for (const place of placesOf(mine, theirs)) {
		transformed.retain(place - at);
		at = place;
		if (precedence === 'first') myAdds(place);
		for (const add of theirs.adds.get(place) ?? []) passOver(transformed, add, mine, theirs, precedence);
		if (precedence === 'second') myAdds(place);
		const [myFate, theirFate] = [mine.fates.get(place), theirs.fates.get(place)];
		if (myFate === undefined && theirFate === undefined) continue;
		at += 1;
		if (theirFate === undefined && myFate !== undefined) {
			if (myFate === 'remove') transformed.remove(1);
			else transformed.pick(myFate.pick);
		}
	}
	return transformed.finish();
}

/** The operation in its one normal form: what is added in a place stands before what is taken there, whoever wrote it down. */
function normalList(operation: ListOperation): ListOperation {
	const built = new ListBuilder();
	for (const step of operation) {
		if ('insert' in step) built.insert(step.insert);
		else if ('drop' in step) built.drop(step.drop);
		else if ('pick' in step) built.pick(step.pick);
		else if ('remove' in step) built.remove(step.remove);
		else built.retain(step.retain);
	}
	return built.finish();
}

/** Places at which either operation does something, in order. */
function placesOf(...plans: readonly ListPlan[]): number[] {
	const places = new Set(plans.flatMap(({ adds, fates }) => [...adds.keys(), ...fates.keys()]));
	return [...places].sort((a, b) => a - b);
}

/** A move no longer is where the other removed the item, or moved it with precedence. */
function isStillMeant(add: Add, mine: ListPlan, theirs: ListPlan, precedence: Precedence): boolean {
	if (!('drop' in add)) return true;
	const theirFate = theirs.fates.get(mine.picked.get(add.drop) as number);
	return theirFate === undefined || (theirFate !== 'remove' && precedence === 'first');
}

/** Goes past what the other operation added; an item it moved there may be one that this operation takes from where it stands now. */
function passOver(transformed: ListBuilder, add: Add, mine: ListPlan, theirs: ListPlan, precedence: Precedence): void {
	if ('insert' in add) {
		transformed.retain(add.insert.length);
		return;
	}
	const fate = mine.fates.get(theirs.picked.get(add.drop) as number);
	if (fate === 'remove') transformed.remove(1);
	else if (fate !== undefined && precedence === 'first') transformed.pick(fate.pick);
	else transformed.retain(1);
}

function addTo(built: ListBuilder, add: Add): void {
	if ('insert' in add) built.insert(add.insert);
	else built.drop(add.drop);
}
