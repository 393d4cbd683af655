import type { Access } from '../data/access';
import { isLinked, propertyOf } from '../data/customField';
import type { Instance } from '../instance';
import type { WorkPackage } from '../data/model';
import { formatDays, formatHours } from '../rules/durations';
import type { Draft } from '../rules/values';
import { customLink } from './customLink';
import { principalLink } from './principals';
import { formattable, NO_LINK, type Json, type Link } from './primitives';
import { customFieldProperty } from './workPackage';

/** What a form would write: every writable value as it would be. */
export function formPayload({ instance, before, draft }: { readonly instance: Instance; readonly access: Access; readonly before: WorkPackage | null; readonly draft: Draft }): Json {
	const { database } = instance;
	const fields = draft.projectId === null || draft.typeId === null ? [] : database.customFieldsFor(draft.projectId, draft.typeId);
	const isMilestone = draft.typeId !== null && database.types.get(draft.typeId)?.isMilestone === true;
	return {
		...(before === null ? {} : { lockVersion: before.lockVersion }),
		subject: draft.subject,
		description: formattable(draft.description),
		scheduleManually: draft.scheduleManually,
		...(isMilestone ? { date: draft.dueDate } : { startDate: draft.startDate, dueDate: draft.dueDate }),
		estimatedTime: hoursOrNull(draft.estimatedHours),
		...(draft.remainingHours === null ? {} : { remainingTime: formatHours(draft.remainingHours) }),
		...(isMilestone ? {} : { duration: draft.durationDays === null ? null : formatDays(draft.durationDays) }),
		ignoreNonWorkingDays: draft.ignoreNonWorkingDays,
		...(instance.rules.writesPercentageDone ? { percentageDone: draft.percentageDone } : {}),
		...Object.fromEntries(fields.filter((field) => !isLinked(field)).map((field) => [propertyOf(field), customFieldProperty(field, draft.customValues.get(field.id))])),
		_links: {
			...payloadLinks(draft, instance),
			...Object.fromEntries(fields.filter(isLinked).map((field) => [propertyOf(field), customLink(field, draft.customValues.get(field.id), database)])),
		},
	};
}

function payloadLinks(draft: Draft, { database }: Instance): Json {
	const parent = draft.parentId === null ? undefined : database.workPackages.get(draft.parentId);
	return {
		category: named('categories', draft.categoryId, database.categories),
		type: named('types', draft.typeId, database.types),
		priority: named('priorities', draft.priorityId, database.priorities),
		project: named('projects', draft.projectId, database.projects),
		status: named('statuses', draft.statusId, database.statuses),
		responsible: principalLink(database, draft.responsibleId),
		assignee: principalLink(database, draft.assigneeId),
		version: named('versions', draft.versionId, database.versions),
		parent: parent === undefined ? NO_LINK : { href: `/api/v3/work_packages/${parent.id}`, title: parent.subject },
	};
}

function named(resource: string, id: number | null, table: ReadonlyMap<number, { readonly name: string }>): Link {
	return id === null ? NO_LINK : { href: `/api/v3/${resource}/${id}`, title: table.get(id)?.name ?? '' };
}

function hoursOrNull(hours: number | null): string | null {
	return hours === null ? null : formatHours(hours);
}
