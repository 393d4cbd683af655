/** How values are taken whose meaning the column alone does not say. */
export interface ValueReading {
	/** Time zone (IANA) of times that name none, and in which a moment has its day and hour where a column holds no zone. */
	readonly timeZone: string;
	/** Whether somebody said that zone for these records. Else it is a guess, and what it would decide alone is refused. */
	readonly isZoneStated: boolean;
	/** What 03/04/2026 is: refused, 3 April, or 4 March. */
	readonly dayOrder: 'refuse' | 'day_first' | 'month_first';
	/** Whether text in json and jsonb columns is JSON, or a string of JSON. */
	readonly jsonText: 'parse' | 'string';
	/** Text with U+FFFD, which stands where bytes were no text in the encoding they were read in. */
	readonly damagedText: 'refuse' | 'write';
}
