import { ConfigurationError } from '../errors';
import type { JsonObject } from '../record';
import type { RemoteInfo } from '../run/remotePort';
import type { RemoteScope } from '../run/types';
import type { OpenProjectApi } from './api';
import { checkProperties } from './checkProperties';
import { checkValueNames } from './checkValueNames';
import { checkVersion } from './checkVersion';
import { findProject } from './findProject';
import type { Project } from './findProject';
import { idOf } from './ids';
import { own } from './json';
import { fingerprintOf, knownProjectOf } from './knownProject';
import type { KnownProject } from './knownProject';
import { closestSentence, Lookups } from './lookups';
import type { NamedThing } from './lookups';
import { readMembership } from './membership';
import { thingsNamed } from './names';
import { findProvenanceField } from './provenanceField';

export interface OpenRequest {
	readonly scope: RemoteScope;
	readonly properties: readonly string[];
	/** Names the mapping uses, per property. */
	readonly valueNames: Readonly<Record<string, readonly string[]>>;
	/** Wanted size of pages with whole work packages. */
	readonly pageSize: number;
}

/** What the remote side turned out to be. */
export interface OpenedProject {
	readonly info: RemoteInfo;
	readonly project: Project;
	/** The one type of the pair; null: every type. */
	readonly type: NamedThing | null;
	/** Types enabled in the project. */
	readonly types: readonly NamedThing[];
	readonly provenanceKey: string | null;
	readonly pageSize: number;
	readonly lookups: Lookups;
}

/**
 * Checks credential, project, type, tracked properties, names used in the mapping and the provenance field. Where an earlier run
 * has (`known`, for this very request), only the credential and what it is a member of.
 *
 * @throws ConfigurationError naming what is wrong and the closest names; RemoteRefusedError, RemoteUnavailableError, RemoteAnswerError.
 */
export async function openProject(api: OpenProjectApi, request: OpenRequest, stored?: JsonObject | null): Promise<OpenedProject> {
	const asked = fingerprintOf(api.baseUrl, request);
	const known = knownProjectOf(stored, asked);
	const user = await readUser(api);
	const membership = await readMembership(api, user);
	const { found, lookups } = known === null ? await findOut(api, request, { asked, isAdmin: user.isAdmin }) : { found: known, lookups: new Lookups(api, known.project.id, known) };
	const { project, type, types, provenanceKey, pageSize } = found;
	return {
		info: {
			userId: user.id,
			membership,
			projectId: project.id,
			projectName: project.name,
			typeName: type?.name ?? null,
			hasProvenanceField: provenanceKey !== null,
			found: known === null ? (found as unknown as JsonObject) : null,
			remarks: remarksOn(types, type, project),
		},
		project, type, types, lookups, provenanceKey, pageSize,
	};
}

async function findOut(api: OpenProjectApi, request: OpenRequest, { asked, isAdmin }: { readonly asked: string; readonly isAdmin: boolean }): Promise<{ readonly found: KnownProject; readonly lookups: Lookups }> {
	const project = await findProject(api, request.scope.project);
	const lookups = new Lookups(api, project.id);
	const types = await lookups.list('type');
	const type = request.scope.type === null ? null : typeNamed(request.scope.type, types, project);
	const typeIds = (type === null ? types : [type]).map((one) => one.id);
	const place = type === null ? `project '${project.name}'` : `type '${type.name}' in project '${project.name}'`;
	await checkVersion(api, { isAdmin, lookups, typeIds });
	await checkProperties(request.properties, { lookups, typeIds, place });
	await checkValueNames(request.valueNames, { lookups, typeIds, place });
	const provenance = request.scope.provenanceField === null ? null : await findProvenanceField(api, request.scope.provenanceField, { lookups, typeIds, place, project });
	const found: KnownProject = {
		asked, project, type, types,
		provenanceKey: provenance?.key ?? null,
		pageSize: Math.min(request.pageSize, await readLargestPage(api)),
		generatedSubjects: [...lookups.generatedSubjects],
		linkNames: [...lookups.linkNames],
	};
	return { found, lookups };
}

async function readUser(api: OpenProjectApi): Promise<{ readonly id: string; readonly isAdmin: boolean }> {
	const { json } = await api.get('/api/v3/users/me');
	if (own(json, '_type') !== 'User') throw api.otherApi();
	return { id: idOf(own(json, 'id'), 'the API user'), isAdmin: own(json, 'admin') === true };
}

function typeNamed(given: string, types: readonly NamedThing[], project: Project): NamedThing {
	const found = thingsNamed(given.trim(), types, (type) => type.name, { anyCase: true });
	if (found.length === 1) return found[0] as NamedThing;
	throw new ConfigurationError(`The work package type '${given}' is not enabled in project '${project.name}'. ${closestSentence(given, types.map((type) => type.name))} Types are enabled in the project's settings.`, { data: { type: given } });
}

function remarksOn(types: readonly NamedThing[], type: NamedThing | null, project: Project): readonly string[] {
	if (type !== null || types.length <= 1) return [];
	return [`No type is chosen: all ${types.length} types of project '${project.name}' are synced (${types.map((one) => one.name).join(', ')}), and new work packages become ${types[0]?.name ?? 'the first'}.`];
}

/** The key is spelled differently by different versions; without it, nothing is known of a limit. */
async function readLargestPage(api: OpenProjectApi): Promise<number> {
	const answer = await api.getUnless(['missing', 'forbidden'], '/api/v3/configuration');
	const entry = Object.entries(answer?.json ?? {}).find(([key]) => key.toLowerCase() === 'maximumapiv3pagesize');
	return typeof entry?.[1] === 'number' && entry[1] > 0 ? entry[1] : Number.POSITIVE_INFINITY;
}
