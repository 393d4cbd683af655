import type { Relation } from '../data/relation';
import { missingPermission, notFound } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { filterList, isListed, isNamed, type ListFilters } from '../query/listFilters';
import { representRelation } from '../represent/relation';
import { parseLink } from '../rules/parseLink';
import { parseInteger, type Body } from '../rules/parseProperties';
import { relate } from '../rules/relate';
import { workPackageOf } from './lookups';
import { pagedCollection } from './pagedCollection';

const FILTERS: ListFilters<Relation> = {
	id: (relation, spec) => isListed(relation.id, spec),
	from: (relation, spec) => isListed(relation.fromId, spec),
	to: (relation, spec) => isListed(relation.toId, spec),
	involved: (relation, spec) => isListed(relation.fromId, { ...spec, operator: '=' }) || isListed(relation.toId, { ...spec, operator: '=' }),
	type: (relation, spec) => isNamed([relation.type], spec),
};

/** Relations between work packages, of which both ends have to be visible. Seen on 15.4.0, 29 November 2026. */
export const relationRoutes: readonly Route[] = [
	{ method: 'GET', path: '/api/v3/relations', handle: (exchange) => listed(exchange, '/api/v3/relations', filterList(visible(exchange), exchange.request.query, FILTERS)) },
	{ method: 'GET', path: '/api/v3/relations/:id', handle: (exchange) => ok(representRelation(relationOf(exchange), exchange.instance.database)) },
	{ method: 'DELETE', path: '/api/v3/relations/:id', handle: remove },
	{
		method: 'GET',
		path: '/api/v3/work_packages/:id/relations',
		handle: (exchange) => {
			const { id } = workPackageOf(exchange);
			return listed(exchange, `/api/v3/work_packages/${id}/relations`, visible(exchange).filter(({ fromId, toId }) => fromId === id || toId === id));
		},
	},
	{ method: 'POST', path: '/api/v3/work_packages/:id/relations', handle: create },
];

function listed(exchange: Exchange, path: string, relations: readonly Relation[]): Answer {
	return pagedCollection(exchange, path, relations, (relation) => representRelation(relation, exchange.instance.database));
}

function visible({ instance, access }: Exchange): readonly Relation[] {
	const isVisible = (id: number): boolean => {
		const row = instance.database.workPackages.get(id);
		return row !== undefined && access.seesWorkPackage(row);
	};
	return [...instance.database.relations.values()].filter(({ fromId, toId }) => isVisible(fromId) && isVisible(toId));
}

function relationOf(exchange: Exchange): Relation {
	const relation = visible(exchange).find(({ id }) => String(id) === exchange.parameters[0]);
	if (relation === undefined) throw notFound();
	return relation;
}

function create(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const from = workPackageOf(exchange);
	if (!access.may('manage_work_package_relations', from.projectId)) throw missingPermission();
	const body = (exchange.readJson() ?? {}) as Body;
	const links = (body._links ?? {}) as Body;
	const toId = 'to' in links ? parseLink(links.to, { property: 'to', resources: ['work_packages'] }) : null;
	const to = typeof toId === 'number' ? instance.database.workPackages.get(toId) : undefined;
	const sent = { from, to: to !== undefined && access.seesWorkPackage(to) ? to : undefined, type: String(body.type), lag: parseInteger('lag', body.lag ?? null), description: typeof body.description === 'string' ? body.description : null };
	return { status: 201, json: representRelation(relate(instance, sent, access.user), instance.database) };
}

function remove(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const relation = relationOf(exchange);
	if (!access.may('manage_work_package_relations', instance.database.workPackages.get(relation.fromId)!.projectId)) throw missingPermission();
	instance.database.relations.delete(relation.id);
	return { status: 204 };
}
