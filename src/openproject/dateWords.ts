import type { RemoteSchedule } from '../plan';
import type { JsonObject } from '../record';
import type { DateRules } from '../run/types';
import { propertiesNamed } from './properties';
import { tracksDates } from './schedule';

const DATE_PROPERTIES = ['startDate', 'dueDate', 'date'] as const;

export interface DateContext {
	readonly rules: DateRules;
	/** The pair's tracked properties: what is mapped, the mapping decides. */
	readonly properties: readonly string[];
	readonly isMilestone: boolean;
}

/**
 * What is said of a new work package's dates beside the dates themselves, so that none is inherited from its parent, moved to a
 * working day or worked out from children, as far as the pair keeps the table's dates.
 */
export function wordsOfCreate(body: JsonObject, { rules, properties, isMilestone }: DateContext): JsonObject {
	if (!tracksDates(properties)) return {};
	const empty: JsonObject = isMilestone ? { date: null } : { startDate: null, dueDate: null };
	const kept: JsonObject = rules.scheduling === 'keep' ? { scheduleManually: true, ...empty } : {};
	return unmapped({ ...kept, ...(rules.nonWorkingDays === 'keep' && holdsDate(body) ? { ignoreNonWorkingDays: true } : {}) }, body, properties);
}

/**
 * The same for an edit, where it writes a date. A work package that begins to count non-working days has the date that is not sent
 * worked out from its duration, and one that becomes scheduled manually would keep dates that were worked out: so the date that is not
 * written is sent too, as it is (`present`, null where it was worked out).
 */
export function wordsOfUpdate(body: JsonObject, present: RemoteSchedule, { rules, properties, isMilestone }: DateContext): JsonObject {
	if (!writesDate(body)) return {};
	const begins = rules.nonWorkingDays === 'keep' && !present.ignoresNonWorkingDays && holdsDate(body);
	const isFreed = rules.scheduling === 'keep' && !present.isManual;
	const dates = { startDate: present.startDate, dueDate: present.dueDate };
	// Without any date, the duration that was worked out from them would stay, and may be none at all.
	const after: JsonObject = { ...dates, ...body };
	const isEmptied = isFreed && after['startDate'] === null && after['dueDate'] === null;
	const others: JsonObject = (begins || isFreed) && !isMilestone ? { ...dates, ...(isEmptied ? { duration: null } : {}) } : {};
	return unmapped({ ...others, ...(isFreed ? { scheduleManually: true } : {}), ...(begins ? { ignoreNonWorkingDays: true } : {}) }, body, properties);
}

/**
 * What is said with dates that somebody gives by themselves, outside of a pair; where none is given, nothing is. Of a new work package
 * (`present` null) the date that is not given would come from its parent: where given dates are kept, it has none.
 */
export function wordsWithDate(body: JsonObject, present: RemoteSchedule | null, { rules, isMilestone }: Pick<DateContext, 'rules' | 'isMilestone'>): JsonObject {
	if (present !== null) return wordsOfUpdate(body, present, { rules, properties: [], isMilestone });
	return writesDate(body) ? wordsOfCreate(body, { rules, properties: Object.keys(body), isMilestone }) : {};
}

/** Whether a body writes a date, so that how it is scheduled has to be known. */
export function writesDate(body: JsonObject): boolean {
	return DATE_PROPERTIES.some((property) => Object.hasOwn(body, property));
}

function holdsDate(body: JsonObject): boolean {
	return DATE_PROPERTIES.some((property) => typeof body[property] === 'string');
}

/** Words for what the body does not say itself, and no field of the pair decides. Dates may be both: an edit of one says the other too. */
function unmapped(words: JsonObject, body: JsonObject, properties: readonly string[]): JsonObject {
	const isOurs = (name: string): boolean => !Object.hasOwn(body, name) && (DATE_PROPERTIES.some((property) => property === name) || !properties.includes(name));
	return Object.fromEntries(Object.entries(words).filter(([name]) => isOurs(name)));
}

/** The words without those a server refuses by name, null where it refuses none of them: then the refusal is about the values. */
export function wordsLeft(words: JsonObject, refused: readonly string[]): JsonObject | null {
	const gone = propertiesNamed(refused, ['scheduleManually', 'ignoreNonWorkingDays']).filter((name) => Object.hasOwn(words, name));
	return gone.length === 0 ? null : Object.fromEntries(Object.entries(words).filter(([name]) => !gone.includes(name)));
}
