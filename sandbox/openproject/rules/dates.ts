import type { Instance } from '../instance';
import type { VersionRules } from '../versions';
import { Calendar } from './calendar';
import { soonestStartOf } from './predecessors';
import { datesOfChildren } from './schedule';
import type { Draft, WritableValues } from './values';

type Sent = Partial<WritableValues>;
type DateName = 'startDate' | 'dueDate' | 'durationDays';

/**
 * Start, due date and duration as the server works them out: dates on free days move to the next working day, and what
 * was not sent follows from the rest. Seen on 15.4.0, 29 November 2026.
 */
export function deriveDates(instance: Instance, base: Draft, draft: Draft, sent: Sent): Draft {
	const calendar = calendarOf(instance, draft);
	if (isMilestone(instance, draft)) {
		const date = 'dueDate' in sent ? draft.dueDate : 'startDate' in sent ? draft.startDate : (draft.dueDate ?? draft.startDate);
		const moved = date === null ? null : calendar.soonestWorkingDay(date);
		return { ...draft, startDate: moved, dueDate: moved, durationDays: 1 };
	}
	const scheduled = draft.scheduleManually || base.id === 0 ? draft : scheduledAutomatically(instance, base, draft, calendar);
	const moved = { ...scheduled, startDate: onWorkingDay(scheduled.startDate, calendar), dueDate: onWorkingDay(scheduled.dueDate, calendar) };
	return withDerived(moved, { base, sent, calendar, rules: instance.rules });
}

export function calendarOf({ behaviour }: Pick<Instance, 'behaviour'>, { ignoreNonWorkingDays }: Pick<Draft, 'ignoreNonWorkingDays'>): Calendar {
	return new Calendar(ignoreNonWorkingDays ? [] : behaviour.nonWorkingDays);
}

function isMilestone({ database }: Instance, { typeId }: Draft): boolean {
	return typeId !== null && database.types.get(typeId)?.isMilestone === true;
}

function onWorkingDay(date: string | null, calendar: Calendar): string | null {
	return date === null ? null : calendar.soonestWorkingDay(date);
}

/** Dates that a switch to automatic scheduling, or a new parent, brings about. */
function scheduledAutomatically(instance: Instance, base: Draft, draft: Draft, calendar: Calendar): Draft {
	const isSwitched = base.scheduleManually;
	const children = datesOfChildren(instance.database, draft.id);
	if (isSwitched && children.startDate !== null && children.dueDate !== null) return { ...draft, ...children, durationDays: calendar.countDays(children.startDate, children.dueDate) };
	const current = draft.startDate ?? draft.dueDate;
	if (current === null || (!isSwitched && base.parentId === draft.parentId)) return draft;
	const soonest = soonestStartOf(instance, draft);
	if (soonest === null || (soonest <= current && !isSwitched)) return draft;
	const dueDate = draft.durationDays === null ? null : calendar.dueAfter(soonest, draft.durationDays);
	return { ...draft, startDate: soonest, dueDate };
}

interface Derivation {
	readonly base: Draft;
	readonly sent: Sent;
	readonly calendar: Calendar;
	readonly rules: VersionRules;
}

/** Of start, due date and duration the one that was not sent follows from the other two, or is empty where one of them is. */
function withDerived(draft: Draft, derivation: Derivation): Draft {
	const name = derivableName(draft, derivation);
	if (name === undefined) return draft;
	const { startDate, dueDate, durationDays } = draft;
	if (name === 'durationDays') return { ...draft, durationDays: startDate === null || dueDate === null ? null : derivation.calendar.countDays(startDate, dueDate) };
	if (durationDays !== null && durationDays < 1) {
		// The real one of those versions breaks off here instead of refusing the value.
		if (derivation.rules.breaksOnEmptyDuration) throw new Error('duration must be strictly positive');
		return draft;
	}
	if (name === 'dueDate') return { ...draft, dueDate: startDate === null || durationDays === null ? null : derivation.calendar.dueAfter(startDate, durationDays) };
	return { ...draft, startDate: dueDate === null || durationDays === null ? null : derivation.calendar.startBefore(dueDate, durationDays) };
}

const NAMES: readonly DateName[] = ['durationDays', 'dueDate', 'startDate'];

function derivableName(draft: Draft, { base, sent, rules }: Derivation): DateName | undefined {
	const isCalendarChanged = base.id !== 0 && base.ignoreNonWorkingDays !== draft.ignoreNonWorkingDays;
	const inOrder: readonly DateName[] = isCalendarChanged && rules.keepsDurationOnNewCalendar ? ['dueDate', 'startDate', 'durationDays'] : NAMES;
	const presentCount = (name: DateName): number => NAMES.filter((other) => other !== name && draft[other] !== null).length;
	return inOrder.find((name) => !(name in sent) && presentCount(name) === 2) ?? NAMES.find((name) => !(name in sent) && presentCount(name) === 1);
}
