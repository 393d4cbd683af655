import type { Database } from './database';
import type { Permission, Principal, Project, WorkPackage } from './model';

/** What everyone signed in may do in a public project without being a member. */
const PERMISSIONS_IN_PUBLIC: readonly Permission[] = ['view_work_packages'];

/** What one user may see and do. Made per request, so memberships may change between requests. */
export class Access {
	private readonly permissionsByProject = new Map<number, ReadonlySet<Permission>>();

	constructor(private readonly database: Database, readonly user: Principal) {}

	may(permission: Permission, projectId: number): boolean {
		return this.permissionsIn(projectId).has(permission);
	}

	mayAnywhere(permission: Permission): boolean {
		return [...this.database.projects.keys()].some((id) => this.may(permission, id));
	}

	seesProject(project: Project): boolean {
		if (!project.active) return this.user.admin;
		return this.user.admin || project.public || this.isMember(project.id);
	}

	seesWorkPackage(row: WorkPackage): boolean {
		return this.may('view_work_packages', row.projectId) && !this.database.hidden.has(row.id);
	}

	/** People are visible to those who share a project with them, and to administrators. */
	seesPrincipal(principal: Principal): boolean {
		if (this.user.admin || principal.id === this.user.id) return true;
		return [...this.database.memberships.values()].some((membership) => membership.principalId === principal.id && this.isMember(membership.projectId));
	}

	isMember(projectId: number): boolean {
		return isMember(this.database, this.user.id, projectId);
	}

	private permissionsIn(projectId: number): ReadonlySet<Permission> {
		const known = this.permissionsByProject.get(projectId);
		if (known !== undefined) return known;
		const found = this.readPermissions(projectId);
		this.permissionsByProject.set(projectId, found);
		return found;
	}

	private readPermissions(projectId: number): ReadonlySet<Permission> {
		const project = this.database.projects.get(projectId);
		if (project?.active !== true || !this.seesProject(project)) return new Set();
		if (this.user.admin) return new Set([...this.database.roles.values()].flatMap((role) => [...role.permissions]));
		const roleIds = [...this.database.memberships.values()]
			.filter((membership) => membership.projectId === projectId && membership.principalId === this.user.id)
			.flatMap((membership) => membership.roleIds);
		const granted = roleIds.flatMap((id) => [...(this.database.roles.get(id)?.permissions ?? [])]);
		return new Set(project.public ? [...granted, ...PERMISSIONS_IN_PUBLIC] : granted);
	}
}

export function isMember(database: Database, principalId: number, projectId: number): boolean {
	return [...database.memberships.values()].some((membership) => membership.projectId === projectId && membership.principalId === principalId);
}

/** Active members whose role lets them be assigned work, in order of name. */
export function possibleAssignees(database: Database, projectId: number): readonly Principal[] {
	const assignable = new Set<number>();
	for (const membership of database.memberships.values()) {
		if (membership.projectId !== projectId) continue;
		if (membership.roleIds.some((id) => database.roles.get(id)?.permissions.has('work_package_assigned'))) assignable.add(membership.principalId);
	}
	return [...database.principals.values()]
		.filter((principal) => assignable.has(principal.id) && principal.status !== 'locked')
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
