import type { Client, Json } from '../client';
import { WORK_PACKAGES } from '../client';
import { fieldsOf, present, type FoundField } from './customFields';
import { succeeded } from './given';
import { link, type Things } from './world';

/** The entries of a collection that is not cut into pages. */
export async function elementsOf(client: Client, path: string): Promise<readonly Json[]> {
	return succeeded(await client.get(path))._embedded.elements;
}

/** The custom fields of a new work package of this project and type. */
export async function formFields(client: Client, projectId: number, typeId: number): Promise<readonly FoundField[]> {
	return fieldsOf(succeeded(await client.post(`${WORK_PACKAGES}/form`, { _links: { project: link('projects', projectId), type: link('types', typeId) } })));
}

/** A type of a project with its custom fields. */
export interface TypeOfProject {
	readonly id: number;
	readonly isMilestone: boolean;
	readonly fields: readonly FoundField[];
}

/** The types of a project. */
export async function typesOf(client: Client, projectId: number): Promise<readonly TypeOfProject[]> {
	const types = await elementsOf(client, `/api/v3/projects/${projectId}/types`);
	const found: TypeOfProject[] = [];
	for (const { id, isMilestone } of types) found.push({ id, isMilestone, fields: await formFields(client, projectId, id) });
	return found;
}

/** The first type that is no milestone and has no required custom fields. Throws where there is none. */
export function taskOf(types: readonly TypeOfProject[]): TypeOfProject {
	const found = types.find(({ isMilestone, fields }) => !isMilestone && !fields.some(({ isRequired }) => isRequired));
	if (found === undefined) throw new Error('The project has no type without required custom fields.');
	return found;
}

/** What the server's catalogs have that checks ask for. */
export async function catalogThings(client: Client, types: readonly TypeOfProject[]): Promise<Partial<Things>> {
	const all = await elementsOf(client, '/api/v3/types');
	const priorities = await elementsOf(client, '/api/v3/priorities');
	const week = await client.get('/api/v3/days/week');
	const isWeekend = (week.json?._embedded?.elements ?? []).filter((day: Json) => !day.working).map((day: Json) => day.day).join() === '6,7';
	return present({
		foreignType: all.find(({ id }) => !types.some((type) => type.id === id)),
		milestone: types.find(({ isMilestone, fields }) => isMilestone && !fields.some(({ isRequired }) => isRequired)),
		inactivePriority: priorities.find(({ isActive }) => !isActive),
		...(isWeekend ? { weekends: true } : {}),
	});
}

/** What the workflow lets a fresh work package become. */
export async function statusThings(client: Client, workPackage: Json): Promise<{ readonly otherStatusId: number; readonly things: Partial<Things> }> {
	const statuses = await elementsOf(client, '/api/v3/statuses');
	const form = succeeded(await client.post(`${WORK_PACKAGES}/${workPackage.id}/form`, { lockVersion: workPackage.lockVersion }));
	const allowed = new Set<number>((form._embedded.schema.status._embedded?.allowedValues ?? []).map(({ id }: Json) => id));
	const current = Number(workPackage._links.status.href.split('/').at(-1));
	const other = statuses.find(({ id, isClosed }) => allowed.has(id) && id !== current && !isClosed);
	if (other === undefined) throw new Error('The workflow leads from the first status to no other open one. Give a key of someone with a role in the project (--member-key).');
	return {
		otherStatusId: other.id,
		things: present({
			closedStatus: statuses.find(({ isClosed }) => isClosed),
			unreachableStatus: statuses.find(({ id }) => !allowed.has(id)),
		}),
	};
}
