import { BatchSyncError } from '../errors';
import type { RemoteSchedule } from '../plan';
import type { JsonObject } from '../record';
import { valueAt } from '../record';
import type { WriteAnswer } from '../run/remotePort';
import type { OpenProjectApi } from './api';
import { wordsOfCreate, wordsOfUpdate, writesDate } from './dateWords';
import type { DateContext } from './dateWords';
import { findWorkPackage } from './findWorkPackage';
import { own } from './json';
import type { RawObject } from './json';
import type { OpenedProject } from './openProject';
import { factsOf, ownSchedule } from './schedule';
import { toPayload } from './toPayload';
import type { PayloadTarget } from './toPayload';

export type NotSent = Exclude<WriteAnswer, { readonly status: 'done' }>;
/** The body of a write and what is said of its dates beside it, or why there is nothing to send. */
export type Prepared = { readonly status: 'payload'; readonly body: JsonObject; readonly words: JsonObject } | NotSent;
/** Who decides about dates, and which properties the pair tracks. */
export type DateChoice = Pick<DateContext, 'rules' | 'properties'>;

/** A refusal of our own, before anything was sent: it has no HTTP status, so 0. */
export function refusedUnsent(message: string, properties: readonly string[]): NotSent {
	return { status: 'refused', message, properties, httpStatus: 0 };
}

/** The body of a POST: project, type, provenance key and the values given, less a subject that OpenProject makes up itself. */
export async function prepareCreate(opened: OpenedProject, values: JsonObject, provenance: string | null, dates: DateChoice): Promise<Prepared> {
	const { project, type, types, provenanceKey, lookups } = opened;
	const chosen = typeGiven(opened, values) ?? type ?? types[0];
	if (chosen === undefined) return refusedUnsent(`Project '${project.name}' has no work package type enabled.`, []);
	return await prepared(async () => {
		const given = lookups.generatedSubjects.has(chosen.id) ? Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'subject')) : values;
		const payload = await toPayload(given, { isMilestone: chosen.isMilestone, typeIds: [chosen.id] }, lookups);
		if (payload.status === 'refused') return refusedUnsent(payload.message, payload.properties);
		const links = { project: { href: `/api/v3/projects/${project.id}` }, type: { href: chosen.href }, ...(valueAt(payload.body, '_links') as JsonObject | undefined) };
		const words = wordsOfCreate(payload.body, { ...dates, isMilestone: chosen.isMilestone });
		return { status: 'payload', body: { ...payload.body, ...keyPart(provenanceKey, provenance), _links: links }, words };
	});
}

export interface UpdateWrite {
	readonly id: string;
	readonly lockVersion: number;
	readonly values: JsonObject;
	readonly provenance: string | null;
	/** How its dates are kept, as read with this lockVersion; null: not known. */
	readonly schedule: RemoteSchedule | null;
}

/** The body of a PATCH: lockVersion and the values given. Where a date is written and its schedule is not known, the work package is read. */
export async function prepareUpdate(api: OpenProjectApi, opened: OpenedProject, write: UpdateWrite, dates: DateChoice): Promise<Prepared> {
	return await prepared(async () => {
		const read = write.schedule === null && writesDate(write.values) ? await findWorkPackage(api, write.id) : undefined;
		if (read === null) return { status: 'missing' };
		if (read !== undefined && own(read, 'lockVersion') !== write.lockVersion) return { status: 'conflict' };
		const target = await targetOf(api, opened, write, read);
		if (target === null) return { status: 'missing' };
		const payload = await toPayload(write.values, target, opened.lookups);
		if (payload.status === 'refused') return refusedUnsent(payload.message, payload.properties);
		const schedule = write.schedule ?? (read === undefined ? null : ownSchedule(factsOf(read, dates, new Set())));
		const words = schedule === null ? {} : wordsOfUpdate(payload.body, schedule, { ...dates, isMilestone: target.isMilestone });
		return { status: 'payload', body: { ...payload.body, ...keyPart(opened.provenanceKey, write.provenance), lockVersion: write.lockVersion }, words };
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
async function targetOf(api: OpenProjectApi, opened: OpenedProject, { id, values }: Pick<UpdateWrite, 'id' | 'values'>, read: RawObject | undefined): Promise<PayloadTarget | null> {
	const { type, types } = opened;
	const typeIds = (type === null ? types : [type]).map((one) => one.id);
	const known = typeGiven(opened, values) ?? type;
	if (known !== null) return { isMilestone: known.isMilestone, typeIds };
	const hasDates = Object.hasOwn(values, 'startDate') || Object.hasOwn(values, 'dueDate');
	if (!hasDates || !types.some((one) => one.isMilestone)) return { isMilestone: false, typeIds };
	const found = read ?? (await findWorkPackage(api, id));
	return found === null ? null : { isMilestone: Object.hasOwn(found, 'date'), typeIds };
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
