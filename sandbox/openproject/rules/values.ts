import type { CustomValue, WorkPackage } from '../data/model';

/** What a client can write of a work package. A partial one holds only what was sent. */
export type WritableValues = Pick<
	WorkPackage,
	| 'subject'
	| 'description'
	| 'assigneeId'
	| 'responsibleId'
	| 'parentId'
	| 'versionId'
	| 'categoryId'
	| 'scheduleManually'
	| 'ignoreNonWorkingDays'
	| 'startDate'
	| 'dueDate'
	| 'durationDays'
	| 'estimatedHours'
	| 'remainingHours'
	| 'percentageDone'
> & {
	/** Null where a link to nothing was sent. */
	readonly projectId: number | null;
	readonly typeId: number | null;
	readonly statusId: number | null;
	readonly priorityId: number | null;
};

export type WritableName = keyof WritableValues;

/** A write as understood from a request or a script. */
export interface Changes {
	readonly values: Partial<WritableValues>;
	/** By custom field; null empties it. */
	readonly customValues: ReadonlyMap<number, CustomValue | null>;
}

/** The API's name of each value, as errors give it in `details.attribute`. */
export const ATTRIBUTE: Record<WritableName, string> = {
	subject: 'subject',
	description: 'description',
	projectId: 'project',
	typeId: 'type',
	statusId: 'status',
	priorityId: 'priority',
	assigneeId: 'assignee',
	responsibleId: 'responsible',
	parentId: 'parent',
	versionId: 'version',
	categoryId: 'category',
	scheduleManually: 'scheduleManually',
	ignoreNonWorkingDays: 'ignoreNonWorkingDays',
	startDate: 'startDate',
	dueDate: 'dueDate',
	durationDays: 'duration',
	estimatedHours: 'estimatedTime',
	remainingHours: 'remainingTime',
	percentageDone: 'percentageDone',
};

/** Names in the order above. */
export const WRITABLE_NAMES = Object.keys(ATTRIBUTE) as readonly WritableName[];

/** A work package as it will be, with ids that may not exist or be missing: what validation looks at. */
export type Draft = Omit<WorkPackage, 'projectId' | 'typeId' | 'statusId' | 'priorityId'> & Pick<WritableValues, 'projectId' | 'typeId' | 'statusId' | 'priorityId'>;
