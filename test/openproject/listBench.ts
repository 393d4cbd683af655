import type { RemotePort } from '../../src/run/remotePort';
import { openedRemote } from './remote';
import { scriptedServer, START_MS } from './scriptedServer';
import type { ScriptedServer } from './scriptedServer';

/** Queries of the lists of work packages so far, totals apart. */
export function listsOf(server: ScriptedServer): ReadonlyArray<Readonly<Record<string, string>>> {
	return server.requests.flatMap((request) => (request.path.endsWith('/work_packages') && request.query?.['pageSize'] !== '0' ? [request.query ?? {}] : []));
}

/** What a query asks of a filter. */
export function filterOf(query: Readonly<Record<string, string>>, name: string): unknown {
	return (JSON.parse(query['filters'] as string) as Array<Record<string, unknown>>).find((filter) => Object.hasOwn(filter, name))?.[name];
}

/** A server with rows one millisecond apart, 1 to count. */
export function serverWith(count: number, spacingUs = 1000): ScriptedServer {
	const server = scriptedServer();
	for (let id = 1; id <= count; id += 1) server.add({ id, updatedUs: START_MS * 1000 - (count - id + 1) * spacingUs });
	return server;
}

/** '1' to the count. */
export const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));
const small = { pageSize: 10 };

/** A remote that is opened, with pages of 10; requests are counted from here. */
export async function opened(server: ScriptedServer, more: Parameters<typeof openedRemote>[1] = small): Promise<RemotePort> {
	const remote = await openedRemote(server, more);
	server.requests.length = 0;
	return remote;
}
