/** In which order items are written, given the item each is to be below. */
export interface FamilyOrder {
	/** Positions with parents before their children; otherwise as they came. */
	readonly order: readonly number[];
	/** Positions that are below themselves, each with the whole circle, beginning with itself. */
	readonly circles: ReadonlyMap<number, readonly number[]>;
}

/** Orders items so that a parent among them is written first. `parentOf` gives the position of an item's parent, null where it is not among them. */
export function familyOrder(parentOf: readonly (number | null)[]): FamilyOrder {
	const circles = new Map<number, readonly number[]>();
	const depths = new Map<number, number>();
	for (const start of parentOf.keys()) {
		const path: number[] = [];
		const onPath = new Set<number>();
		let next: number | null = start;
		while (next !== null && !depths.has(next) && !onPath.has(next)) {
			onPath.add(next);
			path.push(next);
			next = parentOf[next] ?? null;
		}
		const top = next;
		if (top !== null && onPath.has(top)) {
			const circle = path.slice(path.indexOf(top));
			for (const [place, member] of circle.entries()) circles.set(member, [...circle.slice(place), ...circle.slice(0, place)]);
		}
		let depth = top === null ? 0 : onPath.has(top) ? 0 : (depths.get(top) as number) + 1;
		for (const member of path.reverse()) {
			depths.set(member, depth);
			depth += 1;
		}
	}
	const order = [...parentOf.keys()].sort((a, b) => (depths.get(a) as number) - (depths.get(b) as number) || a - b);
	return { order, circles };
}
