import { UnstorableValue } from '../../unstorableValue';

const NUMBER = /^\s*[+-]?\d+(?:\.\d+)?\s*$/;
/** 20260331: the only number that is a usual spelling of a day. */
const BASIC_DAY = /^(?:1[89]|2[01])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
/** Day 0 of spreadsheets, in milliseconds. */
const SPREADSHEET_DAY = Date.UTC(1899, 11, 30);

/**
 * A value for a column of days or times: a number is none, though PostgreSQL reads some as one (46112 as day 112 of 2046). Answers an
 * UnstorableValue that says what it may have been meant for.
 */
export function readNumericDate(value: unknown): unknown {
	if (typeof value === 'string' ? !NUMBER.test(value) : typeof value !== 'number' && typeof value !== 'bigint') return value;
	const text = String(value).trim();
	if (BASIC_DAY.test(text)) return text;
	return new UnstorableValue(`${text} is a number and no date${meantFor(Number(text))}. Give it as e.g. 2026-03-31 or 2026-03-31T08:00:00Z`);
}

function meantFor(number: number): string {
	if (number >= 20_000 && number < 80_000) return ` (as a day of a spreadsheet it would be ${new Date(SPREADSHEET_DAY + Math.round(number * 86_400) * 1000).toISOString().slice(0, Number.isInteger(number) ? 10 : 19)})`;
	const ms = number >= 1e8 && number < 1e10 ? number * 1000 : number >= 1e11 && number < 1e13 ? number : null;
	if (ms !== null) return ` (as ${ms === number ? 'milli' : ''}seconds since 1970 it would be ${new Date(ms).toISOString()})`;
	return '';
}
