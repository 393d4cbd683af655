import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { ApiError } from '../http/apiError';
import { parseCustomFields } from './parseCustomFields';
import { parseLink, PRINCIPAL_RESOURCES, type LinkTarget } from './parseLink';
import { parseProperties, type Body } from './parseProperties';
import type { Changes, WritableName, WritableValues } from './values';

/** A write as sent: values, the lock version, and names of properties that can never be written. */
export interface ParsedBody extends Changes {
	/** Null where it is missing or no number; undefined where nothing was sent at all, which is no conflict. */
	readonly lockVersion: number | null | undefined;
	readonly readOnly: readonly string[];
}

const LINKS: readonly (LinkTarget & { readonly name: WritableName })[] = [
	{ property: 'project', name: 'projectId', resources: ['projects', 'workspaces'] },
	{ property: 'type', name: 'typeId', resources: ['types'] },
	{ property: 'status', name: 'statusId', resources: ['statuses'] },
	{ property: 'priority', name: 'priorityId', resources: ['priorities'] },
	{ property: 'assignee', name: 'assigneeId', resources: PRINCIPAL_RESOURCES },
	{ property: 'responsible', name: 'responsibleId', resources: PRINCIPAL_RESOURCES },
	{ property: 'parent', name: 'parentId', resources: ['work_packages'] },
	{ property: 'version', name: 'versionId', resources: ['versions'] },
	{ property: 'category', name: 'categoryId', resources: ['categories'] },
];

/** Properties the server keeps to itself: sending any of them is refused, even with the value it has. */
const READ_ONLY_PROPERTIES = [
	'id',
	'displayId',
	'createdAt',
	'updatedAt',
	'spentTime',
	'derivedStartDate',
	'derivedDueDate',
	'derivedEstimatedTime',
	'derivedRemainingTime',
	'derivedPercentageDone',
	'readonly',
];
const READ_ONLY_LINKS = ['author'];

/**
 * Reads the body of a create or update. `target` is the work package it is for, null for a new one; its project
 * and type (or those sent) decide which custom fields exist. Throws 400 for what is no JSON object, 422 for wrong forms.
 */
export function parseBody(instance: Instance, json: unknown, target: WorkPackage | null, projectId: number | null = null): ParsedBody {
	const body = json === undefined ? {} : asObject(json);
	const links = '_links' in body ? asObject(body._links) : {};
	const values = { ...parseProperties(body, instance.behaviour), ...parseLinks(links) };
	const fieldsOf = { projectId: values.projectId ?? target?.projectId ?? projectId, typeId: values.typeId ?? target?.typeId ?? null };
	if (fieldsOf.typeId === null && fieldsOf.projectId !== null) fieldsOf.typeId = instance.database.projects.get(fieldsOf.projectId)?.typeIds[0] ?? null;
	const fields = fieldsOf.projectId === null || fieldsOf.typeId === null ? [] : instance.database.customFieldsFor(fieldsOf.projectId, fieldsOf.typeId);
	return {
		values,
		customValues: parseCustomFields(body, links, fields),
		lockVersion: json === undefined ? undefined : parseLockVersion(body.lockVersion),
		readOnly: [...READ_ONLY_PROPERTIES.filter((name) => name in body), ...READ_ONLY_LINKS.filter((name) => name in links)],
	};
}

function parseLinks(links: Body): Partial<WritableValues> {
	const entries = LINKS.filter(({ property }) => property in links).flatMap((target): [WritableName, number | null][] => {
		const id = parseLink(links[target.property], target);
		return id === undefined ? [] : [[target.name, id]];
	});
	return Object.fromEntries(entries) as Partial<WritableValues>;
}

function parseLockVersion(value: unknown): number | null {
	const number = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
	return Number.isInteger(number) ? number : null;
}

function asObject(json: unknown): Body {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		throw new ApiError('InvalidRequestBody', 'The request body was not a single JSON object.');
	}
	return json as Body;
}
