import { BatchSyncError, ConfigurationError, RemoteAnswerError } from '../../errors';
import type { OpenProjectApi } from '../api';
import { notTicked } from '../customFieldFilter';
import type { CustomField } from '../customFields';
import { filtersOf } from '../filters';
import type { Filter } from '../filters';
import type { Project } from '../findProject';
import { Lookups } from '../lookups';
import { filterName } from '../mergeFilters';
import { isCustomField } from '../properties';
import { listPath } from '../workPackageRequests';

/**
 * A refused list in words, where one of its filters is a custom field that is no filter there: which, and what to do.
 * Any other error stays as it is.
 */
export async function explainFilter(api: OpenProjectApi, error: unknown, { project, filters }: { readonly project: Project | null; readonly filters: readonly Filter[] }): Promise<unknown> {
	if (!(error instanceof RemoteAnswerError) || error.data['httpStatus'] !== 400) return error;
	try {
		for (const filter of filters) {
			const key = filterName(filter.name);
			if (!isCustomField(key) || (await isTaken(api, project, filter))) continue;
			const reason = project === null ? onAll(key) : await inProject(api, project, key);
			return new ConfigurationError(`${reason} (${error.message})`, { data: { filter: key }, cause: error });
		}
		return error;
	} catch (another) {
		// What cannot be looked up explains nothing: what was said first is told.
		if (another instanceof BatchSyncError) return error;
		throw another;
	}
}

async function isTaken(api: OpenProjectApi, project: Project | null, filter: Filter): Promise<boolean> {
	return (await api.getUnless(['refused'], listPath(project?.id ?? null), { filters: filtersOf([filter]), pageSize: '0', includeSubprojects: 'false' })) !== null;
}

function onAll(key: string): string {
	return `${key} is no filter on work packages of all projects: there a custom field is one only where both 'For all projects' and 'Used as a filter' are ticked, and fields of the formats User and Version never are. Choose the project among the filters.`;
}

async function inProject(api: OpenProjectApi, project: Project, key: string): Promise<string> {
	const place = `in project '${project.name}'`;
	const lookups = new Lookups(api, project.id);
	const field: CustomField | undefined = (await lookups.schema((await lookups.list('type')).map((type) => type.id))).fields.get(key);
	if (field === undefined) return `${key} is no filter ${place}: it is not enabled for this project, or for none of its types. Enable it in the project's settings under Custom fields, and tick a type at the field in OpenProject's administration.`;
	return `${notTicked(field, place)} If it is ticked, the operator or a value does not suit the field.`;
}
