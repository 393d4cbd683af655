import { UnstorableValue } from '../../unstorableValue';
import type { ValueReading } from './reading';

/** Two numbers and a year: 03/04/2026, 3.4.26, 03-04-2026 14:30. */
const NUMBERS = /^\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[\sT,])/;

/** Years of two digits from this one on were in the last century, as PostgreSQL has it. */
const LAST_CENTURY = 70;

/**
 * A text that begins with a day in numbers, with that day in ISO 8601. Which of the numbers is the month is told by the order that was
 * said, or by a number that can be no month; else it is an UnstorableValue, since a server would take it as it happens to be set.
 */
export function readDayOrder(text: string, order: ValueReading['dayOrder']): string | UnstorableValue {
	const match = NUMBERS.exec(text);
	if (match === null) return text;
	const [whole, first = '', , second = '', year = ''] = match;
	const [one, two] = [Number(first), Number(second)];
	const rest = text.slice(whole.length);
	if (order === 'refuse' && year.length === 2) return new UnstorableValue(`'${text}' may be several days. Give the year with four digits and first, e.g. 2026-03-31, or say the order in the option Day and Month`);
	if (order === 'refuse' && one <= 12 && two <= 12 && one !== two) {
		return new UnstorableValue(`'${text}' may be ${iso(year, two, one)} or ${iso(year, one, two)}. Give the year first, e.g. ${iso(year, two, one)}, or say the order in the option Day and Month`);
	}
	const isDayFirst = order === 'day_first' || (order === 'refuse' && one > 12);
	const [day, month] = isDayFirst ? [one, two] : [two, one];
	if (month < 1 || month > 12) return new UnstorableValue(`'${text}' has no month ${month}. Mend it, or change the option Day and Month`);
	return `${iso(year, month, day)}${rest}`;
}

function iso(year: string, month: number, day: number): string {
	const full = year.length === 4 ? year : `${Number(year) >= LAST_CENTURY ? '19' : '20'}${year}`;
	return `${full}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
