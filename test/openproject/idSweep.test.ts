import type { RemotePort } from '../../src/run/remotePort';
import { listsOf, numbers, opened, serverWith } from './listBench';
import { json, scriptedServer } from './scriptedServer';

describe('the sweep of ids', () => {
	async function sweep(remote: RemotePort): Promise<string[][]> {
		const pages: string[][] = [];
		for await (const page of remote.ids()) pages.push([...page]);
		return pages;
	}

	test('lists every id of the scope, page by page with the size the server applies', async () => {
		const server = serverWith(25);
		server.add({ id: 26, typeId: 2 });
		server.maxPageSize = 10;
		const pages = await sweep(await opened(server));
		expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
		expect(pages.flat()).toEqual(numbers(25));
		expect(listsOf(server)[0]).toMatchObject({ select: 'total,elements/id', pageSize: '1000', sortBy: '[["id","asc"]]', includeSubprojects: 'false' });
	});

	test('gives nothing for an empty scope', async () => {
		expect((await sweep(await opened(scriptedServer()))).flat()).toEqual([]);
	});

	test('is refused where every page is the same one', async () => {
		const server = serverWith(30);
		const remote = await opened(server);
		server.override = (request) => (request.query?.['select'] === undefined ? undefined : json({ total: 30, _embedded: { elements: [{ id: 1 }, { id: 2 }] } }));
		await expect(sweep(remote)).rejects.toThrow(/page 2 of work packages repeats the page before/);
	});

	test('is refused where new ids come for ever', async () => {
		const server = serverWith(30);
		const remote = await opened(server);
		let id = 0;
		server.override = (request) => (request.query?.['select'] === undefined ? undefined : json({ total: 10 * ++id, _embedded: { elements: [{ id }] } }));
		await expect(sweep(remote)).rejects.toThrow(/does not end: 70 pages were read/);
	});

	test('refuses an id beyond 2^53, which would silently become another number', async () => {
		const server = serverWith(1);
		const remote = await opened(server);
		server.override = (request) => (request.query?.['select'] === undefined ? undefined : { status: 200, headers: {}, body: '{"total":1,"_embedded":{"elements":[{"id":9007199254740993}]}}' });
		await expect(sweep(remote)).rejects.toThrow('OpenProject gave "9007199254740993" as the id of a work package');
	});

	test('counts what is in scope without reading it', async () => {
		const server = serverWith(17);
		const remote = await opened(server);
		expect(await remote.total()).toBe(17);
		expect(server.requests).toHaveLength(1);
		expect(server.requests[0]!.query).toMatchObject({ pageSize: '0' });
	});
});
