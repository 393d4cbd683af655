const HOUR_MS = 3_600_000;
const UNITS = [
	{ ms: 86_400_000, one: 'day', many: 'days' },
	{ ms: 3_600_000, one: 'hour', many: 'hours' },
	{ ms: 60_000, one: 'minute', many: 'minutes' },
	{ ms: 1000, one: 's', many: 's' },
] as const;

/** A time in its two largest units, for sentences: '3 hours 20 minutes', '45 s', '120 ms'. */
export function durationWords(ms: number): string {
	if (ms < 1000) return `${Math.round(ms)} ms`;
	// Rounded to the smaller unit first, so that 59 minutes 59.9 s do not become '59 minutes 60 s'.
	const step = ms < HOUR_MS ? 1000 : ms < 24 * HOUR_MS ? 60_000 : HOUR_MS;
	const shown = Math.round(ms / step) * step;
	const index = UNITS.findIndex((unit) => shown >= unit.ms);
	const unit = UNITS[index] as (typeof UNITS)[number];
	const next = UNITS[index + 1];
	const whole = Math.floor(shown / unit.ms);
	const rest = next === undefined ? 0 : Math.floor((shown % unit.ms) / next.ms);
	const words = `${whole} ${whole === 1 ? unit.one : unit.many}`;
	return next === undefined || rest === 0 ? words : `${words} ${rest} ${rest === 1 ? next.one : next.many}`;
}
