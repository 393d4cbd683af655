import type { OpenProjectApi } from '../api';
import { ConfigurationError } from '../../errors';
import { idOf, isId } from '../ids';
import { own, stringAt } from '../json';
import { findUserByName } from '../findUserByName';
import { isSameName } from '../names';
import { notFound, thingFor } from './catalog';
import type { Thing } from './catalog';

/** A person looked up: the id, or a sentence on why there is none. */
export type FoundPerson = { readonly status: 'found'; readonly id: string } | { readonly status: 'not_found'; readonly message: string };

/** People of a project by name, login or e-mail address; ids stand for themselves. Every name is looked up once. */
export class People {
	private readonly kept = new Map<string, Promise<FoundPerson>>();
	private assignable: Promise<readonly Thing[]> | null = null;

	constructor(
		private readonly api: OpenProjectApi,
		private readonly projectId: string,
	) {}

	/** `hint` is an id that decides where several go by the name. */
	async find(given: string, hint: string | null = null): Promise<FoundPerson> {
		const name = given.trim();
		if (isId(name)) return { status: 'found', id: name };
		if (hint !== null && (await this.inProject()).some((person) => person.id === hint && isSameName(person.name, name, { anyCase: false }))) return { status: 'found', id: hint };
		const kept = this.kept.get(name) ?? this.ask(name);
		this.kept.set(name, kept);
		kept.catch(() => this.kept.delete(name));
		return await kept;
	}

	private async ask(name: string): Promise<FoundPerson> {
		const people = await this.inProject();
		const one = thingFor(name, people);
		if (one !== null) return { status: 'found', id: one.id };
		if (people.some((person) => isSameName(person.name, name, { anyCase: true }))) return { status: 'not_found', message: notFound(name, people, 'people of this project') };
		try {
			return { status: 'found', id: (await findUserByName(this.api, name)).id };
		} catch (error) {
			// Nobody of that name: those of the project are the ones that may have been meant.
			if (!(error instanceof ConfigurationError)) throw error;
			return { status: 'not_found', message: people.length === 0 ? error.message : notFound(name, people, 'people of this project') };
		}
	}

	/** Those who can be assigned work; empty where the API user may not list them. */
	private async inProject(): Promise<readonly Thing[]> {
		this.assignable ??= this.api.getUnless(['missing', 'forbidden'], `/api/v3/projects/${this.projectId}/available_assignees`).then((answer) => {
			if (answer === null) return [];
			return this.api.pageOf(answer).elements.map((person) => ({ id: idOf(own(person, 'id'), 'a person'), name: stringAt(person, 'name') ?? '' }));
		});
		const asked = this.assignable;
		asked.catch(() => void (this.assignable = null));
		return await asked;
	}
}

/** The id of a person for a filter: 'me' stays, ids stand for themselves. @throws ConfigurationError where nobody goes by the name. */
export async function personIdFor(api: OpenProjectApi, given: string): Promise<string> {
	const name = given.trim();
	if (name === 'me' || isId(name)) return name;
	return (await findUserByName(api, name)).id;
}
