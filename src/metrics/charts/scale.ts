/** Steps of an axis from 0: round numbers, the last at or above the largest value. */
export function ticksUpTo(largest: number): readonly number[] {
	if (!(largest > 0)) return [0, 1];
	const rough = largest / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
	const count = Math.ceil(largest / step - 1e-9);
	return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** The same for milliseconds: whole seconds, minutes, hours or days. */
export function timeTicksUpTo(largestMs: number): readonly number[] {
	const unit = [86_400_000, 3_600_000, 60_000, 1000].find((ms) => largestMs >= 2 * ms) ?? 1;
	return ticksUpTo(largestMs / unit).map((tick) => tick * unit);
}

/** A number short enough for an axis: 0.25, 12, 1.5k, 3M. */
export function shortNumber(value: number): string {
	const [size, unit] = ([[1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const).find(([least]) => Math.abs(value) >= least) ?? [1, ''];
	return `${Number((value / size).toPrecision(3))}${unit}`;
}

/** Milliseconds short enough for an axis: 250 ms, 45 s, 20 min, 1.5 h, 3 d. */
export function shortDuration(ms: number): string {
	if (ms === 0) return '0';
	const [size, unit] = ([[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1000, 's']] as const).find(([least]) => ms >= least) ?? [1, 'ms'];
	return `${Number((ms / size).toPrecision(3))} ${unit}`;
}

/** A count in full: 2,880. */
export function wholeNumber(value: number): string {
	return Math.round(value).toLocaleString('en-US');
}
