/** Characters that take no room: joiners, marks of direction, soft hyphens, byte order marks. */
const INVISIBLE = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]/gu;
/** White space of every width, line ends and no-break spaces too; the byte order mark, which JavaScript counts, is none. */
const SPACES = /[^\S\ufeff]+/gu;
const UNUSUAL = /[\p{M}\p{Cf}\p{Cc}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** A name as it reads: composed characters (NFC), each run of white space one space, none at the ends. */
export function foldName(name: string): string {
	return name.normalize('NFC').replace(SPACES, ' ').trim();
}

/** Compares names as people read them. */
export function isSameName(a: string, b: string, options: { readonly anyCase: boolean }): boolean {
	return a === b || key(a, options.anyCase) === key(b, options.anyCase);
}

/**
 * The things that a name stands for: those of exactly that name; else those whose name reads the same; else, where
 * `anyCase`, those that differ in upper and lower case.
 */
export function thingsNamed<T>(given: string, things: readonly T[], nameOf: (thing: T) => string, { anyCase }: { readonly anyCase: boolean }): readonly T[] {
	const exact = things.filter((thing) => nameOf(thing) === given);
	if (exact.length > 0) return exact;
	const read = things.filter((thing) => isSameName(nameOf(thing), given, { anyCase: false }));
	return read.length > 0 || !anyCase ? read : things.filter((thing) => isSameName(nameOf(thing), given, { anyCase }));
}

/** A name with every character shown that does not show by itself: 'In[U+00A0]progress'. */
export function shownName(name: string): string {
	return name.replace(UNUSUAL, (character) => `[U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}]`);
}

/** A sentence on the name that looks like the one given and is written otherwise; null where there is none. */
export function lookAlike(given: string, names: readonly string[]): string | null {
	const twin = names.find((name) => name !== given && bare(name) === bare(given));
	if (twin === undefined) return null;
	const [shownGiven, shownTwin] = [shownName(given), shownName(twin)];
	if (shownGiven === given && shownTwin === twin) return foldName(given).toLowerCase() === foldName(twin).toLowerCase() ? null : `'${twin}' looks like it and is written with other characters: copy the name from OpenProject.`;
	return `'${twin}' looks the same and is written otherwise: given was '${shownGiven}', OpenProject has '${shownTwin}'. Take out or replace the characters shown in brackets.`;
}

function key(name: string, anyCase: boolean): string {
	const folded = foldName(name);
	return anyCase ? folded.toLowerCase() : folded;
}

function bare(name: string): string {
	return foldName(name.replace(INVISIBLE, '').normalize('NFKC')).toLowerCase();
}
