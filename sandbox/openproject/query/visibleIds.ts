import type { FilterContext } from './filterKinds';

/** Whether an active project with this id exists for the user; archived ones exist for nobody here, administrators included. */
export function seesProject(id: number, { instance, access }: FilterContext): boolean {
	const project = instance.database.projects.get(id);
	return project?.active === true && access.seesProject(project);
}

/** Whether a person or group with this id exists for the user. */
export function seesPrincipal(id: number, { instance, access }: FilterContext): boolean {
	const principal = instance.database.principals.get(id);
	return principal !== undefined && access.seesPrincipal(principal);
}

/** Whether a version is offered where it is asked for: those of the project, or on the list of all those shared with all projects. */
export function isOfferedVersion(id: number, { instance, projectId }: FilterContext): boolean {
	const version = instance.database.versions.get(id);
	return version !== undefined && (version.sharing === 'system' || version.projectId === projectId);
}

/** Whether a work package with this id exists for the user. */
export function seesWorkPackage(id: number, { instance, access }: FilterContext): boolean {
	const row = instance.database.workPackages.get(id);
	return row !== undefined && access.seesWorkPackage(row);
}
