/** A point in time as an object: a Date, or what n8n's expressions give ($now), which is Luxon's DateTime. */
export interface Moment {
	readonly ms: number;
	/** In ISO 8601, with a zone. */
	readonly text: string;
}

/** The moment an object stands for; null: it is none, or an invalid one. */
export function momentOf(value: unknown): Moment | null {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { ms: value.getTime(), text: value.toISOString() };
	if (typeof value !== 'object' || value === null || !('isLuxonDateTime' in value)) return null;
	const { isValid, toMillis, toISO } = value as unknown as { readonly isValid: boolean; toMillis(): number; toISO(): string };
	return isValid ? { ms: toMillis.call(value), text: toISO.call(value) } : null;
}
