import type { Access } from '../data/access';
import type { CustomField, CustomValue, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { formatDays, formatHours } from '../rules/durations';
import { isLinked, propertyOf } from '../data/customField';
import { percentageOf } from '../rules/progress';
import { derivedDatesOf } from '../rules/schedule';
import { formattable, formatTime, type Json } from './primitives';
import { workPackageLinks } from './workPackageLinks';

/** A work package as the user sees it, in full. */
export function representWorkPackage(row: WorkPackage, instance: Instance, access: Access): Json {
	const fields = instance.database.customFieldsFor(row.projectId, row.typeId);
	return {
		_type: 'WorkPackage',
		id: row.id,
		...(instance.rules.hasDisplayId ? { displayId: String(row.id) } : {}),
		lockVersion: row.lockVersion,
		subject: row.subject,
		description: formattable(row.description),
		scheduleManually: row.scheduleManually,
		...dates(row, instance),
		...effort(row, instance),
		ignoreNonWorkingDays: row.ignoreNonWorkingDays,
		createdAt: formatTime(row.createdAt),
		updatedAt: formatTime(row.updatedAt),
		readonly: instance.database.statuses.get(row.statusId)?.isReadonly ?? false,
		...Object.fromEntries(fields.filter((field) => !isLinked(field)).map((field) => [propertyOf(field), customFieldProperty(field, row.customValues.get(field.id))])),
		_links: workPackageLinks(row, instance, access, fields),
	};
}

/** Milestones have one `date` and nothing else. */
function dates(row: WorkPackage, { database }: Instance): Json {
	if (database.types.get(row.typeId)?.isMilestone) return { date: row.dueDate };
	const derived = database.workPackages.hasChildren(row.id) ? derivedDatesOf(database, row.id) : { startDate: null, dueDate: null };
	return {
		startDate: row.startDate,
		dueDate: row.dueDate,
		derivedStartDate: derived.startDate,
		derivedDueDate: derived.dueDate,
		duration: row.durationDays === null ? null : formatDays(row.durationDays),
	};
}

function effort(row: WorkPackage, { database }: Instance): Json {
	const spent = database.timeEntriesOf(row.id).reduce((sum, entry) => sum + entry.hours, 0);
	const family = database.workPackages.hasChildren(row.id) ? [row, ...database.workPackages.descendantsOf(row.id)] : [];
	const estimated = sumOf(family.map((member) => member.estimatedHours));
	const remaining = sumOf(family.map((member) => member.remainingHours));
	return {
		estimatedTime: hoursOrNull(row.estimatedHours),
		derivedEstimatedTime: hoursOrNull(estimated),
		remainingTime: hoursOrNull(row.remainingHours),
		derivedRemainingTime: hoursOrNull(remaining),
		spentTime: formatHours(spent),
		percentageDone: row.percentageDone,
		derivedPercentageDone: percentageOf(estimated, remaining),
	};
}

function sumOf(hours: readonly (number | null)[]): number | null {
	const known = hours.filter((value) => value !== null);
	return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function hoursOrNull(hours: number | null): string | null {
	return hours === null ? null : formatHours(hours);
}

/** The value of a custom field that is no link. */
export function customFieldProperty(field: CustomField, value: CustomValue | undefined): unknown {
	if (field.format === 'text') return formattable(String(value ?? ''));
	return value ?? null;
}
