import { notFound } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { collection } from '../represent/primitives';
import { representCategory, representVersion } from '../represent/projectPlan';
import { entryOf, projectOf } from './lookups';

/** Versions and categories, of a project and each by id. Seen on 15.4.0, 29 November 2026. */
export const planRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/api/v3/projects/:id/versions',
		handle: (exchange) => {
			const { database } = exchange.instance;
			const { id } = projectOf(exchange);
			return ok(collection({ elements: database.versionsOf(id).map((version) => representVersion(version, database)), href: `/api/v3/projects/${id}/versions` }));
		},
	},
	{
		method: 'GET',
		path: '/api/v3/projects/:id/categories',
		handle: (exchange) => {
			const { database } = exchange.instance;
			const { id } = projectOf(exchange);
			return ok(collection({ elements: database.categoriesOf(id).map((category) => representCategory(category, database)), href: `/api/v3/projects/${id}/categories` }));
		},
	},
	{ method: 'GET', path: '/api/v3/versions/:id', handle: readVersion },
	{ method: 'GET', path: '/api/v3/categories/:id', handle: readCategory },
];

function readVersion(exchange: Exchange): Answer {
	const { database } = exchange.instance;
	const version = entryOf(database.versions, exchange);
	refuseInvisible(exchange, version.projectId);
	return ok(representVersion(version, database));
}

function readCategory(exchange: Exchange): Answer {
	const { database } = exchange.instance;
	const category = entryOf(database.categories, exchange);
	refuseInvisible(exchange, category.projectId);
	return ok(representCategory(category, database));
}

function refuseInvisible({ instance, access }: Exchange, projectId: number): void {
	const project = instance.database.projects.get(projectId);
	if (project === undefined || !access.seesProject(project)) throw notFound();
}
