/** '{1,20,300}' as ascending numbers; none for what is no array. As rows a million of them would take more memory than the records. */
export function positionsIn(array: string | null | undefined): readonly number[] {
	const positions: number[] = [];
	if (array === null || array === undefined) return positions;
	let start = 1;
	while (start < array.length - 1) {
		const comma = array.indexOf(',', start);
		const end = comma < 0 ? array.length - 1 : comma;
		positions.push(Number(array.slice(start, end)));
		start = end + 1;
	}
	return positions.sort((one, other) => one - other);
}
