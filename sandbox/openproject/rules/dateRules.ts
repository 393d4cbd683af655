import { violation, type ApiError } from '../http/apiError';
import type { Check, Rule } from './checks';
import { calendarOf } from './dates';
import { soonestStartOf } from './predecessors';
import type { Draft } from './values';

/** Start, due date and duration by themselves and together. Seen on 15.4.0, 29 November 2026. */
export const checkDates: Rule = (check) => [...orderErrors(check.draft), ...relationErrors(check), ...milestoneErrors(check), ...durationErrors(check), ...missingErrors(check.draft)];

function orderErrors({ startDate, dueDate }: Draft): readonly ApiError[] {
	return startDate !== null && dueDate !== null && dueDate < startDate ? [violation('dueDate', 'Finish date must be greater than or equal to the start date.')] : [];
}

/** What is scheduled automatically does not begin before its predecessors have ended. */
function relationErrors({ instance, draft, changed }: Check): readonly ApiError[] {
	if (draft.scheduleManually) return [];
	const soonest = soonestStartOf(instance, draft);
	if (soonest === null) return [];
	const message = (title: string): string => `${title} can only be set to ${soonest} or later so as not to violate the work package's relationships.`;
	const isEarly = (date: string | null): boolean => date !== null && date < soonest;
	return [
		...(changed.has('startDate') && isEarly(draft.startDate) ? [violation('startDate', message('Start date'))] : []),
		...(changed.has('dueDate') && isEarly(draft.dueDate) ? [violation('dueDate', message('Finish date'))] : []),
	];
}

function milestoneErrors({ instance, draft }: Check): readonly ApiError[] {
	const isMilestone = draft.typeId !== null && instance.database.types.get(draft.typeId)?.isMilestone === true;
	return isMilestone && instance.database.workPackages.hasChildren(draft.id) ? [violation('type', 'Type cannot be set to milestone because this work package has children.')] : [];
}

function durationErrors({ instance, draft }: Check): readonly ApiError[] {
	const { startDate, dueDate, durationDays } = draft;
	if (durationDays === null) return [];
	const positive = durationDays > 0 ? [] : [violation('duration', 'Duration must be greater than 0.')];
	const isMilestone = draft.typeId !== null && instance.database.types.get(draft.typeId)?.isMilestone === true;
	if (startDate === null || dueDate === null || isMilestone) return positive;
	const days = calendarOf(instance, draft).countDays(startDate, dueDate);
	if (days === durationDays) return positive;
	const word = days > durationDays ? 'smaller' : 'larger';
	return [...positive, violation('duration', `Duration is ${word} than the interval between the start and the finish date.`)];
}

/** None of the three can be empty where it follows from the other two. */
function missingErrors({ startDate, dueDate, durationDays }: Draft): readonly ApiError[] {
	const values = [
		['startDate', 'Start date', startDate],
		['dueDate', 'Finish date', dueDate],
		['duration', 'Duration', durationDays],
	] as const;
	const empty = values.filter(([, , value]) => value === null);
	if (empty.length !== 1) return [];
	const others = values.filter(([, , value]) => value !== null).map(([, title]) => title.toLowerCase());
	return empty.map(([attribute, title]) => violation(attribute, `${title} can not be set to null as ${others.join(' and ')} are known.`));
}
