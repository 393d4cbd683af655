const HOURS_PER_DAY = 24;
const FORM = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Hours as an ISO 8601 duration, in days and hours as OpenProject writes it: 34 is P1DT10H. */
export function formatHours(hours: number): string {
	const days = Math.floor(hours / HOURS_PER_DAY);
	const seconds = Math.round((hours - days * HOURS_PER_DAY) * 3600);
	const time = [
		[Math.floor(seconds / 3600), 'H'],
		[Math.floor((seconds % 3600) / 60), 'M'],
		[seconds % 60, 'S'],
	] as const;
	const timeText = time.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`).join('');
	if (days === 0 && timeText === '') return 'PT0S';
	return `P${days > 0 ? `${days}D` : ''}${timeText === '' ? '' : `T${timeText}`}`;
}

export function formatDays(days: number): string {
	return `P${days}D`;
}

/** Hours of an ISO 8601 duration without years and months; null where the text is none. */
export function parseHours(text: string): number | null {
	if (text.startsWith('-P')) return negated(parseHours(text.slice(1)));
	const parts = FORM.exec(text);
	if (parts === null || text === 'P' || text.endsWith('T')) return null;
	const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => (part === undefined ? 0 : Number(part)));
	return weeks! * 7 * HOURS_PER_DAY + days! * HOURS_PER_DAY + hours! + minutes! / 60 + seconds! / 3600;
}

function negated(hours: number | null): number | null {
	return hours === null ? null : -hours;
}
