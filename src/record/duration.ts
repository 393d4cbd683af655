const FORM = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Hours of an ISO 8601 duration (a day is 24 of them, as in OpenProject's answers); null where the text is none. */
export function hoursOf(duration: string): number | null {
	const parts = FORM.exec(duration);
	if (parts === null || duration === 'P' || duration.endsWith('T')) return null;
	const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number];
	return weeks * 168 + days * 24 + hours + minutes / 60 + seconds / 3600;
}

/** Hours as an ISO 8601 duration, to the second: 2.5 is PT2H30M. */
export function durationOf(hours: number): string {
	const seconds = Math.round(hours * 3600);
	const parts = [[Math.floor(seconds / 3600), 'H'], [Math.floor((seconds % 3600) / 60), 'M'], [seconds % 60, 'S']] as const;
	const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`).join('');
	return `PT${text === '' ? '0S' : text}`;
}

/** Hours as OpenProject stores work: two decimals, half away from zero as Ruby rounds, so 1:20 h is 1.33 h. */
export function storedHours(hours: number): number {
	const below = Math.floor(hours * 100);
	// The product may lie a hair below a half that the number itself is: what is half by division counts as half.
	return ((below + 0.5) / 100 <= hours ? below + 1 : below) / 100;
}

/** A duration as OpenProject gives it back once it has stored it: PT1H20M is PT1H19M48S. Other values stay as they are. */
export function storedDuration<T>(value: T): T | string {
	const hours = typeof value === 'string' ? hoursOf(value.trim()) : null;
	return hours === null ? value : durationOf(storedHours(hours));
}
