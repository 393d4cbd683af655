import { ConfigurationError } from '../errors';
import type { OpenProjectApi } from './api';
import type { CustomField } from './customFields';
import { filtersOf } from './filters';
import type { Project } from './findProject';
import { listPath } from './workPackageRequests';

/**
 * Sees that a custom field of the project is a filter there, by a question that finds nothing. It is asked of the
 * project's own list: on that of all projects only fields for all projects are filters.
 *
 * @throws ConfigurationError with what to tick.
 */
export async function checkIsFilter(api: OpenProjectApi, project: Project, field: CustomField): Promise<void> {
	const filters = filtersOf([{ name: field.key, operator: '=', values: [field.type === 'Integer' ? '0' : '-'] }]);
	const answer = await api.getUnless(['refused'], listPath(project.id), { filters, pageSize: '0', includeSubprojects: 'false' });
	if (answer === null) throw new ConfigurationError(notTicked(field, `in project '${project.name}'`));
}

/** For a field that is there and is no filter. */
export function notTicked({ name, key }: Pick<CustomField, 'name' | 'key'>, place: string): string {
	return `OpenProject does not filter by the custom field '${name}' (${key}) ${place}, though it is enabled there. Tick 'Used as a filter' for it in OpenProject under Administration > Custom fields: work packages are found by it.`;
}
