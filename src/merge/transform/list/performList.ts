import { BatchSyncError } from '../../../errors';
import type { Json } from '../../../record';
import type { ListOperation } from '../types';

/** How items are made of inserted values, and what picking one up makes of it. */
export interface ItemKind<T> {
	readonly ofValue: (value: Json) => T;
	readonly moved: (item: T) => T;
}

/**
 * Carries out an operation on a list of anything. Throws a BatchSyncError with code `OPERATION_DOES_NOT_FIT` where it reaches beyond the
 * list, or picks up and puts down different numbers.
 */
export function performList<T>(list: readonly T[], operation: ListOperation, { ofValue, moved }: ItemKind<T>): T[] {
	const held = pickUp(list, operation);
	const result: T[] = [];
	let at = 0;
	for (const step of operation) {
		if ('insert' in step) {
			for (const value of step.insert) result.push(ofValue(value));
		} else if ('drop' in step) {
			if (!held.has(step.drop)) throw misfit(`puts down number ${step.drop}, which it does not pick up once`);
			result.push(moved(held.get(step.drop) as T));
			held.delete(step.drop);
		} else if ('retain' in step) {
			for (const end = at + step.retain; at < end; at += 1) result.push(list[at] as T);
		} else {
			at += 'remove' in step ? step.remove : 1;
		}
	}
	if (held.size > 0) throw misfit(`picks up number ${[...held.keys()][0]} and does not put it down`);
	for (; at < list.length; at += 1) result.push(list[at] as T);
	return result;
}

function pickUp<T>(list: readonly T[], operation: ListOperation): Map<number, T> {
	const held = new Map<number, T>();
	let at = 0;
	for (const step of operation) {
		if ('insert' in step || 'drop' in step) continue;
		if ('pick' in step) {
			if (held.has(step.pick)) throw misfit(`picks up number ${step.pick} twice`);
			held.set(step.pick, list[at] as T);
		}
		at += 'retain' in step ? step.retain : 'remove' in step ? step.remove : 1;
		if (at > list.length) throw misfit(`reaches to item ${at} of a list of ${list.length}`);
	}
	return held;
}

function misfit(problem: string): BatchSyncError {
	return new BatchSyncError('OPERATION_DOES_NOT_FIT', `The operation ${problem}. Give operations made for the base value.`);
}
