import type { OpenProjectApi } from '../api';
import { findProject } from '../findProject';
import type { Project } from '../findProject';
import { Lookups } from '../lookups';
import { FieldNames } from './fieldNames';
import { People } from './people';

/** What a project offers by name, for every project a call comes across; each list is asked for once. */
export class Places {
	readonly names: FieldNames;
	private readonly lookupsOf = new Map<string, Lookups>();
	private readonly peopleOf = new Map<string, People>();
	private readonly projects = new Map<string, Promise<Project>>();

	constructor(readonly api: OpenProjectApi) {
		this.names = new FieldNames(api);
	}

	/** A project by id, identifier or name. @throws ConfigurationError where there is none, or several, with the closest names. */
	async project(given: string): Promise<Project> {
		const asked = kept(this.projects, given.trim(), () => findProject(this.api, given));
		asked.catch(() => this.projects.delete(given.trim()));
		return await asked;
	}

	lookups(projectId: string): Lookups {
		return kept(this.lookupsOf, projectId, () => new Lookups(this.api, projectId));
	}

	people(projectId: string): People {
		return kept(this.peopleOf, projectId, () => new People(this.api, projectId));
	}
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
	const made = map.get(key) ?? make();
	map.set(key, made);
	return made;
}
