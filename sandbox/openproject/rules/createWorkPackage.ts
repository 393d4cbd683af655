import type { Access } from '../data/access';
import type { Principal, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { recordActivity } from './activities';
import { watchTotals, withAncestors } from './ancestors';
import { adopt } from './adopt';
import { draftOf } from './draft';
import type { Check } from './checks';
import { describeChanges } from './journal';
import { reschedule } from './reschedule';
import { generatedSubject, withTemplates } from './templates';
import { validated } from './validate';
import type { Changes, Draft, WritableName } from './values';

const NO_CUSTOM_VALUES: WorkPackage['customValues'] = new Map();

export interface CreateRequest {
	readonly author: Principal;
	/** Null skips permissions. */
	readonly access: Access | null;
	readonly changes: Changes;
	readonly readOnly?: readonly string[];
}

/** The new work package as it would be, for the rules to look at. */
export function checkOfCreate(instance: Instance, request: CreateRequest): Check {
	const changes = { ...request.changes, values: withParentDates(instance, withType(instance, request.changes.values)) };
	const draft = withTemplates(instance, draftOf(instance, emptyDraft(instance, request.author), changes), new Set(changes.customValues.keys()));
	const changed = new Set(Object.keys(changes.values) as WritableName[]);
	return { instance, access: request.access, before: null, draft, changes, changed, changedCustomFields: [...changes.customValues.keys()] };
}

/** Without a type it becomes the first one of the project, and what was sent as null becomes the default. */
function withType({ database }: Instance, sent: Changes['values']): Changes['values'] {
	const { typeId: sentTypeId, statusId, priorityId, ...others } = sent;
	const values = { ...others, ...(isGiven(sentTypeId, database.types) ? { typeId: sentTypeId } : {}), ...(isGiven(statusId, database.statuses) ? { statusId } : {}), ...(isGiven(priorityId, database.priorities) ? { priorityId } : {}) };
	const project = typeof values.projectId === 'number' && !('typeId' in values) ? database.projects.get(values.projectId) : undefined;
	const typeId = project?.typeIds[0];
	return typeId === undefined ? values : { ...values, typeId };
}

function isGiven(id: number | null | undefined, table: ReadonlyMap<number, unknown>): id is number {
	return typeof id === 'number' && table.has(id);
}

/** Inserts a work package and answers with it. `access` null skips permissions. Throws ApiError. */
export function createWorkPackage(instance: Instance, request: CreateRequest): WorkPackage {
	const { database, clock } = instance;
	const accepted = validated(checkOfCreate(instance, request), request.readOnly ?? []);
	const above = withAncestors(instance, accepted.parentId);
	const settleTotals = watchTotals(instance, above, ['parentId']);
	const time = clock.tick();
	const placed: WorkPackage = { ...accepted, id: database.nextId('workPackage'), lockVersion: instance.rules.firstLockVersion, createdAt: time, updatedAt: time };
	const row = database.workPackages.save({ ...placed, subject: generatedSubject(instance, placed) });
	recordActivity(instance, { workPackageId: row.id, userId: request.author.id, comment: '', cause: null, changes: describeChanges(database, null, row), createdAt: time });
	adopt(instance, row);
	settleTotals({ userId: request.author.id, childId: row.id });
	reschedule(instance, [row.id], { userId: request.author.id, movedId: row.id, isNew: true });
	return database.workPackages.get(row.id)!;
}

function emptyDraft({ database, behaviour }: Instance, author: Principal): Draft {
	return {
		id: 0,
		lockVersion: 0,
		subject: '',
		description: '',
		projectId: null,
		typeId: null,
		statusId: [...database.statuses.values()].find((status) => status.isDefault)?.id ?? null,
		priorityId: [...database.priorities.values()].find((priority) => priority.isDefault)?.id ?? null,
		authorId: author.id,
		assigneeId: null,
		responsibleId: null,
		parentId: null,
		versionId: null,
		categoryId: null,
		scheduleManually: behaviour.newScheduleManually,
		ignoreNonWorkingDays: false,
		startDate: null,
		dueDate: null,
		durationDays: null,
		estimatedHours: null,
		remainingHours: null,
		percentageDone: null,
		customValues: NO_CUSTOM_VALUES,
		createdAt: 0,
		updatedAt: 0,
	};
}

/** Dates that were not sent come from the parent, as far as start and due date stay in order. A null that was sent stays null. */
function withParentDates({ database, behaviour }: Instance, values: Changes['values']): Changes['values'] {
	const parent = values.parentId === null || values.parentId === undefined ? undefined : database.workPackages.get(values.parentId);
	if (!behaviour.childrenInheritParentDates || parent === undefined) return values;
	const startDate = values.startDate === undefined && isInOrder(parent.startDate, values.dueDate ?? parent.dueDate) ? parent.startDate : values.startDate;
	const dueDate = values.dueDate === undefined && isInOrder(startDate ?? parent.startDate, parent.dueDate) ? parent.dueDate : values.dueDate;
	return { ...values, ...(startDate === undefined ? {} : { startDate }), ...(dueDate === undefined ? {} : { dueDate }) };
}

function isInOrder(startDate: string | null, dueDate: string | null): boolean {
	return startDate === null || dueDate === null || startDate < dueDate;
}
