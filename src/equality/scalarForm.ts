import { compileTimeZone } from '../mapping/timeZone';
import { isDecimal, normaliseDecimal, parseInstantIn } from '../record';
import type { CompareRules } from './rules';

/** A text per value that is no object and no array: equal for values that count as equal, different for all others. */
export type ScalarForm = (value: unknown) => string;

/** The form of what is missing. */
export const MISSING = 'missing';
const NULL = 'null';
/** Text like '7e99999' is more likely a code than a number, and writing it out takes a hundred thousand digits. */
const HUGE_EXPONENT = /[eE][+-]?\d{4}/;

/** Compiles the rules into one function over plain values (`plainValue`); undefined is what is missing. */
export function compileScalarForm(rules: CompareRules): ScalarForm {
	const clean = compileClean(rules);
	const zone = rules.instants ? compileTimeZone(rules.timeZone ?? 'UTC', 'Time Zone') : null;
	const nullForm = rules.empty === 'apart' ? NULL : MISSING;
	return (value) => {
		if (value === undefined) return MISSING;
		if (value === null) return nullForm;
		if (typeof value !== 'string') return `${typeof value === 'bigint' ? 'number' : typeof value} ${String(value)}`;
		const text = clean(value);
		if (text === '' && rules.empty === 'all') return MISSING;
		if (rules.numberText && !HUGE_EXPONENT.test(text) && isDecimal(text)) return `number ${numberText(text)}`;
		const instant = zone === null ? null : parseInstantIn(text, zone);
		// To the millisecond: a side that came through JavaScript's dates holds no more.
		return instant === null ? `text ${text}` : `instant ${instant.ms}`;
	};
}

/** As JavaScript prints the number where it holds all digits, so that text and number meet in one form. */
function numberText(text: string): string {
	const decimal = normaliseDecimal(text);
	const printed = String(Number(decimal));
	return normaliseDecimal(printed === 'Infinity' || printed === '-Infinity' ? '0' : printed) === decimal ? printed : decimal;
}

function compileClean({ ignoreCase, whiteSpace }: CompareRules): (text: string) => string {
	const space = { keep: (text: string) => text, ends: (text: string) => text.trim(), runs: (text: string) => text.trim().replace(/\s+/g, ' ') }[whiteSpace];
	return ignoreCase ? (text) => space(text).toLowerCase() : space;
}
