import { ConfigurationError } from '../../errors';
import type { OpenProjectApi } from '../api';
import { everyStatus } from '../filters';
import type { Filter } from '../filters';
import { findProject } from '../findProject';
import type { Project } from '../findProject';
import { filterName, mergeFilters } from '../mergeFilters';
import { idsFor } from './catalog';
import { personIdFor } from './people';
import { noWorkPackage, numericId, shownIdIn } from './shownId';

/** Which work packages are wanted, in words; empty lists and nulls let everything through. All conditions hold together. */
export interface FindWords {
	/** Id, identifier or name. Without sub-projects. */
	readonly project: string | null;
	/** ISO 8601, included. */
	readonly changedSince: string | null;
	/** Applies where no status is named. */
	readonly state: 'all' | 'closed' | 'open';
	/** Names or ids, as all lists here. */
	readonly statuses: readonly string[];
	readonly types: readonly string[];
	readonly priorities: readonly string[];
	/** Name, login, e-mail address or id; 'me' for the API user, 'none' for nobody. */
	readonly assignee: string | null;
	/** The work package they are directly below: its id as it is shown, or its address. */
	readonly parent: string | null;
	/** Words in subject, description or comments. */
	readonly text: string | null;
	/** Words in the subject. */
	readonly subject: string | null;
	/** As OpenProject takes them. */
	readonly raw: readonly Filter[];
}

/**
 * The project whose list is asked (null: the list of all), and the filters for what is wanted, without the time of change given in words. There is always one for the status, since OpenProject
 * leaves closed work packages out where nothing is said about it.
 *
 * @throws ConfigurationError for names that stand for nothing, with the closest ones, and for two conditions on one field.
 */
export async function findFilters(api: OpenProjectApi, words: FindWords): Promise<{ readonly project: Project | null; readonly filters: readonly Filter[] }> {
	const project = words.project === null ? null : await findProject(api, words.project);
	const typesPath = project === null ? '/api/v3/types' : `/api/v3/projects/${project.id}/types`;
	const filters = [
		...(await statusFilters(api, words)),
		...oneOf('type', await idsFor(api, typesPath, project === null ? 'types' : `types enabled in project '${project.name}'`, words.types)),
		...oneOf('priority', await idsFor(api, '/api/v3/priorities', 'priorities', words.priorities)),
		...(await assigneeFilters(api, words.assignee)),
		...(await parentFilters(api, words.parent)),
		...(words.text === null ? [] : [{ name: 'search', operator: '**', values: [words.text] }]),
		...(words.subject === null ? [] : [{ name: 'subject', operator: '~', values: [words.subject] }]),
		...words.raw,
	];
	return { project, filters: mergeFilters(filters) };
}

async function statusFilters(api: OpenProjectApi, { state, statuses, raw }: FindWords): Promise<readonly Filter[]> {
	if (statuses.length > 0) return oneOf('status', await idsFor(api, '/api/v3/statuses', 'statuses', statuses));
	if (state !== 'all') return [{ name: 'status', operator: state === 'open' ? 'o' : 'c', values: [] }];
	return raw.some(({ name }) => filterName(name) === 'status') ? [] : [everyStatus];
}

async function assigneeFilters(api: OpenProjectApi, assignee: string | null): Promise<readonly Filter[]> {
	if (assignee === null) return [];
	return assignee === 'none' ? [{ name: 'assignee', operator: '!*', values: [] }] : oneOf('assignee', [await personIdFor(api, assignee)]);
}

async function parentFilters(api: OpenProjectApi, parent: string | null): Promise<readonly Filter[]> {
	if (parent === null) return [];
	const shown = shownIdIn(parent);
	if (shown === null) throw new ConfigurationError(`'${parent}' cannot be the parent: the id of a work package is expected.`);
	const id = await numericId(api, shown);
	if (id === null) throw new ConfigurationError(noWorkPackage(shown));
	return oneOf('parent', [id]);
}

function oneOf(name: string, values: readonly string[]): readonly Filter[] {
	return values.length === 0 ? [] : [{ name, operator: '=', values }];
}
