import type { Json } from '../../record';
import type { OpenProjectApi } from '../api';
import { isNotToBeHad } from '../errors';
import { filtersOf } from '../filters';
import { arrayAt, own } from '../json';

/** Further than this no date is moved: a longer gap is another date. */
const LONGEST_DAYS = 31;
const DAY_MS = 86_400_000;

/** OpenProject's calendar, as far as it tells a date that it moved from one that somebody chose. Each question is asked once. */
export class WorkingDays {
	private readonly kept = new Map<string, Promise<boolean>>();

	constructor(private readonly api: OpenProjectApi) {}

	/** Whether the date held is the first working day from the date given on. */
	async isMoved(given: Json | undefined, held: Json | undefined): Promise<boolean> {
		if (typeof given !== 'string' || typeof held !== 'string') return false;
		const days = (Date.parse(held) - Date.parse(given)) / DAY_MS;
		if (!(days > 0 && days <= LONGEST_DAYS)) return false;
		const key = `${given} ${held}`;
		const asked = this.kept.get(key) ?? this.ask(given, held, days + 1);
		this.kept.set(key, asked);
		asked.catch(() => this.kept.delete(key));
		return await asked;
	}

	private async ask(given: string, held: string, days: number): Promise<boolean> {
		try {
			const { json } = await this.api.get('/api/v3/days', { filters: filtersOf([{ name: 'date', operator: '<>d', values: [given, held] }]) });
			const found = arrayAt(json, '_embedded', 'elements');
			return found.length === days && found.every((day) => own(day, 'working') === (own(day, 'date') === held));
		} catch (error) {
			// Without the calendar any other date is one that somebody chose.
			if (isNotToBeHad(error)) return false;
			throw error;
		}
	}
}
