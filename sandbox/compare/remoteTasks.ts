import type { RemoteTask } from './rules';

/** An OpenProject to read from, as any API client would. */
export interface OpenProjectAccess {
	readonly url: string;
	readonly key: string;
	/** Id or identifier. */
	readonly project: string;
}

interface Link {
	readonly href: string | null;
	readonly title?: string;
}

interface WorkPackage {
	readonly id: number;
	readonly subject: string;
	readonly lockVersion: number;
	readonly updatedAt: string;
	readonly dueDate?: string | null;
	/** What milestones have in place of dueDate. */
	readonly date?: string | null;
	readonly description: { readonly raw: string | null };
	readonly _links: Readonly<Record<'status' | 'priority' | 'assignee' | 'responsible' | 'parent', Link | undefined>>;
}

interface Page {
	readonly total: number;
	readonly _embedded: { readonly elements: readonly WorkPackage[] };
}

/** A work package and its version: changes with every write to it. */
export interface ReadWorkPackage {
	readonly task: RemoteTask;
	readonly version: string;
}

/** Closed ones too: without a filter OpenProject lists the open ones only. */
const EVERY_STATUS = JSON.stringify([{ status: { operator: '*', values: [] } }]);
const BY_ID = JSON.stringify([['id', 'asc']]);
const PAGE_SIZE = 500;

/** Reads every work package of the project (not of those below it), page by page. Meant for a server that nobody writes to meanwhile. */
export async function readWorkPackages(access: OpenProjectAccess): Promise<readonly ReadWorkPackage[]> {
	const found = new Map<number, ReadWorkPackage>();
	for (let page = 1; ; page++) {
		const query = new URLSearchParams({ filters: EVERY_STATUS, sortBy: BY_ID, pageSize: String(PAGE_SIZE), offset: String(page), includeSubprojects: 'false' });
		const { total, _embedded } = await get<Page>(access, `/api/v3/projects/${encodeURIComponent(access.project)}/work_packages?${query}`);
		for (const element of _embedded.elements) found.set(element.id, { task: taskOf(element), version: `${element.lockVersion} ${element.updatedAt}` });
		if (found.size >= total) return [...found.values()];
		if (_embedded.elements.length === 0) throw new Error(`OpenProject says the project ${access.project} holds ${total} work packages, but listed ${found.size}.`);
	}
}

/** GET with the API key, as JSON. Throws with status and path for anything but success. */
export async function get<T>(access: Pick<OpenProjectAccess, 'url' | 'key'>, path: string): Promise<T> {
	const authorization = `Basic ${Buffer.from(`apikey:${access.key}`).toString('base64')}`;
	const answer = await fetch(access.url + path, { headers: { authorization, accept: 'application/hal+json' }, signal: AbortSignal.timeout(60_000) });
	if (!answer.ok) throw new Error(`OpenProject answered GET ${path} with ${answer.status}.`);
	return (await answer.json()) as T;
}

function taskOf(element: WorkPackage): RemoteTask {
	const { _links: links } = element;
	return {
		id: String(element.id),
		subject: element.subject,
		description: element.description.raw ?? '',
		assignee: idOf(links.assignee),
		responsible: idOf(links.responsible),
		parent: idOf(links.parent),
		dueDate: element.dueDate ?? element.date ?? null,
		priority: links.priority?.title ?? '',
		status: links.status?.title ?? '',
	};
}

function idOf(link: Link | undefined): string | null {
	return link === undefined || link.href === null ? null : link.href.slice(link.href.lastIndexOf('/') + 1);
}
