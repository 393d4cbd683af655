import type { OpenProjectApi } from './api';
import { allowedHrefOf, allowedOfElements, allowedOfProperty } from './allowedValues';
import type { AllowedValue } from './allowedValues';
import { apiLink } from './apiLink';
import type { CustomField } from './customFields';
import { byId, filtersOf } from './filters';
import { arrayAt, at, isObject, own } from './json';
import type { RawObject } from './json';
import { listPath, workPackagePath, WORK_PACKAGES } from './workPackageRequests';

/** A form's properties by key; null where the API user gets none. */
export type FormSchema = RawObject | null;

const NOT_FOR_US = ['missing', 'forbidden', 'refused'] as const;

/**
 * The form for a work package of a type. Only forms say what a list, version or user field may hold: schemas of
 * OpenProject carry no values. Whoever may edit and not add gets the form of a work package that is there. Nothing is written.
 */
export async function readForm(api: OpenProjectApi, projectId: string, typeId: string): Promise<FormSchema> {
	const type = { href: `/api/v3/types/${typeId}` };
	const answer =
		(await api.askUnless(NOT_FOR_US, `${listPath(projectId)}/form`, { _links: { type } })) ??
		(await api.askUnless(NOT_FOR_US, `${WORK_PACKAGES}/form`, { _links: { project: { href: `/api/v3/projects/${projectId}` }, type } })) ??
		(await formOfOne(api, projectId, typeId));
	const schema = at(answer?.json, '_embedded', 'schema');
	return isObject(schema) ? schema : null;
}

async function formOfOne(api: OpenProjectApi, projectId: string, typeId: string) {
	const filters = filtersOf([{ name: 'type', operator: '=', values: [typeId] }, { name: 'status', operator: '*', values: [] }]);
	const list = await api.getUnless(NOT_FOR_US, listPath(projectId), { filters, sortBy: byId, pageSize: '1', includeSubprojects: 'false' });
	const one = arrayAt(list?.json, '_embedded', 'elements')[0];
	const id = own(one, 'id');
	return typeof id === 'number' ? await api.askUnless([...NOT_FOR_US], `${workPackagePath(String(id))}/form`, { lockVersion: own(one, 'lockVersion') }) : null;
}

/** What a custom field may hold: as its schema or a form says, or the list it leads to. Null where that is not told. */
export async function readAllowedValues(api: OpenProjectApi, field: CustomField, form: () => Promise<FormSchema>): Promise<readonly AllowedValue[] | null> {
	if (field.allowed.length > 0) return field.allowed;
	if (field.isHierarchy) return await readList(api, `/api/v3/custom_fields/${field.key.replace(/\D/g, '')}/items`);
	if (field.allowedHref !== null) return await readList(api, field.allowedHref);
	const property = own(await form(), field.key);
	if (!isObject(property)) return null;
	const href = allowedHrefOf(property);
	return href === null ? allowedOfProperty(property) : await readList(api, href);
}

/** What a list holds; null where it is not to be had, or the link to it leads out of this OpenProject's API. */
async function readList(api: OpenProjectApi, href: string): Promise<readonly AllowedValue[] | null> {
	const link = apiLink(href, api.baseUrl);
	const answer = link === null ? null : await api.getUnless(NOT_FOR_US, link.path, link.query);
	return answer === null ? null : allowedOfElements(arrayAt(answer.json, '_embedded', 'elements'));
}
