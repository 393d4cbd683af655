import type { FilterContext } from './filterKinds';

/** Whether a project with this id exists for the user. */
export function seesProject(id: number, { instance, access }: FilterContext): boolean {
	const project = instance.database.projects.get(id);
	return project !== undefined && access.seesProject(project);
}

/** Whether a person or group with this id exists for the user. */
export function seesPrincipal(id: number, { instance, access }: FilterContext): boolean {
	const principal = instance.database.principals.get(id);
	return principal !== undefined && access.seesPrincipal(principal);
}

/** Whether a work package with this id exists for the user. */
export function seesWorkPackage(id: number, { instance, access }: FilterContext): boolean {
	const row = instance.database.workPackages.get(id);
	return row !== undefined && access.seesWorkPackage(row);
}
