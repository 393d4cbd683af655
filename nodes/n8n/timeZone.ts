import { InputError } from './InputError';
import { textOf } from './values';

/** An IANA time zone this machine knows; absent or empty means the fallback. */
export function timeZoneOf(value: unknown, fallback: string): string {
	const zone = textOf(value, 'Time Zone', fallback);
	if (!isTimeZone(zone)) throw new InputError('Time Zone', zone, 'Give an IANA name, e.g. America/New_York or Europe/Berlin.');
	return zone;
}

function isTimeZone(zone: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
	} catch {
		return false;
	}
}
