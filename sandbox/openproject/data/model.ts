import type { CustomValue } from './customField';

export type { CustomField, CustomFieldFormat, CustomValue, HierarchyItem } from './customField';
export type { Category, Version } from './projectPlan';
export type { Activity, Change } from './activity';

/** What a role may allow in a project. Names as in OpenProject. */
export type Permission =
	| 'view_work_packages'
	| 'add_work_packages'
	| 'edit_work_packages'
	| 'delete_work_packages'
	| 'move_work_packages'
	| 'manage_subtasks'
	| 'change_work_package_status'
	| 'manage_work_package_relations'
	| 'assign_versions'
	| 'add_work_package_comments'
	| 'work_package_assigned'
	| 'view_members';

export interface Role {
	readonly id: number;
	readonly name: string;
	readonly permissions: ReadonlySet<Permission>;
}

export type PrincipalKind = 'User' | 'Group' | 'PlaceholderUser';

/** Someone who can be a member of a project: a person, a group, a placeholder. */
export interface Principal {
	readonly id: number;
	readonly kind: PrincipalKind;
	readonly login: string;
	readonly firstName: string;
	readonly lastName: string;
	/** What is shown. */
	readonly name: string;
	readonly email: string;
	readonly admin: boolean;
	readonly status: 'active' | 'locked' | 'invited';
	/** Microseconds since the epoch, as all times of the model. */
	readonly createdAt: number;
}

export interface Membership {
	readonly id: number;
	readonly projectId: number;
	readonly principalId: number;
	readonly roleIds: readonly number[];
	readonly createdAt: number;
}

export interface Project {
	readonly id: number;
	readonly identifier: string;
	readonly name: string;
	readonly description: string;
	readonly active: boolean;
	/** A public project can be seen by everyone who is signed in. */
	readonly public: boolean;
	readonly parentId: number | null;
	/** Enabled types, in order. */
	readonly typeIds: readonly number[];
	readonly createdAt: number;
}

export interface Status {
	readonly id: number;
	readonly name: string;
	readonly isClosed: boolean;
	readonly isDefault: boolean;
	readonly isReadonly: boolean;
	readonly excludedFromTotals: boolean;
	readonly color: string;
	readonly position: number;
}

export interface Priority {
	readonly id: number;
	readonly name: string;
	readonly isActive: boolean;
	readonly isDefault: boolean;
	readonly position: number;
}

export interface WorkPackageType {
	readonly id: number;
	readonly name: string;
	readonly isMilestone: boolean;
	/** Replaces an empty description of a new work package. Default: none. */
	readonly defaultDescription?: string;
	/** How subjects are generated, '{{id}}' and '{{type}}' standing for values; they cannot be written then. Default: they are not. */
	readonly subjectPattern?: string;
	readonly isDefault: boolean;
	readonly color: string;
	readonly position: number;
	readonly createdAt: number;
}

/** A row of the table of work packages. Never changed in place: a write puts a new row in its stead. */
export interface WorkPackage {
	readonly id: number;
	readonly lockVersion: number;
	readonly subject: string;
	readonly description: string;
	readonly projectId: number;
	readonly typeId: number;
	readonly statusId: number;
	readonly priorityId: number;
	readonly authorId: number;
	readonly assigneeId: number | null;
	readonly responsibleId: number | null;
	readonly parentId: number | null;
	readonly versionId: number | null;
	readonly categoryId: number | null;
	readonly scheduleManually: boolean;
	readonly ignoreNonWorkingDays: boolean;
	/** YYYY-MM-DD */
	readonly startDate: string | null;
	/** YYYY-MM-DD */
	readonly dueDate: string | null;
	readonly durationDays: number | null;
	readonly estimatedHours: number | null;
	readonly remainingHours: number | null;
	readonly percentageDone: number | null;
	/** Only fields that hold something. */
	readonly customValues: ReadonlyMap<number, CustomValue>;
	readonly createdAt: number;
	readonly updatedAt: number;
}

export interface TimeEntry {
	readonly id: number;
	readonly workPackageId: number;
	readonly userId: number;
	readonly hours: number;
}
