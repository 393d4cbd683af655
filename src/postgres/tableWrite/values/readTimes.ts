import { UnstorableValue } from '../../unstorableValue';
import { givenMoment, type GivenMoment } from './givenMoment';
import { readNumericDate } from './readNumericDate';
import { readDayOrder } from './readDayOrder';
import type { ValueReading } from './reading';
import { wallTimeHere, wallTimeIn } from './zoneTimes';

/** Reads a value given for one column. Answers an UnstorableValue for what cannot be taken without a guess. */
export type ReadValue = (value: unknown) => unknown;

const MIDNIGHT = '00:00:00';
/** Zones differ by quarters of an hour: what is no multiple of one is midnight nowhere. */
const QUARTER_MS = 15 * 60_000;

/** For a column of type date: the day of a moment in a known zone; a moment that may be midnight somewhere else is no day. */
export function dayReader(reading: ValueReading): ReadValue {
	return (given) => {
		if (typeof given === 'string' && isDay(given)) return given;
		const value = spelledOut(given, reading);
		const moment = givenMoment(value);
		if (moment === null) return value;
		const inZone = wallTimeIn(reading.timeZone, moment.ms);
		if (reading.isZoneStated) return inZone.day;
		const midnight = [inZone, moment.written, wallTimeIn('UTC', moment.ms), wallTimeHere(moment.ms)].find(({ time }) => time === MIDNIGHT);
		if (midnight !== undefined) return midnight.day;
		if (moment.ms % QUARTER_MS !== 0 || moment.micros !== '') return inZone.day;
		return new UnstorableValue(`${moment.text} is a moment, and the column holds days. In ${reading.timeZone} it is ${inZone.time} on ${inZone.day}, which may be midnight of another day in the zone it comes from. Give the day, e.g. ${inZone.day}, or say the zone in the option Time Zone`);
	};
}

/** For columns of times without zone, with their day or alone: the clock's time of a moment in a known zone. */
export function clockReader(reading: ValueReading, holds: 'day_and_time' | 'time'): ReadValue {
	return (given) => {
		const value = holds === 'time' ? given : spelledOut(given, reading);
		const moment = givenMoment(value);
		if (moment === null) return value;
		const [inZone, written] = [wallTimeIn(reading.timeZone, moment.ms), moment.written];
		const told = `${holds === 'time' ? '' : `${inZone.day}T`}${withMicros(inZone.time, moment)}`;
		if (reading.isZoneStated || (inZone.day === written.day && inZone.time.slice(0, MIDNIGHT.length) === written.time.slice(0, MIDNIGHT.length))) return told;
		return new UnstorableValue(`${moment.text} is a moment, and the column holds times without zone: it may be ${written.day} ${written.time}, or ${inZone.day} ${inZone.time} as in ${reading.timeZone}. Say the zone in the option Time Zone`);
	};
}

/** For columns of moments: times that name no zone are of the zone said. */
export function momentReader(reading: ValueReading): ReadValue {
	const isUtc = /^(Etc\/)?(UTC|GMT|Zulu|Universal)$/i.test(reading.timeZone);
	return (given) => {
		const value = spelledOut(given, reading);
		if (isUtc || typeof value !== 'string' || !namesNoZone(value)) return value;
		return `${value} ${reading.timeZone}`;
	};
}

function spelledOut(value: unknown, { dayOrder }: ValueReading): unknown {
	if (typeof value === 'string') {
		// Years first, as nearly all are.
		if (value.charCodeAt(4) === HYPHEN && value.charCodeAt(7) === HYPHEN) return value;
		return readNumericDate(readDayOrder(value, dayOrder));
	}
	return typeof value === 'number' || typeof value === 'bigint' ? readNumericDate(value) : value;
}

const HYPHEN = 0x2d;

function isDay(text: string): boolean {
	return text.length === 10 && text.charCodeAt(4) === HYPHEN && text.charCodeAt(7) === HYPHEN;
}

/** What ends in a digit, or in AM or PM, and has no offset behind its time. */
function namesNoZone(text: string): boolean {
	const last = text.charCodeAt(text.length - 1);
	const sign = text.charCodeAt(text.length - OFFSET);
	if (last === LETTER_Z || (text.length > DAY_LENGTH && (sign === HYPHEN || sign === PLUS))) return false;
	return /(?:\d|[ap]\.?m\.?)$/i.test(text) && !/\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?[+-]\d{1,2}(?::?\d{2}){0,2}$/.test(text) && !/[A-Z]\/[A-Z_]|\bGMT|\bUTC/i.test(text);
}

const [PLUS, LETTER_Z] = [0x2b, 0x5a];
/** Characters of '+02:00', and of a day alone. */
const [OFFSET, DAY_LENGTH] = [6, 10];

function withMicros(time: string, { micros }: GivenMoment): string {
	if (micros === '') return time;
	return `${time.includes('.') ? time : `${time}.000`}${micros}`;
}
