import { ConfigurationError } from '../errors';
import type { OpenProjectApi } from './api';
import { withoutUserInfo } from './baseUrl';
import { idOf } from './ids';
import { own, stringAt } from './json';
import type { RawObject } from './json';
import { closestSentence } from './lookups';
import { thingsNamed } from './names';
import { readAll } from './readAll';

export interface Project {
	readonly id: string;
	readonly name: string;
	readonly identifier: string | null;
}

/**
 * A project by address, id, identifier or name, tried in this order. Names compare exactly, then as they read, then without regard to case.
 *
 * @throws ConfigurationError where there is none, or several of that name, with the closest names.
 */
export async function findProject(api: OpenProjectApi, given: string): Promise<Project> {
	const wanted = withoutAddress(given.trim());
	if (wanted === '') throw new ConfigurationError('No OpenProject project is given. Give the id, identifier or name of one.');
	if (/^[\w-]+$/.test(wanted)) {
		const answer = await api.getUnless(['missing', 'forbidden'], `/api/v3/projects/${encodeURIComponent(wanted)}`);
		if (answer !== null) return projectOf(api, answer.json);
	}
	const projects = (await readAll(api, '/api/v3/projects', {})).map((project) => projectOf(api, project));
	const found = thingsNamed(wanted, projects, (project) => project.name, { anyCase: true });
	if (found.length === 1) return found[0] as Project;
	if (found.length > 1) throw new ConfigurationError(`${found.length} OpenProject projects are called '${wanted}': ${found.map((one) => one.identifier ?? one.id).join(', ')}. Give one of these identifiers instead.`);
	const names = projects.flatMap((project) => [project.name, ...(project.identifier === null ? [] : [project.identifier])]);
	throw new ConfigurationError(`OpenProject has no project '${wanted}' that the API user can see. ${closestSentence(wanted, names)} If it exists, make the user a member of it.`, { data: { project: wanted } });
}

/** Of an address in OpenProject what stands behind /projects/; anything else as it is. */
function withoutAddress(given: string): string {
	if (!/^https?:\/\//i.test(given)) return given;
	const found = /^[^?#]*?\/projects\/([^/?#]+)/.exec(given)?.[1];
	if (found === undefined) throw new ConfigurationError(`'${withoutUserInfo(given)}' is not the address of an OpenProject project. Give one with /projects/ in it, e.g. https://openproject.example.com/projects/field-work, or the id, identifier or name.`);
	try {
		return decodeURIComponent(found);
	} catch {
		return found;
	}
}

function projectOf(api: OpenProjectApi, project: RawObject | unknown): Project {
	const name = stringAt(project, 'name');
	if (name === null) throw api.otherApi();
	return { id: idOf(own(project, 'id'), `project '${name}'`), name, identifier: stringAt(project, 'identifier') };
}
