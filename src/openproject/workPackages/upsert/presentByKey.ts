import { everyStatus, filtersOf } from '../../filters';
import type { Filter } from '../../filters';
import { own } from '../../json';
import type { WorkerPool } from '../../workerPool';
import type { WorkPackage } from '../workPackage';
import { readShortList } from '../workPackageSource';
import type { WorkPackageSource } from '../workPackageSource';

/** Keys asked for at once, and how long a list of them may be in an address (web servers take some 8,000 bytes). */
const MOST_KEYS = 100;
const LONGEST_FILTERS_BYTES = 5000;
const PAGE_SIZE = 200;

/** Work packages of the source's project by their keys, whatever their status; several where copies hold the same key. */
export async function presentByKey(source: WorkPackageSource, pool: WorkerPool, request: { readonly property: string; readonly keys: readonly string[] }): Promise<ReadonlyMap<string, readonly WorkPackage[]>> {
	const { property, keys } = request;
	const filtersFor = (some: readonly string[]): readonly Filter[] => [{ name: property, operator: '=', values: some }, everyStatus];
	const lists = await Promise.all(batchesOf(keys, filtersFor).map(async (some) => await pool.run(async () => await readShortList(source, filtersFor(some), PAGE_SIZE))));
	const found = new Map<string, WorkPackage[]>();
	const wanted = new Set(keys);
	for (const one of lists.flat()) {
		// A server that ignores the filter must not make any work package the one that is meant.
		const key = String(own(one.json, property) ?? '');
		if (wanted.has(key)) found.set(key, [...(found.get(key) ?? []), one]);
	}
	return found;
}

function batchesOf(keys: readonly string[], filtersFor: (some: readonly string[]) => readonly Filter[]): ReadonlyArray<readonly string[]> {
	const overhead = encodeURIComponent(filtersOf(filtersFor([]))).length;
	const batches: string[][] = [];
	let bytes = 0;
	for (const key of keys) {
		const size = encodeURIComponent(JSON.stringify(key)).length + 3;
		const last = batches.at(-1);
		if (last !== undefined && last.length < MOST_KEYS && bytes + size <= LONGEST_FILTERS_BYTES) {
			last.push(key);
			bytes += size;
		} else {
			batches.push([key]);
			bytes = overhead + size;
		}
	}
	return batches;
}
