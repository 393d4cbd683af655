import { get, type OpenProjectAccess } from '../compare/remoteTasks';

/** What a person changes of a work package. Names as people see them; assignee is a user id, null empties. */
export interface WorkPackageEdit {
	readonly subject?: string;
	readonly description?: string;
	readonly status?: string;
	readonly priority?: string;
	readonly assignee?: number | null;
	readonly dueDate?: string | null;
	readonly parent?: number;
}

interface Collection {
	readonly _embedded: { readonly elements: readonly { readonly id: number; readonly name: string }[] };
}

/** A person at work in OpenProject: edits over HTTP, under a key of that person's own. */
export class OpenProjectHand {
	constructor(private readonly access: OpenProjectAccess) {}

	async edit(id: number, edit: WorkPackageEdit): Promise<void> {
		const { lockVersion } = await get<{ lockVersion: number }>(this.access, `/api/v3/work_packages/${id}`);
		await this.send('PATCH', `/api/v3/work_packages/${id}`, { lockVersion, ...(await this.bodyOf(edit)) });
	}

	/** Returns the new work package's id. */
	async create(edit: WorkPackageEdit & { readonly subject: string }): Promise<number> {
		const [project, types] = await Promise.all([
			get<{ id: number }>(this.access, `/api/v3/projects/${encodeURIComponent(this.access.project)}`),
			get<Collection>(this.access, `/api/v3/projects/${encodeURIComponent(this.access.project)}/types`),
		]);
		const { _links: links, ...values } = await this.bodyOf(edit);
		const place = { project: { href: `/api/v3/projects/${project.id}` }, type: { href: `/api/v3/types/${types._embedded.elements[0]!.id}` } };
		const created = await this.send<{ id: number }>('POST', '/api/v3/work_packages', { ...values, _links: { ...links, ...place } });
		return created.id;
	}

	/** Moves updatedAt and nothing else. */
	async comment(id: number, text: string): Promise<void> {
		await this.send('POST', `/api/v3/work_packages/${id}/activities`, { comment: { raw: text } });
	}

	private async bodyOf(edit: WorkPackageEdit): Promise<{ readonly _links: Record<string, { readonly href: string | null }>; readonly [property: string]: unknown }> {
		const links: Record<string, { readonly href: string | null }> = {};
		if (edit.status !== undefined) links['status'] = { href: await this.hrefOf('statuses', edit.status) };
		if (edit.priority !== undefined) links['priority'] = { href: await this.hrefOf('priorities', edit.priority) };
		if (edit.assignee !== undefined) links['assignee'] = { href: edit.assignee === null ? null : `/api/v3/users/${edit.assignee}` };
		if (edit.parent !== undefined) links['parent'] = { href: `/api/v3/work_packages/${edit.parent}` };
		return {
			...(edit.subject === undefined ? {} : { subject: edit.subject }),
			...(edit.description === undefined ? {} : { description: { raw: edit.description } }),
			...(edit.dueDate === undefined ? {} : { dueDate: edit.dueDate }),
			_links: links,
		};
	}

	private async hrefOf(collection: 'statuses' | 'priorities', name: string): Promise<string> {
		const { _embedded } = await get<Collection>(this.access, `/api/v3/${collection}`);
		const found = _embedded.elements.find((element) => element.name === name);
		if (found === undefined) throw new Error(`OpenProject has no '${name}' among its ${collection}.`);
		return `/api/v3/${collection}/${found.id}`;
	}

	private async send<T>(method: 'PATCH' | 'POST', path: string, body: unknown): Promise<T> {
		const answer = await fetch(this.access.url + path, {
			method,
			headers: { authorization: `Basic ${Buffer.from(`apikey:${this.access.key}`).toString('base64')}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
		if (!answer.ok) throw new Error(`OpenProject answered ${method} ${path} with ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
		return (await answer.json()) as T;
	}
}
