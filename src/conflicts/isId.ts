/** Whether a text can be the number of a row: digits, and few enough for bigint. */
export function isId(text: string): boolean {
	return /^\d{1,18}$/.test(text);
}
