const formats = new Map<string, Intl.DateTimeFormat>();

/** What clock and calendar show in a zone at a moment: 'YYYY-MM-DD', and 'HH:MM:SS' with the milliseconds where there are any. */
export interface WallTime {
	readonly day: string;
	readonly time: string;
}

export function wallTimeIn(zone: string, ms: number): WallTime {
	let format = formats.get(zone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
		formats.set(zone, format);
	}
	const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value])) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>;
	return { day: `${parts.year.padStart(4, '0')}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}${fractionOf(ms)}` };
}

/** The same in the zone this process runs in, in which drivers make a Date of a day. */
export function wallTimeHere(ms: number): WallTime {
	const date = new Date(ms);
	const two = (value: number): string => String(value).padStart(2, '0');
	return { day: `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`, time: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${fractionOf(ms)}` };
}

function fractionOf(ms: number): string {
	const fraction = ((ms % 1000) + 1000) % 1000;
	return fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`;
}
