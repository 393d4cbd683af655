/** SQL of a time in milliseconds since the epoch; NULL and infinity are NULL. */
export function epochMs(expression: string): string {
	return `(extract(epoch from case when isfinite(${expression}) then ${expression} end) * 1000)::bigint`;
}
