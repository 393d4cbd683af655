import type { HttpPort } from '../../../src/openproject';

/** A work package as somebody looks at it. */
export interface Package {
	readonly id: number;
	readonly subject: string;
	readonly startDate: string | null;
	readonly dueDate: string | null;
	readonly parentId: number | null;
	/** Whatever custom text field holds a uuid. */
	readonly key: string | null;
	/** Titles of links, by property. */
	readonly links: ReadonlyMap<string, string | null>;
}

type Raw = Readonly<Record<string, unknown>> & { readonly id: number; readonly subject: string; readonly _links: Readonly<Record<string, { readonly href?: string | null; readonly title?: string | null }>> };

/** All work packages of a project, as somebody who looks at every page sees them. */
export async function readPackages(http: HttpPort, project: string): Promise<readonly Package[]> {
	const all: Package[] = [];
	for (let offset = 1; ; offset += 1) {
		const answer = await http.send({ method: 'GET', path: `/api/v3/projects/${project}/work_packages`, query: { filters: '[]', pageSize: '200', offset: String(offset) }, timeoutMs: 120_000 });
		const { total, _embedded } = JSON.parse(answer.body) as { readonly total: number; readonly _embedded: { readonly elements: readonly Raw[] } };
		all.push(..._embedded.elements.map(packageOf));
		if (all.length >= total || _embedded.elements.length === 0) return all;
	}
}

function packageOf(raw: Raw): Package {
	const parent = /\/(\d+)$/.exec(raw._links['parent']?.href ?? '')?.[1];
	const uuid = Object.entries(raw).find(([name, value]) => name.startsWith('customField') && typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value))?.[1];
	return {
		id: raw.id,
		subject: raw.subject,
		startDate: (raw['startDate'] as string | null | undefined) ?? null,
		dueDate: (raw['dueDate'] as string | null | undefined) ?? null,
		parentId: parent === undefined ? null : Number(parent),
		key: typeof uuid === 'string' ? uuid : null,
		links: new Map(Object.entries(raw._links).map(([name, link]) => [name, Array.isArray(link) ? null : (link?.title ?? null)])),
	};
}

/** An edit by a person. Gives the due date the work package has then. @throws where it is refused. */
export async function writePackage(http: HttpPort, id: number, values: Readonly<Record<string, unknown>>): Promise<string | null> {
	const path = `/api/v3/work_packages/${id}`;
	const { lockVersion } = JSON.parse((await http.send({ method: 'GET', path, timeoutMs: 60_000 })).body) as { readonly lockVersion: number };
	const answer = await http.send({ method: 'PATCH', path, body: { ...values, lockVersion }, timeoutMs: 60_000 });
	if (answer.status !== 200) throw new Error(`A person's edit of work package ${id} was refused: ${answer.status} ${answer.body.slice(0, 300)}`);
	return (JSON.parse(answer.body) as { readonly dueDate?: string | null }).dueDate ?? null;
}
