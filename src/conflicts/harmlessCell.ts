/** What makes spreadsheets compute a cell, full-width forms and the white space they skip included. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A cell that no spreadsheet takes for a formula (CSV injection, OWASP): an apostrophe is put before what would begin one. A negative
 * number is none.
 */
export function harmlessCell<T>(cell: T): T | string {
	return typeof cell === 'string' && FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}
