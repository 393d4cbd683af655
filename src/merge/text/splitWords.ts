/**
 * In order: a line end; white space; one ideograph, kana or letter of a script written without spaces; a word of letters, digits
 * and marks, apostrophes inside; a flag; an emoji with its modifiers; any other character with its marks.
 */
const TOKEN = /\r\n|\n|[^\S\r\n]+|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_]|['\u2019](?=\p{L}))*|\p{Regional_Indicator}\p{Regional_Indicator}|\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F\p{M}]*(?:\u200D\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F\p{M}]*)*|[^]\p{M}*/gu;

/** What ties words to one another where no space is between: a date, a time, an address, a path, a code. */
const TIE = /^[.:/\\@+#&=?%~-]$/;
/** Between digits also what groups them: 1,250 and 12 000. */
const DIGIT_TIE = /^[,'\u2019 \u00A0\u202F]$/;
const WORD = /^[\p{L}\p{N}_]/u;
const ENDS_IN_DIGIT = /\p{Nd}$/u;
const BEGINS_WITH_DIGIT = /^\p{Nd}/u;
/** Most ties in a row: '://'. */
const MOST_TIES = 3;

/**
 * The words, spaces and signs of a text. Joined they are the text. No token ends inside a surrogate pair, between a letter and its
 * marks, inside an emoji sequence, or inside what is written without spaces (2026-11-05, 10:30, a@b.org): parts of it mean nothing.
 */
export function splitWords(text: string): string[] {
	const parts = text.match(TOKEN) ?? [];
	const tokens: string[] = [];
	for (let at = 0; at < parts.length;) {
		const start = at;
		at = endOfTied(parts, start);
		tokens.push(at === start + 1 ? (parts[start] as string) : parts.slice(start, at).join(''));
	}
	return tokens;
}

/** The place after the last part that belongs to the token beginning here. */
function endOfTied(parts: readonly string[], start: number): number {
	let end = start + 1;
	if (!WORD.test(parts[start] as string)) return end;
	for (;;) {
		let next = end;
		while (next < parts.length && next - end < MOST_TIES && TIE.test(parts[next] as string)) next += 1;
		const isTied = next > end || (DIGIT_TIE.test(parts[next] ?? '') && ENDS_IN_DIGIT.test(parts[end - 1] as string) && BEGINS_WITH_DIGIT.test(parts[next + 1] ?? ''));
		if (next === end && isTied) next += 1;
		if (!isTied || !WORD.test(parts[next] ?? '')) return end;
		end = next + 1;
	}
}
