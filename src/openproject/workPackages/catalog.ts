import { ConfigurationError } from '../../errors';
import type { OpenProjectApi } from '../api';
import { idOf } from '../ids';
import { own, stringAt } from '../json';
import { closestSentence } from '../lookups';
import { isSameName, shownName, thingsNamed } from '../names';
import { readAll } from '../readAll';

/** Something chosen from a list, by id and name. */
export interface Thing {
	readonly id: string;
	readonly name: string;
	/** What else it may be called. */
	readonly aliases?: readonly string[];
}

/** The one of a list that a name or an id (also as text) stands for; null where there is none. Exact names come first, then ids, then names that read the same, then those in other case. */
export function thingFor<T extends Thing>(given: string, things: readonly T[]): T | null {
	const wanted = given.trim();
	const exact = things.filter((thing) => thing.name === wanted);
	if (exact.length === 1) return exact[0] as T;
	const byId = things.find((thing) => thing.id === wanted);
	if (byId !== undefined) return byId;
	const named = thingsNamed(wanted, things, nameOf, { anyCase: true });
	const found = named.length > 0 ? named : things.filter(({ aliases = [] }) => aliases.some((alias) => isSameName(alias, wanted, { anyCase: true })));
	return found.length === 1 ? (found[0] as T) : null;
}

/** Why a name or id stands for nothing in a list: several have it, or which ones come closest. */
export function notFound(given: string, things: readonly Thing[], label: string): string {
	const same = things.filter((thing) => [thing.name, ...(thing.aliases ?? [])].some((name) => isSameName(name, given, { anyCase: true })));
	if (same.length > 1) return `${same.length} of OpenProject's ${label} are called '${given}': give the id of one of ${same.map(({ id, name }) => (name === given ? id : `${id} ('${shownName(name)}')`)).join(', ')} instead.`;
	return `'${given}' is not among OpenProject's ${label}. ${closestSentence(given, things.map(nameOf))}`;
}

function nameOf({ name }: Thing): string {
	return name;
}

/** Ids for names and ids of a list that is read once. @throws ConfigurationError for an unknown name, with the closest ones. */
export async function idsFor(api: OpenProjectApi, path: string, label: string, given: readonly string[]): Promise<readonly string[]> {
	if (given.length === 0) return [];
	const things = (await readAll(api, path, {})).map((element) => thingOf(element, label));
	return given.map((one) => {
		const thing = thingFor(one, things);
		if (thing === null) throw new ConfigurationError(notFound(one, things, label), { data: { given: one } });
		return thing.id;
	});
}

function thingOf(element: unknown, label: string): Thing {
	return { id: idOf(own(element, 'id'), `one of the ${label}`), name: stringAt(element, 'name') ?? '' };
}
