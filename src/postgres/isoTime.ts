/** SQL of a time as ISO 8601 in UTC with milliseconds; NULL stays NULL. */
export function isoTime(expression: string): string {
	return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
