/** Characters that nobody sees: byte order mark, soft hyphen, those that only join or part. */
const INVISIBLE = /[\ufeff\u00ad\u200b-\u200f\u2060]/g;

/** A name as it looks: composed, without what nobody sees, with single spaces and none around. */
export function foldedName(name: string): string {
	return name.replace(INVISIBLE, '').normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** Which column a name that is none looks like; undefined: none, or several. */
export function columnLike(name: string, columns: readonly string[]): string | undefined {
	const folded = foldedName(name);
	const alike = columns.filter((column) => foldedName(column) === folded);
	return alike.length === 1 ? alike[0] : undefined;
}

/** A name with what nobody sees in it written out. */
export function shownName(name: string): string {
	return name.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}
