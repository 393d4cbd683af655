import { BatchSyncError } from '../errors';
import type { JsonObject } from '../record';
import { valueAt } from '../record';
import type { WriteAnswer } from '../run/remotePort';
import type { OpenProjectApi } from './api';
import type { OpenedProject } from './openProject';
import { toPayload } from './toPayload';
import type { PayloadTarget } from './toPayload';
import { workPackagePath } from './workPackageRequests';

export type NotSent = Exclude<WriteAnswer, { readonly status: 'done' }>;
/** The body of a write, or why there is nothing to send. */
export type Prepared = { readonly status: 'payload'; readonly body: JsonObject } | NotSent;

/** A refusal of our own, before anything was sent: it has no HTTP status, so 0. */
export function refusedUnsent(message: string, properties: readonly string[]): NotSent {
	return { status: 'refused', message, properties, httpStatus: 0 };
}

/** The body of a POST: project, type, provenance key and the values given. */
export async function prepareCreate(opened: OpenedProject, values: JsonObject, provenance: string | null): Promise<Prepared> {
	const { project, type, types, provenanceKey, lookups } = opened;
	const chosen = typeGiven(opened, values) ?? type ?? types[0];
	if (chosen === undefined) return refusedUnsent(`Project '${project.name}' has no work package type enabled.`, []);
	return await prepared(async () => {
		const payload = await toPayload(values, { isMilestone: chosen.isMilestone, typeIds: [chosen.id] }, lookups);
		if (payload.status === 'refused') return refusedUnsent(payload.message, payload.properties);
		const links = { project: { href: `/api/v3/projects/${project.id}` }, type: { href: chosen.href }, ...(valueAt(payload.body, '_links') as JsonObject | undefined) };
		return { status: 'payload', body: { ...payload.body, ...keyPart(provenanceKey, provenance), _links: links } };
	});
}

/** The body of a PATCH: lockVersion and the values given. */
export async function prepareUpdate(api: OpenProjectApi, opened: OpenedProject, write: { readonly id: string; readonly lockVersion: number; readonly values: JsonObject; readonly provenance: string | null }): Promise<Prepared> {
	return await prepared(async () => {
		const target = await targetOf(api, opened, write);
		if (target === null) return { status: 'missing' };
		const payload = await toPayload(write.values, target, opened.lookups);
		if (payload.status === 'refused') return refusedUnsent(payload.message, payload.properties);
		return { status: 'payload', body: { ...payload.body, ...keyPart(opened.provenanceKey, write.provenance), lockVersion: write.lockVersion } };
	});
}

function keyPart(key: string | null, provenance: string | null): JsonObject {
	return key === null || provenance === null ? {} : { [key]: provenance };
}

function typeGiven({ types }: OpenedProject, values: JsonObject) {
	const name = valueAt(values, 'type');
	return typeof name === 'string' ? types.find((type) => type.name === name) : undefined;
}

/** What is being updated, as far as it decides how values are written: asked for only where that is in doubt. */
async function targetOf(api: OpenProjectApi, opened: OpenedProject, { id, values }: { readonly id: string; readonly values: JsonObject }): Promise<PayloadTarget | null> {
	const { type, types } = opened;
	const typeIds = (type === null ? types : [type]).map((one) => one.id);
	const known = typeGiven(opened, values) ?? type;
	if (known !== null) return { isMilestone: known.isMilestone, typeIds };
	const hasDates = Object.hasOwn(values, 'startDate') || Object.hasOwn(values, 'dueDate');
	if (!hasDates || !types.some((one) => one.isMilestone)) return { isMilestone: false, typeIds };
	const answer = await api.find(workPackagePath(id));
	return answer === null ? null : { isMilestone: Object.hasOwn(answer.json, 'date'), typeIds };
}

/** A list that cannot be read just now stops the write before it is sent: certainly no effect. */
async function prepared(prepare: () => Promise<Prepared>): Promise<Prepared> {
	try {
		return await prepare();
	} catch (error) {
		if (error instanceof BatchSyncError) return { status: 'unavailable', message: error.message };
		throw error;
	}
}
