import type { Access } from '../data/access';
import type { CustomField, CustomValue, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { formatDays, formatHours } from '../rules/durations';
import { isLinked, propertyOf } from '../data/customField';
import { totalsOf } from '../rules/totals';
import { derivedDatesOf } from '../rules/schedule';
import { embeddedOf } from './embedded';
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
		...readonlyOf(row, instance),
		...Object.fromEntries(fields.filter((field) => !isLinked(field)).map((field) => [propertyOf(field), customFieldProperty(field, row.customValues.get(field.id))])),
		_links: workPackageLinks(row, instance, access, fields),
	};
}

/** The same with what is embedded where it is answered by itself. */
export function representSingle(row: WorkPackage, instance: Instance, access: Access): Json {
	return { ...representWorkPackage(row, instance, access), _embedded: embeddedOf(row, instance, access) };
}

/** Only an OpenProject with read-only statuses, an enterprise feature, tells of it. */
function readonlyOf(row: WorkPackage, { database }: Instance): Json {
	const isReadonlyKnown = [...database.statuses.values()].some((status) => status.isReadonly);
	return isReadonlyKnown ? { readonly: database.statuses.get(row.statusId)?.isReadonly ?? false } : {};
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

/** Remaining work is left out where it is empty. */
function effort(row: WorkPackage, { database }: Instance): Json {
	const spent = database.timeEntriesOf(row.id).reduce((sum, entry) => sum + entry.hours, 0);
	const totals = totalsOf(database, row);
	return {
		estimatedTime: hoursOrNull(row.estimatedHours),
		derivedEstimatedTime: hoursOrNull(totals.estimatedHours),
		...(row.remainingHours === null ? {} : { remainingTime: formatHours(row.remainingHours) }),
		derivedRemainingTime: hoursOrNull(totals.remainingHours),
		spentTime: formatHours(spent),
		percentageDone: row.percentageDone,
		derivedPercentageDone: totals.percentageDone,
	};
}

function hoursOrNull(hours: number | null): string | null {
	return hours === null ? null : formatHours(hours);
}

/** The value of a custom field that is no link. */
export function customFieldProperty(field: CustomField, value: CustomValue | undefined): unknown {
	if (field.format === 'text') return formattable(String(value ?? ''));
	return value ?? null;
}
