import { RemoteAnswerError, RemoteRefusedError, RemoteUnavailableError } from '../errors';
import type { HttpPort } from './types';

export interface ProjectEntry {
	/** Decimal string. */
	readonly id: string;
	readonly identifier: string;
	readonly name: string;
}

export interface ProjectPage {
	readonly projects: readonly ProjectEntry[];
	/** Number of the next page, null after the last. */
	readonly nextPage: number | null;
}

const PAGE_SIZE = 100;
const TIMEOUT_MS = 20_000;

/**
 * One page (from 1) of the projects the user sees, by name, for people to pick from. Asked once, without retries.
 * Throws RemoteRefusedError for 401 and 403, RemoteUnavailableError for other failures, RemoteAnswerError for
 * answers that are not OpenProject's.
 */
export async function listProjects(http: HttpPort, query: { readonly search: string; readonly page: number }): Promise<ProjectPage> {
	const filters = query.search === '' ? [] : [{ name_and_identifier: { operator: '~', values: [query.search] } }];
	const answer = await http.send({
		method: 'GET',
		path: '/api/v3/projects',
		query: { filters: JSON.stringify(filters), sortBy: '[["name","asc"]]', pageSize: String(PAGE_SIZE), offset: String(query.page) },
		timeoutMs: TIMEOUT_MS,
	});
	if (answer.status === 401 || answer.status === 403) throw new RemoteRefusedError(`OpenProject refused the credential when asked for its projects (HTTP ${answer.status}).`);
	if (answer.status !== 200) throw new RemoteUnavailableError(`OpenProject answered HTTP ${answer.status} when asked for its projects.`);
	return pageOf(answer.body, query.page);
}

function pageOf(body: string, page: number): ProjectPage {
	const collection = parsed(body);
	const elements = collection._embedded?.elements;
	if (!Array.isArray(elements)) throw new RemoteAnswerError('The address in the OpenProject credential answers, but not as OpenProject does. Check the base URL.');
	const projects = elements.map(({ id, identifier, name }) => ({ id: String(id), identifier: String(identifier), name: String(name) }));
	const total = Number(collection.total ?? 0);
	return { projects, nextPage: elements.length > 0 && page * PAGE_SIZE < total ? page + 1 : null };
}

interface Collection {
	readonly total?: number;
	readonly _embedded?: { readonly elements?: ReadonlyArray<{ readonly id?: unknown; readonly identifier?: unknown; readonly name?: unknown }> };
}

function parsed(body: string): Collection {
	try {
		return (JSON.parse(body) ?? {}) as Collection;
	} catch (cause) {
		throw new RemoteAnswerError('The address in the OpenProject credential answers with something that is not JSON. Check the base URL, and any login page in front of it.', { cause });
	}
}
