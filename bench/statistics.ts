/** The middle of the values, or the mean of the two in the middle. Throws where there are none. */
export function median(values: readonly number[]): number {
	if (values.length === 0) throw new RangeError('There is no median of no values.');
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] as number;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** 'median (least to most)' in seconds, for the log. `valuesMs` in milliseconds. */
export function spreadInSeconds(valuesMs: readonly number[]): string {
	const [middle, least, most] = [median(valuesMs), Math.min(...valuesMs), Math.max(...valuesMs)].map((ms) => (ms / 1000).toFixed(3));
	return `${middle} s (${least} to ${most})`;
}
