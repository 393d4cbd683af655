import type { Json } from '../../record';
import { mergeValue, settleConflict, type PartLog } from '../value/mergeValue';
import { mergeOrder } from './mergeOrder';

type Items = ReadonlyMap<string, Json>;

/**
 * Merges two edits of an ordered list, item by item: what was added, removed, moved and edited inside on either side. An item removed here and
 * edited there, and one moved to different places, are conflicts.
 */
export function mergeOrdered(base: Items, local: Items, remote: Items, log: PartLog): Json[] {
	const merged = new Map<string, Json>();
	const added = [...new Set([...local.keys(), ...remote.keys()])].filter((id) => !base.has(id)).sort();
	for (const id of [...base.keys(), ...added]) {
		const item = mergeValue({ base: base.get(id), local: local.get(id), remote: remote.get(id) }, pathOf(id), log);
		if (item !== undefined) merged.set(id, item);
	}
	const orders = { base: [...base.keys()], local: [...local.keys()], remote: [...remote.keys()] };
	const { order, conflicts } = mergeOrder(orders, new Set(merged.keys()), log.prefer);
	const places = { base: placesOf(base), local: placesOf(local), remote: placesOf(remote) };
	for (const id of conflicts) {
		settleConflict({ base: places.base.get(id), local: places.local.get(id), remote: places.remote.get(id) }, 'order', `${pathOf(id)} position`, log);
	}
	return order.map((id) => merged.get(id) as Json);
}

function placesOf(items: Items): ReadonlyMap<string, number> {
	return new Map([...items.keys()].map((id, index) => [id, index]));
}

function pathOf(id: string): string {
	return `[${id}]`;
}
