import type { Activity, Category, CustomField, Membership, Principal, Priority, Project, Role, Status, TimeEntry, Version, WorkPackageType } from './model';
import type { Relation } from './relation';
import { WorkPackageTable } from './workPackageTable';
import { Workflow } from './workflow';

/** Everything the stand-in knows, in memory. Holds data and indexes; rules live elsewhere. */
export class Database {
	readonly statuses = new Map<number, Status>();
	readonly priorities = new Map<number, Priority>();
	readonly types = new Map<number, WorkPackageType>();
	readonly customFields = new Map<number, CustomField>();
	readonly roles = new Map<number, Role>();
	readonly principals = new Map<number, Principal>();
	readonly projects = new Map<number, Project>();
	readonly memberships = new Map<number, Membership>();
	readonly versions = new Map<number, Version>();
	readonly categories = new Map<number, Category>();
	readonly relations = new Map<number, Relation>();
	readonly workPackages = new WorkPackageTable();
	readonly workflow = new Workflow();
	/** Work packages nobody can see though their project is visible. */
	readonly hidden = new Set<number>();
	private readonly activities = new Map<number, Activity[]>();
	private readonly timeEntries = new Map<number, TimeEntry[]>();
	private readonly sequences = new Map<string, number>();
	/** Nothing joins activities with ids up to this any more. */
	private lastClosedActivityId = 0;
	/** Called with every activity that was added. */
	onActivity: ((activity: Activity) => void) | null = null;

	/** The next id of a kind. Ids are never given twice, as in OpenProject. */
	nextId(kind: 'workPackage' | 'relation' | 'activity' | 'timeEntry' | 'membership' | 'project' | 'principal'): number {
		const next = (this.sequences.get(kind) ?? 0) + 1;
		this.sequences.set(kind, next);
		return next;
	}

	/** Makes the next id of a kind at least one above this. */
	reserveId(kind: Parameters<Database['nextId']>[0], id: number): void {
		this.sequences.set(kind, Math.max(this.sequences.get(kind) ?? 0, id));
	}

	activitiesOf(workPackageId: number): readonly Activity[] {
		return this.activities.get(workPackageId) ?? [];
	}

	addActivity(activity: Omit<Activity, 'id' | 'version'>): Activity {
		const earlier = this.activities.get(activity.workPackageId) ?? [];
		const added: Activity = { ...activity, id: this.nextId('activity'), version: earlier.length + 1 };
		earlier.push(added);
		this.activities.set(activity.workPackageId, earlier);
		this.onActivity?.(added);
		return added;
	}

	/** Puts an activity in the stead of the one with its id. `comment` is what is new in it, if anything. */
	replaceActivity(activity: Activity, comment: string): Activity {
		const all = this.activities.get(activity.workPackageId) ?? [];
		this.activities.set(activity.workPackageId, all.map((other) => (other.id === activity.id ? activity : other)));
		this.onActivity?.({ ...activity, comment });
		return activity;
	}

	/** Lets nothing join the activities there are, as after five minutes. */
	closeActivities(): void {
		this.lastClosedActivityId = this.sequences.get('activity') ?? 0;
	}

	isClosed({ id }: Activity): boolean {
		return id <= this.lastClosedActivityId;
	}

	timeEntriesOf(workPackageId: number): readonly TimeEntry[] {
		return this.timeEntries.get(workPackageId) ?? [];
	}

	addTimeEntry(entry: Omit<TimeEntry, 'id'>): TimeEntry {
		const added: TimeEntry = { ...entry, id: this.nextId('timeEntry') };
		this.timeEntries.set(entry.workPackageId, [...this.timeEntriesOf(entry.workPackageId), added]);
		return added;
	}

	/** Time entries of all work packages. */
	allTimeEntries(): readonly TimeEntry[] {
		return [...this.timeEntries.values()].flat();
	}

	/** Removes what hangs on a work package that is being deleted. */
	dropBelongings(workPackageId: number): void {
		this.activities.delete(workPackageId);
		this.timeEntries.delete(workPackageId);
		this.hidden.delete(workPackageId);
		for (const relation of this.relations.values()) if (relation.fromId === workPackageId || relation.toId === workPackageId) this.relations.delete(relation.id);
	}

	/** Versions that work packages of a project can be planned for, in order of id. */
	versionsOf(projectId: number): readonly Version[] {
		return [...this.versions.values()].filter((version) => version.projectId === projectId || version.sharing === 'system');
	}

	/** Categories of a project, in order of id. */
	categoriesOf(projectId: number): readonly Category[] {
		return [...this.categories.values()].filter((category) => category.projectId === projectId);
	}

	/** Custom fields enabled for the type in the project, in order of id. */
	customFieldsFor(projectId: number, typeId: number): readonly CustomField[] {
		return [...this.customFields.values()].filter((field) => isEnabled(field.projectIds, projectId) && isEnabled(field.typeIds, typeId));
	}
}

function isEnabled(ids: readonly number[] | null, id: number): boolean {
	return ids === null || ids.includes(id);
}
