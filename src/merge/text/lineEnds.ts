import type { Three } from './mergeTokens';

type LineEnd = '\n' | '\r\n';

/** Texts to be merged by their words, and what their line ends come to. */
export interface FollowedLineEnds {
	readonly texts: Three<string>;
	/** Gives a text of LF lines the merged line end. */
	readonly restore: (text: string) => string;
	readonly from: 'local' | 'remote' | 'both' | null;
}

/**
 * Takes a change of all line ends (LF to CR LF or back) as one change of its own, so that it does not meet every other edit. Only
 * where each of the texts has line ends of one kind throughout; else the texts are left as they are.
 */
export function followLineEnds(texts: Three<string>): FollowedLineEnds {
	const [base, local, remote] = [lineEndOf(texts.base), lineEndOf(texts.local), lineEndOf(texts.remote)];
	const areOfOneKind = base !== null && local !== null && remote !== null;
	if (!areOfOneKind || (base === local && base === remote)) return { texts, restore: (text) => text, from: null };
	const merged = local === base ? remote : local;
	return {
		texts: { base: withLf(texts.base), local: withLf(texts.local), remote: withLf(texts.remote) },
		restore: (text) => (merged === '\n' ? text : text.replaceAll('\n', '\r\n')),
		from: local === remote ? 'both' : local === base ? 'remote' : 'local',
	};
}

/** The one line end of a text; null where it has none, or both. */
function lineEndOf(text: string): LineEnd | null {
	let found: LineEnd | null = null;
	for (let newline = text.indexOf('\n'); newline !== -1; newline = text.indexOf('\n', newline + 1)) {
		const end = newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
		if (found !== null && found !== end) return null;
		found = end;
	}
	return found;
}

function withLf(text: string): string {
	return text.replaceAll('\r\n', '\n');
}
