import type { Access } from '../data/access';
import type { Principal, WorkPackage } from '../data/model';
import { updateConflict } from '../http/apiError';
import type { Instance } from '../instance';
import { joinable, recordActivity } from './activities';
import { adopt } from './adopt';
import { watchTotals, withAncestors } from './ancestors';
import { changedCustomFields, changedNames } from './changedNames';
import type { Check } from './checks';
import { draftOf } from './draft';
import { describeChanges } from './journal';
import { reschedule } from './reschedule';
import { generatedSubject } from './templates';
import { validated } from './validate';
import type { Changes } from './values';

export interface UpdateRequest {
	readonly user: Principal;
	/** Null skips permissions. */
	readonly access: Access | null;
	readonly changes: Changes;
	/** The version the client has seen; undefined skips the check. Null (missing) is a conflict. */
	readonly lockVersion?: number | null;
	readonly readOnly?: readonly string[];
}

/** The work package as it would be, for the rules to look at. Throws where the lock version is not the present one. */
export function checkOfUpdate(instance: Instance, before: WorkPackage, request: UpdateRequest): Check {
	if (request.lockVersion !== undefined && request.lockVersion !== before.lockVersion) throw updateConflict();
	const changes = { ...request.changes, values: withTypeOfProject(instance, before, request.changes.values) };
	const draft = draftOf(instance, before, changes);
	const changed = new Set(changedNames(before, draft));
	return { instance, access: request.access, before, draft, changes, changed, changedCustomFields: changedCustomFields(before, draft) };
}

/**
 * Writes the changes and answers with the work package as it is then. Throws ApiError: a conflict before anything else,
 * so it hides whatever else is wrong.
 */
export function updateWorkPackage(instance: Instance, before: WorkPackage, request: UpdateRequest): WorkPackage {
	const { database, clock } = instance;
	const check = checkOfUpdate(instance, before, request);
	const { changed } = check;
	const accepted = validated(check, request.readOnly ?? []);
	if (changed.size === 0 && check.changedCustomFields.length === 0) return rejoined(instance, before, request.user.id);

	const settleTotals = watchTotals(instance, [...withAncestors(instance, accepted.parentId), ...withAncestors(instance, before.parentId)], changed);
	const keepsVersion = changed.size === 0 && instance.behaviour.customFieldEditsKeepLockVersion;
	const updatedAt = clock.tick();
	const placed = { ...accepted, lockVersion: before.lockVersion + (keepsVersion ? 0 : 1), updatedAt };
	const after = database.workPackages.save({ ...placed, subject: generatedSubject(instance, placed) });
	recordActivity(instance, { workPackageId: after.id, userId: request.user.id, comment: '', cause: null, changes: describeChanges(database, before, after), createdAt: updatedAt });
	if (changed.has('projectId')) moveDescendants(instance, after, request.user.id);
	if (changed.has('parentId')) adopt(instance, after);
	settleTotals({ userId: request.user.id, childId: after.id });
	if (DATED.some((name) => changed.has(name))) reschedule(instance, [after.id, ...siblingOf(instance, before)], { userId: request.user.id, movedId: after.id });
	return database.workPackages.get(after.id)!;
}

const DATED = ['startDate', 'dueDate', 'parentId', 'scheduleManually', 'ignoreNonWorkingDays'] as const;

/** One of those left behind under the former parent, from which that parent's dates follow anew. */
function siblingOf({ database }: Instance, { parentId }: WorkPackage): readonly number[] {
	return parentId === null ? [] : database.workPackages.childrenOf(parentId).slice(0, 1).map(({ id }) => id);
}

/**
 * A write that changes nothing leaves lockVersion as it is. Where the newest activity is one's own and not old, the write
 * joins it, which moves updatedAt. Seen on 15.4.0, 29 November 2026.
 */
function rejoined(instance: Instance, row: WorkPackage, userId: number): WorkPackage {
	const nothing = { workPackageId: row.id, userId, comment: '', cause: null, changes: [], createdAt: instance.clock.tick() };
	if (joinable(instance, nothing) === undefined) return row;
	recordActivity(instance, nothing);
	return instance.database.workPackages.save({ ...row, updatedAt: nothing.createdAt });
}

/** A type the new project does not have becomes its first one, unless a type was sent. */
function withTypeOfProject({ database }: Instance, before: WorkPackage, values: Changes['values']): Changes['values'] {
	const project = typeof values.projectId === 'number' ? database.projects.get(values.projectId) : undefined;
	if (project === undefined || values.typeId !== undefined || project.id === before.projectId || project.typeIds.includes(before.typeId)) return values;
	return { ...values, typeId: project.typeIds[0] ?? before.typeId };
}

function moveDescendants(instance: Instance, root: WorkPackage, userId: number): void {
	const { database, clock } = instance;
	const project = database.projects.get(root.projectId)!;
	for (const row of database.workPackages.descendantsOf(root.id)) {
		const updatedAt = clock.tick();
		const typeId = project.typeIds.includes(row.typeId) ? row.typeId : project.typeIds[0]!;
		const moved = database.workPackages.save({ ...row, projectId: project.id, typeId, lockVersion: row.lockVersion + 1, updatedAt });
		recordActivity(instance, { workPackageId: row.id, userId, comment: '', cause: null, changes: describeChanges(database, row, moved), createdAt: updatedAt });
	}
}

/** Moves updatedAt and nothing else, as comments, attachments and the like do. */
export function touchWorkPackage({ database, clock }: Instance, row: WorkPackage): WorkPackage {
	return database.workPackages.save({ ...row, updatedAt: clock.tick() });
}
