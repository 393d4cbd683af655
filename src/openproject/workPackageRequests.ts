import type { Query } from './api';

/** Path of the list of work packages, and of a POST that makes one. */
export const WORK_PACKAGES = '/api/v3/work_packages';

/** Path of a project's own list of work packages: there its custom fields are filters, and sub-projects can be left out. */
export function projectListPath(projectId: string): string {
	return `/api/v3/projects/${encodeURIComponent(projectId)}/work_packages`;
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
