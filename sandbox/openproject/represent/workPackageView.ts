import type { CustomValue, WorkPackage } from '../data/model';
import type { Database } from '../data/database';
import { formatTime } from './primitives';

/** A work package as scripts and tests see it, whoever may see it: names for ids, all values flat. */
export interface WorkPackageView {
	readonly id: number;
	readonly lockVersion: number;
	readonly subject: string;
	readonly description: string;
	/** Identifier. */
	readonly project: string;
	readonly type: string;
	readonly status: string;
	readonly priority: string;
	readonly authorId: number;
	readonly assigneeId: number | null;
	readonly responsibleId: number | null;
	readonly parentId: number | null;
	readonly startDate: string | null;
	readonly dueDate: string | null;
	readonly estimatedHours: number | null;
	readonly remainingHours: number | null;
	readonly percentageDone: number | null;
	readonly scheduleManually: boolean;
	/** By name of the field; only those that hold something. */
	readonly customFields: Readonly<Record<string, CustomValue>>;
	/** ISO 8601 with milliseconds, as the API gives it. */
	readonly createdAt: string;
	readonly updatedAt: string;
	/** As it is stored. */
	readonly updatedAtMicroseconds: number;
}

export function viewWorkPackage(row: WorkPackage, database: Database): WorkPackageView {
	const { id, lockVersion, subject, description, authorId, assigneeId, responsibleId, parentId, startDate, dueDate, estimatedHours, remainingHours, percentageDone, scheduleManually } = row;
	return {
		id,
		lockVersion,
		subject,
		description,
		project: database.projects.get(row.projectId)?.identifier ?? '',
		type: database.types.get(row.typeId)?.name ?? '',
		status: database.statuses.get(row.statusId)?.name ?? '',
		priority: database.priorities.get(row.priorityId)?.name ?? '',
		authorId,
		assigneeId,
		responsibleId,
		parentId,
		startDate,
		dueDate,
		estimatedHours,
		remainingHours,
		percentageDone,
		scheduleManually,
		customFields: Object.fromEntries([...row.customValues].filter(([, value]) => value !== '').map(([fieldId, value]) => [database.customFields.get(fieldId)?.name ?? `customField${fieldId}`, value])),
		createdAt: formatTime(row.createdAt),
		updatedAt: formatTime(row.updatedAt),
		updatedAtMicroseconds: row.updatedAt,
	};
}
