import type { Access } from '../data/access';
import type { CustomField, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { isLinked, propertyOf } from '../data/customField';
import { customLink } from './customLink';
import { principalLink } from './principals';
import { NO_LINK, type Json, type Link } from './primitives';

/** All links of a work package. Those that say what may be done are there only if the user may. */
export function workPackageLinks(row: WorkPackage, instance: Instance, access: Access, fields: readonly CustomField[]): Json {
	const { database } = instance;
	const self = hrefOf(row);
	return {
		self: { href: self, title: row.subject },
		schema: { href: `/api/v3/work_packages/schemas/${row.projectId}-${row.typeId}` },
		...permittedActions(row, access),
		activities: { href: `${self}/activities` },
		relations: { href: `${self}/relations` },
		...(access.may('manage_work_package_relations', row.projectId) ? { addRelation: { href: `${self}/relations`, method: 'post', title: 'Add relation' } } : {}),
		attachments: { href: `${self}/attachments` },
		project: named('projects', row.projectId, database.projects),
		type: named('types', row.typeId, database.types),
		status: named('statuses', row.statusId, database.statuses),
		priority: named('priorities', row.priorityId, database.priorities),
		author: principalLink(database, row.authorId),
		assignee: principalLink(database, row.assigneeId),
		responsible: principalLink(database, row.responsibleId),
		version: row.versionId === null ? NO_LINK : named('versions', row.versionId, database.versions),
		category: row.categoryId === null ? NO_LINK : named('categories', row.categoryId, database.categories),
		...hierarchy(row, instance, access),
		...Object.fromEntries(fields.filter(isLinked).map((field) => [propertyOf(field), customLink(field, row.customValues.get(field.id), database)])),
	};
}

export function hrefOf(row: Pick<WorkPackage, 'id'>): string {
	return `/api/v3/work_packages/${row.id}`;
}

function permittedActions(row: WorkPackage, access: Access): Json {
	const self = hrefOf(row);
	const may = (permission: Parameters<Access['may']>[0]): boolean => access.may(permission, row.projectId);
	return {
		...(may('edit_work_packages') ? { update: { href: `${self}/form`, method: 'post' }, updateImmediately: { href: self, method: 'patch' } } : {}),
		...(may('delete_work_packages') ? { delete: { href: self, method: 'delete' } } : {}),
		...(may('add_work_package_comments') ? { addComment: { href: `${self}/activities`, method: 'post', title: 'Add comment' } } : {}),
		...(may('manage_subtasks') ? { changeParent: { href: self, method: 'patch', title: `Change parent of ${row.subject}` } } : {}),
	};
}

/** Relatives the user does not see are left out; without a visible child there is no link `children`. */
function hierarchy(row: WorkPackage, { database, rules }: Instance, access: Access): Json {
	const displayId = ({ id }: WorkPackage): { readonly displayId?: string } => (rules.hasDisplayId ? { displayId: String(id) } : {});
	const visible = (rows: readonly WorkPackage[]): readonly Link[] =>
		rows.filter((relative) => access.seesWorkPackage(relative)).map((relative) => ({ href: hrefOf(relative), title: relative.subject, ...displayId(relative) }));
	const parent = row.parentId === null ? undefined : database.workPackages.get(row.parentId);
	const children = database.workPackages.hasChildren(row.id) ? visible(database.workPackages.childrenOf(row.id)) : [];
	return {
		parent: parent !== undefined && access.seesWorkPackage(parent) ? { href: hrefOf(parent), title: parent.subject, ...displayId(parent) } : { href: null, title: null },
		ancestors: visible([...database.workPackages.ancestorsOf(row)].reverse()),
		...(children.length === 0 ? {} : { children }),
	};
}

function named(resource: string, id: number, table: ReadonlyMap<number, { readonly name: string }>): Link {
	return { href: `/api/v3/${resource}/${id}`, title: table.get(id)?.name ?? '' };
}
