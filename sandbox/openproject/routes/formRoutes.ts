import type { Project } from '../data/model';
import { missingPermission } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { representForm } from '../represent/form';
import { checkOfCreate } from '../rules/createWorkPackage';
import { parseBody } from '../rules/parseBody';
import { checkOfUpdate } from '../rules/updateWorkPackage';
import { errorsOf } from '../rules/validate';
import { projectOf, workPackageOf } from './lookups';

const ROOT = '/api/v3/work_packages';

/** Forms: what would come of a write, and which values it may have. Seen on 15.4.0, 29 November 2026. */
export const formRoutes: readonly Route[] = [
	{ method: 'POST', path: `${ROOT}/form`, handle: (exchange) => createForm(exchange, null) },
	{ method: 'POST', path: '/api/v3/projects/:id/work_packages/form', handle: (exchange) => createForm(exchange, projectOf(exchange)) },
	{ method: 'POST', path: `${ROOT}/:id/form`, handle: updateForm },
];

function createForm(exchange: Exchange, project: Project | null): Answer {
	const { instance, access } = exchange;
	if (project === null ? !access.mayAnywhere('add_work_packages') : !access.may('add_work_packages', project.id)) throw missingPermission();
	const { values, customValues, readOnly } = parseBody(instance, exchange.readJson(), null, project?.id ?? null);
	const changes = { values: project === null ? values : { projectId: project.id, ...values }, customValues };
	const check = checkOfCreate(instance, { author: access.user, access, changes });
	const errors = errorsOf(check, readOnly);
	const { projectId } = check.draft;
	const collection = project === null ? ROOT : `/api/v3/projects/${project.id}/work_packages`;
	const mayCommit = projectId !== null && access.may('add_work_packages', projectId);
	return ok(representForm({ instance, access, before: null, draft: check.draft, errors, self: `${collection}/form`, commit: mayCommit ? { href: collection, method: 'post' } : null }));
}

/** A conflict is an answer of its own here too; everything else that is wrong is told inside the form. */
function updateForm(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const row = workPackageOf(exchange);
	if (!access.may('edit_work_packages', row.projectId)) throw missingPermission();
	const { lockVersion, readOnly, ...changes } = parseBody(instance, exchange.readJson(), row);
	const check = checkOfUpdate(instance, row, { user: access.user, access, changes, ...(lockVersion === undefined ? {} : { lockVersion }) });
	const self = `${ROOT}/${row.id}`;
	return ok(representForm({ instance, access, before: row, draft: check.draft, errors: errorsOf(check, readOnly), self: `${self}/form`, commit: { href: self, method: 'patch' } }));
}
