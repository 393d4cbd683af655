import type { Json } from '../../../record';
import type { ListOperation } from '../types';

/** Something put into a gap: new items, or what was picked up under a number. */
export type Add = { readonly insert: readonly Json[] } | { readonly drop: number };

/** What becomes of an item that does not stay: it is removed, or picked up under a number. */
export type Fate = 'remove' | { readonly pick: number };

/** A list operation by the places of the list it was made for. Gap n lies before item n. */
export interface ListPlan {
	readonly adds: ReadonlyMap<number, readonly Add[]>;
	readonly fates: ReadonlyMap<number, Fate>;
	/** Which item each number picks up. */
	readonly picked: ReadonlyMap<number, number>;
	/** How many items the operation passes over. */
	readonly reach: number;
}

export function planOf(operation: ListOperation): ListPlan {
	const adds = new Map<number, Add[]>();
	const fates = new Map<number, Fate>();
	const picked = new Map<number, number>();
	let at = 0;
	const add = (what: Add): void => {
		const present = adds.get(at);
		if (present === undefined) adds.set(at, [what]);
		else present.push(what);
	};
	for (const step of operation) {
		if ('retain' in step) {
			at += step.retain;
		} else if ('remove' in step) {
			for (const end = at + step.remove; at < end; at += 1) fates.set(at, 'remove');
		} else if ('pick' in step) {
			fates.set(at, { pick: step.pick });
			picked.set(step.pick, at);
			at += 1;
		} else {
			add(step);
		}
	}
	return { adds, fates, picked, reach: at };
}
