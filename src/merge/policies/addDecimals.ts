import { normaliseDecimal } from '../../record';

/** The exact sum of decimal numbers, in its shortest plain form. Throws a BatchSyncError with code `NOT_A_DECIMAL`. */
export function addDecimals(texts: readonly string[]): string {
	const numbers = texts.map(normaliseDecimal);
	const places = Math.max(...numbers.map((text) => fractionOf(text).length));
	const sum = numbers.reduce((total, text) => total + BigInt(text.replace('.', '') + '0'.repeat(places - fractionOf(text).length)), 0n);
	const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0');
	const point = digits.length - places;
	return normaliseDecimal(`${sum < 0n ? '-' : ''}${digits.slice(0, point)}${places === 0 ? '' : `.${digits.slice(point)}`}`);
}

export function negateDecimal(text: string): string {
	const number = normaliseDecimal(text);
	if (number === '0') return number;
	return number.startsWith('-') ? number.slice(1) : `-${number}`;
}

function fractionOf(text: string): string {
	return text.split('.')[1] ?? '';
}
