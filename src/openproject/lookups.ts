import { closestNames } from '../closestNames';
import type { OpenProjectApi } from './api';
import { namesOfTwins } from './allowedValues';
import type { AllowedValue } from './allowedValues';
import { joinSchemas, readSchema } from './customFields';
import type { CustomField, ProjectSchema } from './customFields';
import { idOf } from './ids';
import { own, stringAt } from './json';
import type { KnownProject } from './knownProject';
import { isSameName, lookAlike, shownName, thingsNamed } from './names';
import type { NamedKind } from './properties';
import { readAll } from './readAll';
import { readAllowedValues, readForm } from './readAllowedValues';

/** Something of a list: a status, type, priority, version or category. */
export interface NamedThing extends AllowedValue {
	readonly id: string;
	/** Types only. */
	readonly isMilestone: boolean;
}

/** A name looked up: the one thing of that name, or a sentence on why there is none. */
export type Found = { readonly status: 'found'; readonly thing: AllowedValue } | { readonly status: 'not_found'; readonly message: string };

/** What a project offers by name, asked for once per run and kept. */
export class Lookups {
	private readonly kept = new Map<string, Promise<unknown>>();
	/** Ids of types whose subjects OpenProject makes up from a pattern, of those whose schemas were seen; lists of work packages add to it. */
	readonly generatedSubjects = new Set<string>();
	private readonly twins = new Map<string, string>();

	/** `known`: what an earlier run found out of the project. */
	constructor(
		private readonly api: OpenProjectApi,
		private readonly projectId: string,
		known?: Pick<KnownProject, 'types' | 'generatedSubjects' | 'linkNames'>,
	) {
		if (known === undefined) return;
		this.kept.set('type', Promise.resolve(known.types));
		for (const typeId of known.generatedSubjects) this.generatedSubjects.add(typeId);
		for (const [href, name] of known.linkNames) this.twins.set(href, name);
	}

	/** The project's types, and the system's statuses, priorities and the project's versions and categories. */
	async list(kind: NamedKind): Promise<readonly NamedThing[]> {
		return await this.keep(kind, async () => {
			const elements = await readAll(this.api, pathOf(kind, this.projectId), {});
			return elements.map((element) => thingOf(element, kind));
		});
	}

	/** Custom fields and further properties of the given types in the project. */
	async schema(typeIds: readonly string[]): Promise<ProjectSchema> {
		return await this.keep(`schemas ${typeIds.join(' ')}`, async () => {
			return joinSchemas(await Promise.all(typeIds.map(async (typeId) => await this.keep(`schema ${typeId}`, () => this.readSchema(typeId)))));
		});
	}

	private async readSchema(typeId: string): Promise<ProjectSchema> {
		const schema = await readSchema(this.api, this.projectId, typeId);
		if (schema.isSubjectGenerated) this.generatedSubjects.add(typeId);
		return schema;
	}

	/** What a list, version, hierarchy or user custom field may hold; null where the API user is not told. Asked for where it is needed, one form per type. */
	async allowedValues(field: CustomField, typeIds: readonly string[]): Promise<readonly AllowedValue[] | null> {
		return await this.keep(`allowed ${field.key}`, async () => {
			const form = async () => {
				const schemas = await Promise.all(typeIds.map(async (typeId) => ({ typeId, schema: await this.schema([typeId]) })));
				const typeId = schemas.find(({ schema }) => schema.fields.has(field.key))?.typeId;
				return typeId === undefined ? null : await this.keep(`form ${typeId}`, async () => await readForm(this.api, this.projectId, typeId));
			};
			const allowed = await readAllowedValues(this.api, field, form);
			for (const [href, name] of namesOfTwins(allowed ?? [])) this.twins.set(href, name);
			return allowed;
		});
	}

	/** What a field may hold has changed: it is asked for again where it is needed. */
	forgetAllowed(field: CustomField): void {
		for (const key of [...this.kept.keys()]) if (key === `allowed ${field.key}` || key.startsWith('form ')) this.kept.delete(key);
	}

	/** Names of what links lead to, by address, where the title alone does not tell: of the fields whose allowed values were asked for. */
	get linkNames(): ReadonlyMap<string, string> {
		return this.twins;
	}

	async find(kind: NamedKind, name: string): Promise<Found> {
		return findNamed(name, await this.list(kind), labelOf(kind));
	}

	/** A failed request is not kept: the next one asks again. */
	private async keep<T>(key: string, ask: () => Promise<T>): Promise<T> {
		const kept = this.kept.get(key) as Promise<T> | undefined;
		if (kept !== undefined) return await kept;
		const asked = ask();
		this.kept.set(key, asked);
		asked.catch(() => this.kept.delete(key));
		return await asked;
	}
}

/**
 * By exact name first, then by how names read (`foldName`), then by what else a value is called. Upper and lower case
 * count: what is written under one name has to be read back under the same.
 */
export function findNamed(name: string, things: readonly AllowedValue[], label: string): Found {
	const named = thingsNamed(name, things, (thing) => thing.name, { anyCase: false });
	const found = named.length > 0 ? named : things.filter(({ aliases = [] }) => aliases.some((alias) => isSameName(alias, name, { anyCase: false })));
	if (found.length === 1) return { status: 'found', thing: found[0] as AllowedValue };
	if (found.length > 1) return { status: 'not_found', message: `${found.length} of OpenProject's ${label} are called '${name}'; which one is meant cannot be told${differing(found)}.` };
	return { status: 'not_found', message: `'${name}' is not among OpenProject's ${label}. ${closestSentence(name, things.map((thing) => thing.name))}` };
}

/** How several things that read the same, or go by the same name, are told apart; nothing where they are not. */
function differing(things: readonly AllowedValue[]): string {
	const shown = [...new Set(things.map((thing) => `'${shownName(thing.name)}'`))];
	return shown.length < things.length ? '' : `. They are ${shown.join(', ')}: give one of them exactly`;
}

/** "Closest: a, b.", the one that looks the same and is written otherwise, or the whole list where nothing is close. */
export function closestSentence(given: string, names: readonly string[]): string {
	const alike = lookAlike(given, names);
	if (alike !== null) return alike;
	const closest = closestNames(given, names);
	if (closest.length > 0) return `Closest: ${closest.join(', ')}.`;
	return names.length === 0 ? 'There are none.' : `There are: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}.`;
}

export function labelOf(kind: NamedKind): string {
	const labels: Record<NamedKind, string> = { status: 'statuses', type: 'types', priority: 'priorities', version: 'versions', category: 'categories' };
	return labels[kind];
}

function pathOf(kind: NamedKind, projectId: string): string {
	switch (kind) {
		case 'status': return '/api/v3/statuses';
		case 'priority': return '/api/v3/priorities';
		case 'type': return `/api/v3/projects/${projectId}/types`;
		case 'version': return `/api/v3/projects/${projectId}/versions`;
		case 'category': return `/api/v3/projects/${projectId}/categories`;
	}
}

function thingOf(element: unknown, kind: NamedKind): NamedThing {
	const name = stringAt(element, 'name') ?? '';
	const id = idOf(own(element, 'id'), `one of the ${labelOf(kind)}`);
	const collection: Record<NamedKind, string> = { status: 'statuses', type: 'types', priority: 'priorities', version: 'versions', category: 'categories' };
	return { id, name, href: stringAt(element, '_links', 'self', 'href') ?? `/api/v3/${collection[kind]}/${id}`, isMilestone: own(element, 'isMilestone') === true };
}
