/** Part of the line of OpenProject's versions: from `from` on, and before `below`. */
export interface VersionRange {
	readonly from?: string;
	readonly below?: string;
}

/** Whether a version lies in a range. '16' is the last of its line: 16.x for every x there is. */
export function isWithin(version: string, { from, below }: VersionRange): boolean {
	const at = numbersOf(version, Number.POSITIVE_INFINITY);
	return (from === undefined || compare(at, numbersOf(from, 0)) >= 0) && (below === undefined || compare(at, numbersOf(below, 0)) < 0);
}

/** A range in words: 'from 15.3, before 15.5'. */
export function rangeInWords({ from, below }: VersionRange): string {
	if (from === undefined && below === undefined) return 'all versions';
	return [from === undefined ? [] : [`from ${from}`], below === undefined ? [] : [`before ${below}`]].flat().join(', ');
}

/** Throws where a text is no version, such as '15.4', '15.4.0' or '16'. */
export function checkVersion(text: string): string {
	if (!/^\d{1,3}(\.\d{1,3}){0,2}$/.test(text)) throw new Error(`'${text}' is no version. Give one such as 15.4.`);
	return text;
}

/** Major and minor; a minor that is not named is `unnamed`. */
function numbersOf(version: string, unnamed: number): readonly [number, number] {
	const [major = '0', minor] = version.split('.');
	return [Number(major), minor === undefined ? unnamed : Number(minor)];
}

function compare(a: readonly [number, number], b: readonly [number, number]): number {
	if (a[0] !== b[0]) return a[0] - b[0];
	return a[1] === b[1] ? 0 : a[1] - b[1];
}
