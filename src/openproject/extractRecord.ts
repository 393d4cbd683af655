import { RemoteAnswerError } from '../errors';
import { showable, storable } from '../record';
import type { Json, JsonObject } from '../record';
import type { RemoteRecord } from '../run/remotePort';
import { collectionOfHref, idOf, idOfHref } from './ids';
import { at, arrayAt, isObject, own, stringAt } from './json';
import { kindOf } from './properties';
import { factsOf } from './schedule';

/** What decides how a work package becomes a record. */
export interface RecordScope {
	readonly properties: readonly string[];
	readonly projectId: string;
	/** Id of the one type in scope; null: every type. */
	readonly typeId: string | null;
	/** Key of the provenance field ('customField7'), null where there is none. */
	readonly provenanceKey: string | null;
	/** Ids of types whose subjects OpenProject makes up from a pattern. Default none. */
	readonly generatedSubjects?: Set<string>;
	/** Names of what links lead to, by address, where their title alone does not tell which one is meant. */
	readonly linkNames?: ReadonlyMap<string, string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * A work package of the API as the record the engine works with.
 *
 * @param successors ids of work packages known to follow others, where the answers do not tell.
 * @throws RemoteAnswerError where it is no work package, naming what is missing.
 */
export function toRemoteRecord(workPackage: unknown, scope: RecordScope, successors: ReadonlySet<string> = NONE): RemoteRecord {
	const id = idOf(own(workPackage, 'id'), 'a work package');
	const lockVersion = own(workPackage, 'lockVersion');
	if (typeof lockVersion !== 'number' || !Number.isSafeInteger(lockVersion)) throw new RemoteAnswerError(`OpenProject gave work package ${id} without a lockVersion; the API user may not be allowed to see all of it.`);
	const links = own(workPackage, '_links');
	requireWhole(workPackage, id, scope.properties);
	const projectId = idOfHref(stringAt(links, 'project', 'href'));
	const typeId = idOfHref(stringAt(links, 'type', 'href'));
	const provenance = scope.provenanceKey === null ? null : own(workPackage, scope.provenanceKey);
	return {
		id,
		record: extractRecord(workPackage, scope.properties, scope.linkNames),
		lockVersion,
		updatedAt: timeOf(workPackage, 'updatedAt', id),
		createdAt: timeOf(workPackage, 'createdAt', id),
		authorId: idOfHref(stringAt(links, 'author', 'href')),
		provenance: typeof provenance === 'string' && provenance !== '' && showable(provenance) === provenance ? provenance : null,
		inScope: projectId === scope.projectId && (scope.typeId === null || typeId === scope.typeId),
		children: arrayAt(links, 'children').map((child) => idOfHref(own(child, 'href'))).filter((child) => child !== null),
		facts: factsOf(workPackage, scope, successors),
	};
}

/** What every work package has. Where an answer lacks it, something on the way dropped it, and empty it is not. */
const ALWAYS_THERE: readonly string[] = ['subject', 'description'];
const ALWAYS_LINKED: readonly string[] = ['status', 'priority'];

function requireWhole(workPackage: unknown, id: string, properties: readonly string[]): void {
	const lacks = (what: string): never => {
		throw new RemoteAnswerError(`OpenProject gave work package ${id} without its ${what}. Nothing is concluded from that. Something between here and OpenProject may be shortening its answers.`);
	};
	for (const property of ALWAYS_THERE) {
		if (!properties.includes(property)) continue;
		const value = own(workPackage, property);
		if (value === undefined) lacks(property);
		if (property === 'description' && value !== null && !(isObject(value) && (typeof value['raw'] === 'string' || value['raw'] === null))) lacks(property);
	}
	for (const name of ['project', 'type', ...ALWAYS_LINKED.filter((one) => properties.includes(one))]) {
		if (at(workPackage, '_links', name) === undefined) lacks(name);
	}
	if (idOfHref(stringAt(workPackage, '_links', 'project', 'href')) === null) lacks('project');
	if (idOfHref(stringAt(workPackage, '_links', 'type', 'href')) === null) lacks('type');
}

/** ISO 8601 UTC with milliseconds, so that times compare as texts. */
function timeOf(workPackage: unknown, property: string, id: string): string {
	const text = stringAt(workPackage, property);
	const ms = text === null ? Number.NaN : Date.parse(text);
	if (!Number.isFinite(ms)) throw new RemoteAnswerError(`OpenProject gave work package ${id} with ${property} ${JSON.stringify(text)}; a time was expected.`);
	return new Date(ms).toISOString();
}

/**
 * The given properties of a work package: names for what is chosen by name, ids for people and the parent, the source
 * of formatted text, plain values for the rest. A property the work package does not have is null; what cannot be stored is
 * marked (`storable`).
 */
export function extractRecord(workPackage: unknown, properties: readonly string[], linkNames: ReadonlyMap<string, string> = new Map()): JsonObject {
	return Object.fromEntries(properties.map((property) => [property, storable(valueOf(workPackage, property, linkNames))]));
}

function valueOf(workPackage: unknown, property: string, linkNames: ReadonlyMap<string, string>): Json {
	const link = at(workPackage, '_links', property);
	switch (kindOf(property)) {
		case 'name':
		case 'project':
			return nameOf(workPackage, property, link);
		case 'person':
		case 'parent':
			return idOfHref(own(link, 'href'));
		case 'date':
			return plainOf(own(workPackage, property) ?? own(workPackage, 'date'));
		case 'custom':
			if (link !== undefined) return Array.isArray(link) ? link.map((one) => linkValueOf(one, linkNames)).filter((value) => value !== null) : linkValueOf(link, linkNames);
			return plainOf(own(workPackage, property));
		case 'formatted':
		case 'plain':
			return plainOf(own(workPackage, property));
	}
}

function nameOf(workPackage: unknown, property: string, link: unknown): string | null {
	if (stringAt(link, 'href') === null) return null;
	return stringAt(link, 'title') ?? stringAt(workPackage, '_embedded', property, 'name');
}

/** People by id, since names change and repeat; everything else by title. */
function linkValueOf(link: unknown, linkNames: ReadonlyMap<string, string>): string | null {
	const href = stringAt(link, 'href');
	if (href === null) return null;
	const isPerson = ['users', 'groups', 'placeholder_users'].includes(collectionOfHref(href) ?? '');
	return isPerson ? idOfHref(href) : (linkNames.get(href) ?? stringAt(link, 'title') ?? idOfHref(href));
}

function plainOf(value: unknown): Json {
	if (value === undefined || value === null) return null;
	if (isObject(value) && Object.hasOwn(value, 'raw')) return typeof value['raw'] === 'string' ? value['raw'] : '';
	return value as Json;
}
