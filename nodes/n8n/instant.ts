import { compileTimeZone } from '../../src/mapping';
import { InputError } from './InputError';

const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?$/;

/** A time as ISO 8601 in UTC; without a zone it is one on the wall clocks of `timeZone`. Null where nothing is given. */
export function instantOf(given: unknown, parameter: string, timeZone: string): string | null {
	if (given === undefined || given === null || given === '') return null;
	const text = given instanceof Date ? given.toISOString() : String(given).trim();
	const parts = WITHOUT_ZONE.exec(text);
	const ms = parts === null ? Date.parse(text) : wallClock(parts, parameter, timeZone);
	if (ms === null || !Number.isFinite(ms)) throw new InputError(parameter, given, 'Give a time, e.g. 2026-03-31T08:00:00Z.');
	return new Date(ms).toISOString();
}

function wallClock([, day = '', hours = '0', minutes = '0', seconds = '0', ms = '0']: RegExpExecArray, parameter: string, timeZone: string): number | null {
	const timeOfDay = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms.padEnd(3, '0'));
	if (!Number.isFinite(Date.parse(`${day}T00:00:00Z`)) || timeOfDay >= 86_400_000) return null;
	return compileTimeZone(timeZone, parameter).instantOf(day, timeOfDay);
}
