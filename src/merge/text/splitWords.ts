/**
 * In order: a line end; white space; one ideograph, kana or letter of a script written without spaces; a word of letters, digits
 * and marks, apostrophes inside; a flag; an emoji with its modifiers; any other character with its marks.
 */
const TOKEN = /\r\n|\n|[^\S\r\n]+|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_]|['\u2019](?=\p{L}))*|\p{RI}\p{RI}|\p{ExtPict}[\p{EMod}\uFE0F\p{M}]*(?:\u200D\p{ExtPict}[\p{EMod}\uFE0F\p{M}]*)*|[^]\p{M}*/gu;

/**
 * The words, spaces and signs of a text. Joined they are the text. No token ends inside a surrogate pair, between a letter and
 * its marks, or inside an emoji sequence.
 */
export function splitWords(text: string): string[] {
	return text.match(TOKEN) ?? [];
}
