import { BatchSyncError } from '../errors';

const DECIMAL = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;
/** What PostgreSQL's numeric can hold, before and after the point, with room to spare. */
const MOST_DIGITS = 150_000;

interface Decimal {
	readonly isNegative: boolean;
	/** Without leading zeros; '' for none. */
	readonly whole: string;
	/** Without trailing zeros; '' for none. */
	readonly fraction: string;
}

/** Whether a text is a finite decimal number, e.g. '1', '-0.50', '1e3'. */
export function isDecimal(text: string): boolean {
	return parse(text) !== null;
}

/**
 * The shortest plain form of a decimal number: '1.00' gives '1', '-0' gives '0', '1.5e3' gives '1500'. PostgreSQL's
 * 'NaN', 'Infinity' and '-Infinity' stay as they are. Digits are never lost. Throws a BatchSyncError with code `NOT_A_DECIMAL`.
 */
export function normaliseDecimal(text: string): string {
	const decimal = parse(text);
	if (decimal !== null) return print(decimal);
	if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return text;
	throw new BatchSyncError('NOT_A_DECIMAL', `'${text.slice(0, 60)}' is not a decimal number. Give digits with at most one point, e.g. 12.5.`);
}

/** Compares two decimal numbers exactly, however long: below 0, 0 or above 0. null where either is not a decimal number. */
export function compareDecimals(left: string, right: string): number | null {
	const a = parse(left);
	const b = parse(right);
	if (a === null || b === null) return null;
	if (a.isNegative !== b.isNegative) return a.isNegative ? -1 : 1;
	const magnitude = compareMagnitudes(a, b);
	return a.isNegative ? 0 - magnitude : magnitude;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
	if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
	if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
	if (a.fraction === b.fraction) return 0;
	return a.fraction < b.fraction ? -1 : 1;
}

function parse(text: string): Decimal | null {
	const match = DECIMAL.exec(text);
	if (match === null) return null;
	const exponent = match[5] === undefined ? 0 : Number(match[5]);
	const before = match[2] ?? '';
	const after = match[3] ?? match[4] ?? '';
	if (Math.abs(exponent) > MOST_DIGITS) return null;
	const point = before.length + exponent;
	const digits = before + after;
	const whole = trimLeadingZeros(point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0'));
	const fraction = trimTrailingZeros(point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point));
	return { isNegative: match[1] === '-' && (whole !== '' || fraction !== ''), whole, fraction };
}

function print({ isNegative, whole, fraction }: Decimal): string {
	return `${isNegative ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function trimLeadingZeros(digits: string): string {
	let start = 0;
	while (digits[start] === '0') start += 1;
	return start === 0 ? digits : digits.slice(start);
}

/** By hand: a pattern like /0+$/ takes quadratic time on long runs of zeros. */
function trimTrailingZeros(digits: string): string {
	let end = digits.length;
	while (end > 0 && digits[end - 1] === '0') end -= 1;
	return end === digits.length ? digits : digits.slice(0, end);
}
