/** Names to leave out, by level: `whole` are left out entirely, `within` only in parts. */
export interface SkipTree {
	readonly whole: ReadonlySet<string>;
	readonly within: ReadonlyMap<string, SkipTree>;
}

/** The names as a tree. With dot notation 'a.b' leaves out a field of that name, and b inside a; without, only the former. */
export function skipTreeOf(names: readonly string[], dotNotation: boolean): SkipTree {
	const rests = new Map<string, string[]>();
	for (const name of dotNotation ? names : []) {
		const dot = name.indexOf('.');
		if (dot < 0) continue;
		const first = name.slice(0, dot);
		const rest = rests.get(first);
		if (rest === undefined) rests.set(first, [name.slice(dot + 1)]);
		else rest.push(name.slice(dot + 1));
	}
	return { whole: new Set(names), within: new Map([...rests].map(([first, rest]) => [first, skipTreeOf(rest, true)])) };
}
