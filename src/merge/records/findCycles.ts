/**
 * The cycles among records that name a parent: each a list of keys, every one the parent of the one before it, starting with the key that comes first
 * in `parents`. Parents that are not in the map end a chain. One pass.
 */
export function findCycles(parents: ReadonlyMap<string, string | null>): string[][] {
	const cycles: string[][] = [];
	const settled = new Set<string>();
	for (const start of parents.keys()) {
		const path: string[] = [];
		const placeOnPath = new Map<string, number>();
		let key: string | null | undefined = start;
		while (key !== null && key !== undefined && parents.has(key) && !settled.has(key) && !placeOnPath.has(key)) {
			placeOnPath.set(key, path.length);
			path.push(key);
			key = parents.get(key);
		}
		const first = key === null || key === undefined ? undefined : placeOnPath.get(key);
		if (first !== undefined) cycles.push(path.slice(first));
		for (const passed of path) settled.add(passed);
	}
	return cycles;
}
