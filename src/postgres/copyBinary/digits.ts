/** The digit at a position; -1 where another character, or none, is there. */
export function digitAt(text: string, index: number): number {
	const digit = text.charCodeAt(index) - 0x30;
	return digit >= 0 && digit <= 9 ? digit : -1;
}

/** The digits from a position on as a number; NaN where there are others between them. */
export function numberAt(text: string, start: number, count: number): number {
	let number = 0;
	for (let index = start; index < start + count; index += 1) {
		const digit = digitAt(text, index);
		if (digit < 0) return NaN;
		number = number * 10 + digit;
	}
	return number;
}
