import type { CustomValue, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { Calendar } from './calendar';
import { deriveProgress } from './progress';
import { derivedDatesOf } from './schedule';
import type { Changes, Draft, WritableValues } from './values';

/** A work package with the changes in it and everything the server works out itself; not yet checked. */
export function draftOf(instance: Instance, base: Draft, changes: Changes): Draft {
	const sent: Partial<WritableValues> = changes.values;
	const changed: Draft = { ...base, ...sent, customValues: mergeCustomValues(base.customValues, changes.customValues) };
	const type = changed.typeId === null ? undefined : instance.database.types.get(changed.typeId);
	const dated = deriveDates(instance, changed, sent, type?.isMilestone ?? false);
	return { ...dated, ...deriveProgress(dated, sent) };
}

function mergeCustomValues(before: WorkPackage['customValues'], changes: Changes['customValues']): WorkPackage['customValues'] {
	if (changes.size === 0) return before;
	const after = new Map<number, CustomValue>(before);
	for (const [id, value] of changes) {
		if (value === null) after.delete(id);
		else after.set(id, value);
	}
	return after;
}

function deriveDates(instance: Instance, draft: Draft, sent: Partial<WritableValues>, isMilestone: boolean): Draft {
	const calendar = new Calendar(draft.ignoreNonWorkingDays ? [] : instance.behaviour.nonWorkingDays);
	if (!draft.scheduleManually && instance.database.workPackages.hasChildren(draft.id)) {
		const { startDate, dueDate } = derivedDatesOf(instance.database, draft.id);
		// What was sent stays visible, so that writing it can be refused.
		return withDuration({ ...draft, startDate: 'startDate' in sent ? draft.startDate : startDate, dueDate: 'dueDate' in sent ? draft.dueDate : dueDate }, {}, calendar);
	}
	if (isMilestone) {
		const date = 'dueDate' in sent ? draft.dueDate : 'startDate' in sent ? draft.startDate : (draft.dueDate ?? draft.startDate);
		const moved = date === null ? null : calendar.soonestWorkingDay(date);
		return { ...draft, startDate: moved, dueDate: moved, durationDays: 1 };
	}
	const moved = {
		...draft,
		startDate: draft.startDate === null ? null : calendar.soonestWorkingDay(draft.startDate),
		dueDate: draft.dueDate === null ? null : calendar.soonestWorkingDay(draft.dueDate),
	};
	return withDuration(moved, sent, calendar);
}

/** Of start, due and duration the one that was not sent follows from the other two. */
function withDuration(draft: Draft, sent: Partial<WritableValues>, calendar: Calendar): Draft {
	const { startDate, dueDate, durationDays } = draft;
	if (!('durationDays' in sent)) {
		if (startDate !== null && dueDate !== null) return { ...draft, durationDays: calendar.countDays(startDate, dueDate) };
		return startDate === null && dueDate === null ? draft : { ...draft, durationDays: null };
	}
	if (durationDays === null || durationDays < 1) return draft;
	if (!('dueDate' in sent) && startDate !== null) return { ...draft, dueDate: calendar.dueAfter(startDate, durationDays) };
	if (!('startDate' in sent) && dueDate !== null) return { ...draft, startDate: calendar.startBefore(dueDate, durationDays) };
	return draft;
}
