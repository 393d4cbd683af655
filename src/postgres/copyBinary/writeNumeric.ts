import type { BinaryPiece, WriteValue } from './binaryPiece';
import { digitAt } from './digits';

/** Digits of a numeric are stored four by four, from the decimal point on to both sides. */
const GROUP = 4;
const LONGEST_NUMERIC = 300;
const NEGATIVE = 0x4000;

/** '-12.50', or a number that is spelled like that. The digits behind the point are kept as given. */
export const writeNumeric: WriteValue = (to, value) => {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || text.length > LONGEST_NUMERIC) return false;
	const first = text.startsWith('-') ? 1 : 0;
	const dot = text.indexOf('.', first);
	const whole = (dot < 0 ? text.length : dot) - first;
	const scale = dot < 0 ? 0 : text.length - dot - 1;
	if (whole === 0 || (dot >= 0 && scale === 0)) return false;
	const wholeGroups = Math.ceil(whole / GROUP);
	const groups = wholeGroups + Math.ceil(scale / GROUP);
	to.int32(8 + 2 * groups);
	to.int16(groups);
	to.int16(wholeGroups - 1);
	to.int16(first === 1 ? NEGATIVE : 0);
	to.int16(scale);
	return writeDigits(to, text, first, first + whole, wholeGroups * GROUP - whole) && (scale === 0 || writeDigits(to, text, dot + 1, text.length, 0));
};

/** Digits from `start` up to `end` in groups, with `missing` zeros before them and as many as it takes behind them. */
function writeDigits(to: BinaryPiece, text: string, start: number, end: number, missing: number): boolean {
	let group = 0;
	let filled = missing;
	for (let index = start; index < end; index += 1) {
		const digit = digitAt(text, index);
		if (digit < 0) return false;
		group = group * 10 + digit;
		filled += 1;
		if (filled < GROUP) continue;
		to.int16(group);
		group = 0;
		filled = 0;
	}
	if (filled > 0) to.int16(group * 10 ** (GROUP - filled));
	return true;
}
