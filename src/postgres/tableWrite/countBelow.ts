/** How many of the ascending positions are below a limit. */
export function countBelow(positions: readonly number[], limit: number): number {
	let low = 0;
	let high = positions.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((positions[middle] as number) < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}
