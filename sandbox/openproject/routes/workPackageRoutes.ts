import type { Project } from '../data/model';
import { missingPermission, notFound } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { createWorkPackage } from '../rules/createWorkPackage';
import { deleteWorkPackage } from '../rules/deleteWorkPackage';
import { parseBody } from '../rules/parseBody';
import { updateWorkPackage } from '../rules/updateWorkPackage';
import { possibleAssignees } from '../data/access';
import { representPrincipal } from '../represent/principals';
import { collection } from '../represent/primitives';
import { representSchema } from '../represent/schema';
import { representSingle } from '../represent/workPackage';
import { withETag } from '../http/eTag';
import { listWorkPackages } from './listWorkPackages';
import { projectOf, workPackageOf } from './lookups';

const ROOT = '/api/v3/work_packages';

export const workPackageRoutes: readonly Route[] = [
	{ method: 'GET', path: ROOT, handle: (exchange) => listWorkPackages(exchange, { path: ROOT, project: null }) },
	{ method: 'POST', path: ROOT, handle: (exchange) => create(exchange, null) },
	{ method: 'GET', path: `${ROOT}/schemas/:key`, handle: readSchema },
	{ method: 'GET', path: `${ROOT}/:id`, handle: (exchange) => ok(representSingle(workPackageOf(exchange), exchange.instance, exchange.access)) },
	{ method: 'PATCH', path: `${ROOT}/:id`, handle: update },
	{ method: 'DELETE', path: `${ROOT}/:id`, handle: remove },
	{ method: 'GET', path: `${ROOT}/:id/available_assignees`, handle: listAssignees },
	...['attachments', 'watchers', 'revisions'].map((belongings): Route => ({
		method: 'GET',
		path: `${ROOT}/:id/${belongings}`,
		handle: (exchange) => ok(collection({ elements: [], href: `${ROOT}/${workPackageOf(exchange).id}/${belongings}` })),
	})),
	{ method: 'GET', path: '/api/v3/projects/:id/work_packages', handle: listOfProject },
	{ method: 'POST', path: '/api/v3/projects/:id/work_packages', handle: (exchange) => create(exchange, projectOf(exchange)) },
];

/** Sub-projects are included unless the client says otherwise. */
function listOfProject(exchange: Exchange): Answer {
	const project = projectOf(exchange);
	const ids = new Set([project.id]);
	if (exchange.request.query.get('includeSubprojects') !== 'false') {
		for (const candidate of exchange.instance.database.projects.values()) if (candidate.parentId !== null && ids.has(candidate.parentId)) ids.add(candidate.id);
	}
	return listWorkPackages(exchange, { path: `/api/v3/projects/${project.id}/work_packages`, project: { id: project.id, includedIds: ids } });
}

function create(exchange: Exchange, project: Project | null): Answer {
	const { instance, access } = exchange;
	if (project !== null && !access.may('add_work_packages', project.id)) throw missingPermission();
	const body = parseBody(instance, exchange.readJson(), null, project?.id ?? null);
	const values = project === null ? body.values : { ...body.values, projectId: project.id };
	refuseOtherProject(exchange, values.projectId ?? null);
	const row = createWorkPackage(instance, { author: access.user, access, changes: { ...body, values }, readOnly: body.readOnly });
	return { status: 201, json: representSingle(row, instance, access) };
}

/** A project that exists but cannot be written to is a matter of permission; one that does not exist, of validation. */
function refuseOtherProject({ instance, access }: Exchange, projectId: number | null): void {
	if (!access.mayAnywhere('add_work_packages')) throw missingPermission();
	if (projectId !== null && instance.database.projects.has(projectId) && !access.may('add_work_packages', projectId)) throw missingPermission();
}

function update(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const row = workPackageOf(exchange);
	if (!access.may('edit_work_packages', row.projectId)) throw missingPermission();
	const { lockVersion, readOnly, ...changes } = parseBody(instance, exchange.readJson(), row);
	const target = changes.values.projectId ?? null;
	if (target !== null && target !== row.projectId && instance.database.projects.has(target) && !access.may('move_work_packages', target)) throw missingPermission();
	const updated = updateWorkPackage(instance, row, { user: access.user, access, changes, readOnly, ...(lockVersion === undefined ? {} : { lockVersion }) });
	return ok(representSingle(updated, instance, access));
}

function remove(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const row = workPackageOf(exchange);
	if (!access.may('delete_work_packages', row.projectId)) throw missingPermission();
	deleteWorkPackage(instance, row, access.user.id);
	return { status: 204 };
}

function listAssignees(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const row = workPackageOf(exchange);
	if (!access.may('edit_work_packages', row.projectId)) throw missingPermission();
	const people = possibleAssignees(instance.database, row.projectId).map((person) => representPrincipal(person, access));
	return ok(collection({ elements: people, href: `${ROOT}/${row.id}/available_assignees` }));
}

function readSchema(exchange: Exchange): Answer {
	const { instance, access, parameters, request } = exchange;
	const [projectId = 0, typeId = 0] = /^(\d+)-(\d+)$/.exec(parameters[0] ?? '')?.slice(1).map(Number) ?? [];
	const project = instance.database.projects.get(projectId);
	if (project === undefined || !access.seesProject(project) || !instance.database.types.has(typeId)) throw notFound();
	return withETag(request, representSchema({ instance, access, projectId, typeId }));
}
