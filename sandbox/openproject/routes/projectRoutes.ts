import { possibleAssignees } from '../data/access';
import type { Project } from '../data/model';
import { missingPermission } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { filterList, isListed, isNamed, type ListFilters } from '../query/listFilters';
import { parseJson } from '../query/filterSpec';
import { representType } from '../represent/catalogs';
import { representPrincipal } from '../represent/principals';
import { collection } from '../represent/primitives';
import { representProject } from '../represent/projects';
import { projectOf } from './lookups';
import { pagedCollection } from './pagedCollection';

const FILTERS: ListFilters<Project> = {
	id: (project, spec) => isListed(project.id, spec),
	active: (project, { operator, values }) => values.includes(project.active ? 't' : 'f') === (operator === '='),
	public: (project, { operator, values }) => values.includes(project.public ? 't' : 'f') === (operator === '='),
	name_and_identifier: (project, spec) => isNamed([project.name, project.identifier], spec),
	typeahead: (project, spec) => isNamed([project.name, project.identifier], spec),
	parent_id: (project, spec) => isListed(project.parentId ?? 0, spec),
};

export const projectRoutes: readonly Route[] = [
	{ method: 'GET', path: '/api/v3/projects', handle: listProjects },
	{ method: 'GET', path: '/api/v3/projects/:id', handle: (exchange) => ok(representProject(projectOf(exchange), exchange.instance.database, exchange.access)) },
	{
		method: 'GET',
		path: '/api/v3/projects/:id/types',
		handle: (exchange) => {
			const project = projectOf(exchange);
			const types = project.typeIds.flatMap((id) => exchange.instance.database.types.get(id) ?? []);
			return ok(collection({ elements: types.map(representType), href: `/api/v3/projects/${project.id}/types` }));
		},
	},
	{
		method: 'GET',
		path: '/api/v3/projects/:id/available_assignees',
		handle: (exchange) => {
			const { instance, access } = exchange;
			const project = projectOf(exchange);
			if (!access.may('add_work_packages', project.id) && !access.may('edit_work_packages', project.id)) throw missingPermission();
			const people = possibleAssignees(instance.database, project.id);
			return ok(collection({ elements: people.map((person) => representPrincipal(person, access)), href: `/api/v3/projects/${project.id}/available_assignees` }));
		},
	},
];

function listProjects(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const visible = [...instance.database.projects.values()].filter((project) => access.seesProject(project));
	const found = [...filterList(visible, exchange.request.query, FILTERS)].sort(comparatorOf(exchange.request.query.get('sortBy')));
	return pagedCollection(exchange, '/api/v3/projects', found, (project) => representProject(project, instance.database, access));
}

function comparatorOf(sortBy: string | null): (a: Project, b: Project) => number {
	const json = sortBy === null ? [] : parseJson(sortBy);
	const [column, direction] = Array.isArray(json) && Array.isArray(json[0]) ? json[0].map(String) : ['id', 'asc'];
	const sign = direction === 'desc' ? -1 : 1;
	if (column === 'name' || column === 'typeahead') return (a, b) => sign * a.name.localeCompare(b.name, 'en') || a.id - b.id;
	return (a, b) => sign * (a.id - b.id);
}
