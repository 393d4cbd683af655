import type { HttpPort, HttpRequest, HttpResponse } from '../../src/openproject';

/** A work package of the scripted server. `updatedUs` has microseconds, of which the API shows milliseconds only. */
export interface ScriptedRow {
	id: number;
	updatedUs: number;
	lockVersion: number;
	subject: string;
	projectId: number;
	typeId: number;
	key: string | null;
}

export interface ScriptedServer extends HttpPort {
	readonly rows: ScriptedRow[];
	readonly requests: HttpRequest[];
	/** Called before each list of work packages is answered, with how many were before it. */
	beforeList: (count: number) => void;
	/** Changes an answer before it goes out; undefined leaves it. */
	override: (request: HttpRequest) => HttpResponse | undefined;
	/** The server's time in milliseconds. */
	nowMs: number;
	maxPageSize: number;
	add(row: Partial<ScriptedRow>): ScriptedRow;
	/** An edit: a new lockVersion and the present time. */
	edit(id: number): void;
}

export const START_MS = Date.parse('2026-03-01T08:00:00.000Z');

/** An OpenProject in memory, as far as lists and reads of work packages go, that tests can change between two requests. */
export function scriptedServer(): ScriptedServer {
	let lists = 0;
	const server: ScriptedServer = {
		rows: [],
		requests: [],
		beforeList: () => undefined,
		override: () => undefined,
		nowMs: START_MS,
		maxPageSize: 1000,
		add(row) {
			const id = row.id ?? server.rows.length + 1;
			const added = { id, updatedUs: START_MS * 1000 + id, lockVersion: 0, subject: `Task ${id}`, projectId: 3, typeId: 1, key: null, ...row };
			server.rows.push(added);
			return added;
		},
		edit(id) {
			const row = server.rows.find((one) => one.id === id) as ScriptedRow;
			row.lockVersion += 1;
			row.updatedUs = server.nowMs * 1000 + (server.rows.length % 1000);
		},
		async send(request) {
			server.requests.push(request);
			await Promise.resolve();
			if (request.path.endsWith('/work_packages') && request.query?.['pageSize'] !== '0') server.beforeList(lists++);
			return server.override(request) ?? answer(server, request);
		},
	};
	return server;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): HttpResponse {
	return { status, headers: { 'content-type': 'application/hal+json; charset=utf-8', ...headers }, body: JSON.stringify(body) };
}

export function apiError(status: number, identifier: string, message = 'No.', more: object = {}): HttpResponse {
	return json({ _type: 'Error', errorIdentifier: `urn:openproject-org:api:v3:errors:${identifier}`, message, ...more }, status);
}

export function collection(elements: readonly unknown[], total = elements.length): object {
	return { _type: 'Collection', total, count: elements.length, _embedded: { elements } };
}

const named = (path: string, id: number, name: string, more: object = {}): object => ({ id, name, ...more, _links: { self: { href: `/api/v3/${path}/${id}`, title: name } } });

export const catalog: Readonly<Record<string, object>> = {
	'/api/v3/users/me': { _type: 'User', id: 4, name: 'Sync', admin: false },
	'/api/v3/configuration': { _type: 'Configuration', maximumApiV3PageSize: 1000 },
	'/api/v3/memberships': collection([{ _links: { project: { href: '/api/v3/projects/3' }, roles: [{ href: '/api/v3/roles/8' }] } }]),
	'/api/v3/projects/flrts': { _type: 'Project', ...named('projects', 3, 'FLRTS'), identifier: 'flrts' },
	'/api/v3/projects/3': { _type: 'Project', ...named('projects', 3, 'FLRTS'), identifier: 'flrts' },
	'/api/v3/projects': collection([{ ...named('projects', 3, 'FLRTS'), identifier: 'flrts' }, { ...named('projects', 5, 'Field Reports'), identifier: 'field-reports' }]),
	'/api/v3/projects/3/types': collection([named('types', 1, 'Task'), named('types', 2, 'Milestone', { isMilestone: true })]),
	'/api/v3/projects/3/versions': collection([named('versions', 11, 'v1'), named('versions', 12, 'Twin'), named('versions', 13, 'Twin')]),
	'/api/v3/projects/3/categories': collection([named('categories', 21, 'Roof')]),
	'/api/v3/statuses': collection([named('statuses', 1, 'New'), named('statuses', 7, 'In progress'), named('statuses', 12, 'Closed')]),
	'/api/v3/priorities': collection([named('priorities', 7, 'Low'), named('priorities', 8, 'Normal')]),
	'/api/v3/work_packages/schemas/3-1': {
		_type: 'Schema',
		subject: { type: 'String', name: 'Subject' },
		storyPoints: { type: 'Integer', name: 'Story points' },
		budget: { type: 'Budget', name: 'Budget' },
		customField7: { type: 'String', name: 'FLRTS ID', required: false },
		customField8: { type: 'Formattable', name: 'Notes' },
		customField9: { type: 'CustomOption', name: 'Weather', _links: { allowedValues: [{ href: '/api/v3/custom_options/91', title: 'Dry' }, { href: '/api/v3/custom_options/92', title: 'Wet' }] } },
		customField10: { type: '[]CustomOption', name: 'Crew', _embedded: { allowedValues: [{ _type: 'CustomOption', id: 93, value: 'North', _links: { self: { href: '/api/v3/custom_options/93' } } }, { _type: 'CustomOption', id: 94, value: 'South', _links: { self: { href: '/api/v3/custom_options/94' } } }] } },
		customField11: { type: 'User', name: 'Inspector', _links: { allowedValues: { href: '/api/v3/principals?filters=%5B%5D' } } },
		customField12: { type: 'Integer', name: 'Count' },
		customField13: { type: 'Version', name: 'Found in', _links: { allowedValues: { href: '/openproject/api/v3/projects/3/versions' } } },
		customField14: { type: 'String', name: 'Twin' },
		customField15: { type: 'String', name: 'Twin' },
	},
	'/api/v3/work_packages/schemas/3-2': { _type: 'Schema', customField7: { type: 'String', name: 'FLRTS ID' } },
};

export function workPackageOf(row: ScriptedRow, more: object = {}): object {
	const time = new Date(Math.floor(row.updatedUs / 1000)).toISOString();
	return {
		_type: 'WorkPackage', id: row.id, lockVersion: row.lockVersion, subject: row.subject, description: { format: 'markdown', raw: '', html: '' },
		startDate: null, dueDate: null, createdAt: '2026-01-01T00:00:00.000Z', updatedAt: time, customField7: row.key,
		_links: {
			self: { href: `/api/v3/work_packages/${row.id}`, title: row.subject },
			project: { href: `/api/v3/projects/${row.projectId}`, title: 'FLRTS' },
			type: { href: `/api/v3/types/${row.typeId}`, title: row.typeId === 2 ? 'Milestone' : 'Task' },
			status: { href: '/api/v3/statuses/1', title: 'New' },
			priority: { href: '/api/v3/priorities/8', title: 'Normal' },
			author: { href: '/api/v3/users/4', title: 'Sync' },
			parent: { href: null },
		},
		...more,
	};
}

function answer(server: ScriptedServer, request: HttpRequest): HttpResponse {
	const date = { date: new Date(server.nowMs).toUTCString() };
	const project = /^\/api\/v3(?:\/projects\/(\d+))?\/work_packages$/.exec(request.path);
	if (project !== null) return json(list(server, project[1] ?? null, request.query ?? {}), 200, date);
	const id = /^\/api\/v3\/work_packages\/(\d+)$/.exec(request.path)?.[1];
	const row = server.rows.find((one) => String(one.id) === id);
	if (row !== undefined) return json(workPackageOf(row), 200, date);
	const known = catalog[request.path];
	return known === undefined ? apiError(404, 'NotFound', 'The requested resource could not be found.') : json(known, 200, date);
}

type Filters = ReadonlyArray<Record<string, { readonly operator: string; readonly values: readonly string[] }>>;

function list(server: ScriptedServer, projectId: string | null, query: Readonly<Record<string, string>>): object {
	const filters = JSON.parse(query['filters'] ?? '[{"status":{"operator":"o","values":[]}}]') as Filters;
	const found = server.rows.filter((row) => (projectId === null || String(row.projectId) === projectId) && filters.every((filter) => Object.entries(filter).every(([name, { values }]) => matches(row, name, values))));
	const byUpdate = (query['sortBy'] ?? '').includes('updatedAt');
	found.sort((a, b) => (byUpdate ? a.updatedUs - b.updatedUs || a.id - b.id : a.id - b.id));
	const asked = Number(query['pageSize'] ?? 20);
	const pageSize = asked < 0 ? server.maxPageSize : Math.min(asked, server.maxPageSize);
	const from = (Math.max(1, Number(query['offset'] ?? 1)) - 1) * pageSize;
	const page = found.slice(from, from + pageSize);
	if (query['select'] !== undefined) return { total: found.length, _embedded: { elements: page.map((row) => ({ id: row.id })) } };
	return { _type: 'WorkPackageCollection', total: found.length, count: page.length, pageSize, offset: Number(query['offset'] ?? 1), _embedded: { elements: page.map((row) => workPackageOf(row)) } };
}

function matches(row: ScriptedRow, name: string, values: readonly string[]): boolean {
	switch (name) {
		case 'updatedAt': return (values[0] === '' || row.updatedUs >= Date.parse(values[0] as string) * 1000) && (values[1] === '' || row.updatedUs <= Date.parse(values[1] as string) * 1000);
		case 'project': return values.includes(String(row.projectId));
		case 'type': return values.includes(String(row.typeId));
		case 'customField7': return values.includes(row.key ?? '');
		case 'status':
		case 'author':
		case 'createdAt': return true;
		default: throw new Error(`The scripted server knows no filter ${name}.`);
	}
}
