import type { Query } from './api';

/** Path of the list of all work packages, and of a POST that makes one. */
export const WORK_PACKAGES = '/api/v3/work_packages';

/**
 * Path of a project's own list of work packages, or of all. On a project's own, its custom fields are filters; on the
 * list of all only those for all projects are, and none that hold people or versions, whatever project filter stands beside.
 */
export function listPath(projectId: string | null): string {
	return projectId === null ? WORK_PACKAGES : `/api/v3/projects/${encodeURIComponent(projectId)}/work_packages`;
}

export function workPackagePath(id: string): string {
	return `${WORK_PACKAGES}/${encodeURIComponent(id)}`;
}

export function activitiesPath(id: string): string {
	return `${workPackagePath(id)}/activities`;
}

/** The parameters of a write; OpenProject sends notifications about it unless told not to. */
export function writeQuery({ notify }: { readonly notify: boolean }): Query {
	return notify ? {} : { notify: 'false' };
}
