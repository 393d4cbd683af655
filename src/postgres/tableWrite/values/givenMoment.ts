import { parseInstant } from '../../../record';
import { momentOf } from '../../momentOf';
import { wallTimeHere, type WallTime } from './zoneTimes';

/** A point in time as it was given. */
export interface GivenMoment {
	readonly ms: number;
	/** Day and time as it is written; of a Date as this process has them. */
	readonly written: WallTime;
	/** Microseconds, where the text has any beyond milliseconds. */
	readonly micros: string;
	readonly text: string;
}

/** ISO 8601 with a time and a zone. */
const WITH_ZONE = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$/;

/** The moment a value stands for; null: it stands for none, or for a day or a time without zone. */
export function givenMoment(value: unknown): GivenMoment | null {
	if (typeof value !== 'string') {
		const moment = momentOf(value);
		if (moment === null) return null;
		const written = value instanceof Date ? wallTimeHere(moment.ms) : givenMoment(moment.text)?.written;
		return written === undefined ? null : { ms: moment.ms, written, micros: '', text: moment.text };
	}
	// Shorter ones have no time, and are the most.
	if (value.length < 17) return null;
	const match = WITH_ZONE.exec(value);
	const instant = match === null ? null : parseInstant(value);
	if (match === null || instant === null) return null;
	const [, day = '', minutes = '', seconds = '00', fraction = ''] = match;
	const shown = withoutEndingZeros(fraction);
	return { ms: instant.ms, written: { day, time: `${minutes}:${seconds}${shown === '' ? '' : `.${shown.padEnd(3, '0')}`}` }, micros: instant.micros === 0 ? '' : String(instant.micros).padStart(3, '0'), text: value };
}

function withoutEndingZeros(digits: string): string {
	let end = digits.length;
	while (end > 0 && digits[end - 1] === '0') end -= 1;
	return digits.slice(0, end);
}
