/**
 * The names most like the one given, best first: for messages such as "Closest: In progress, In specification."
 *
 * Case and surrounding white space do not count. A name that contains the given one, or the other way round, is
 * close; beyond that, names within an edit distance of about half their length are.
 *
 * @param limit how many at most, default 3.
 */
export function closestNames(given: string, known: readonly string[], limit = 3): string[] {
	const wanted = fold(given);
	const lengthGap = (name: string): number => Math.abs(name.length - given.length);
	return [...new Set(known)]
		.map((name) => ({ name, distance: distanceOf(wanted, fold(name)) }))
		.filter(({ name, distance }) => distance <= Math.max(2, Math.max(wanted.length, name.length) / 2))
		.sort((a, b) => a.distance - b.distance || lengthGap(a.name) - lengthGap(b.name) || (a.name < b.name ? -1 : 1))
		.slice(0, limit)
		.map(({ name }) => name);
}

function fold(name: string): string {
	return name.trim().toLowerCase();
}

function distanceOf(a: string, b: string): number {
	if (a === b) return 0;
	const shorter = Math.min(a.length, b.length);
	if (shorter >= 3 && (a.includes(b) || b.includes(a))) return 1;
	return editDistance(a, b);
}

/** Levenshtein distance, row by row. */
function editDistance(a: string, b: string): number {
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= b.length; column += 1) {
			const replaced = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
			current.push(Math.min(replaced, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
		}
		previous = current;
	}
	return previous[b.length] as number;
}
