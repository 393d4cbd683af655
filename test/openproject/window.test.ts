import { RemoteAnswerError, RemoteUnavailableError } from '../../src/errors';
import type { RemotePage } from '../../src/run/remotePort';
import { fakeClock } from './fakeClock';
import { filterOf, listsOf, numbers, opened, serverWith } from './listBench';
import { json, scriptedServer, START_MS, workPackageOf } from './scriptedServer';
import type { ScriptedServer } from './scriptedServer';

async function idsOf(pages: AsyncIterable<RemotePage>): Promise<string[]> {
	const ids: string[] = [];
	for await (const page of pages) ids.push(...page.records.map((record) => record.id));
	return ids;
}

describe('the window of changed work packages', () => {
	test('delivers everything in scope once and in order where nothing changes meanwhile', async () => {
		const server = serverWith(95);
		expect(await idsOf((await opened(server)).window(null))).toEqual(numbers(95));
	});

	test('asks for the first page every time, advancing the lower bound of an inclusive filter, in the scope and with closed ones', async () => {
		const server = serverWith(25);
		await idsOf((await opened(server)).window('2026-02-01T00:00:00.000Z'));
		const lists = listsOf(server);
		expect(lists.map((query) => query['offset'])).toEqual(['1', '1', '1']);
		expect(filterOf(lists[0]!, 'updatedAt')).toEqual({ operator: '<>d', values: ['2026-02-01T00:00:00.000Z', ''] });
		expect(filterOf(lists[1]!, 'updatedAt')).toEqual({ operator: '<>d', values: [new Date(START_MS - 16).toISOString(), ''] });
		expect(filterOf(lists[0]!, 'project')).toBeUndefined();
		expect(server.requests.filter((request) => request.path.endsWith('/work_packages')).map(({ path }) => path)).toContain('/api/v3/projects/3/work_packages');
		expect(filterOf(lists[0]!, 'type')).toEqual({ operator: '=', values: ['1'] });
		expect(filterOf(lists[0]!, 'status')).toEqual({ operator: '*', values: [] });
		expect(lists[0]).toMatchObject({ includeSubprojects: 'false', sortBy: '[["updatedAt","asc"],["id","asc"]]', pageSize: '10' });
	});

	test('asks for everything without a filter on the time where no lower bound is given', async () => {
		const server = serverWith(3);
		await idsOf((await opened(server)).window(null));
		expect(filterOf(listsOf(server)[0]!, 'updatedAt')).toBeUndefined();
	});

	test('leaves out other projects and types', async () => {
		const server = serverWith(5);
		server.add({ id: 6, projectId: 4 });
		server.add({ id: 7, typeId: 2 });
		expect(await idsOf((await opened(server)).window(null))).toEqual(numbers(5));
	});

	test('loses no record when one on a page already read is edited between pages', async () => {
		const server = serverWith(60);
		server.beforeList = (count) => {
			server.nowMs += 1;
			if (count >= 1 && count <= 4) server.edit(count);
		};
		const ids = await idsOf((await opened(server)).window(null));
		expect([...new Set(ids)].map(Number).sort((a, b) => a - b).map(String)).toEqual(numbers(60));
		expect(ids.filter((id) => id === '1')).toHaveLength(2);
	});

	test('delivers the newest state of a record edited ahead of the reader', async () => {
		const server = serverWith(30);
		server.beforeList = (count) => {
			if (count === 1) server.edit(30);
		};
		const versions = new Map<string, number>();
		for await (const page of (await opened(server)).window(null)) for (const record of page.records) versions.set(record.id, record.lockVersion);
		expect(versions.size).toBe(30);
		expect(versions.get('30')).toBe(1);
	});

	test('does not hand on a record twice because the lower bound is inclusive', async () => {
		const server = serverWith(40, 250);
		const ids = await idsOf((await opened(server)).window(null));
		expect(ids).toHaveLength(40);
	});

	test('ends while records keep being edited faster than they are read', async () => {
		const server = serverWith(200);
		server.beforeList = () => {
			for (let id = 101; id <= 200; id += 1) {
				server.nowMs += 1;
				server.edit(id);
			}
		};
		const ids = new Set(await idsOf((await opened(server)).window(null)));
		expect(numbers(100).filter((id) => !ids.has(id))).toEqual([]);
		expect(listsOf(server).length).toBeLessThanOrEqual(2 * 20 + 51);
	});

	test('reads 5,000 records changed in one millisecond', async () => {
		const server = scriptedServer();
		for (let id = 1; id <= 5000; id += 1) server.add({ id, updatedUs: START_MS * 1000 + (id % 1000) });
		const ids = await idsOf((await opened(server, { pageSize: 200 })).window('2026-01-01T00:00:00.000Z'));
		expect(ids).toHaveLength(5000);
		expect(new Set(ids).size).toBe(5000);
		expect(listsOf(server).length).toBeLessThan(40);
	});

	test('loses none of 500 records of one millisecond while some are edited away between the pages', async () => {
		const server = scriptedServer();
		for (let id = 1; id <= 500; id += 1) server.add({ id, updatedUs: START_MS * 1000 });
		server.beforeList = (count) => {
			server.nowMs += 5;
			if (count >= 2 && count <= 12) server.edit(count);
		};
		const ids = await idsOf((await opened(server, { pageSize: 20 })).window(null));
		expect(new Set(ids).size).toBe(500);
	});

	test('falls back to single reads where the pages of one millisecond never agree with the ids', async () => {
		const server = scriptedServer();
		for (let id = 1; id <= 30; id += 1) server.add({ id, updatedUs: START_MS * 1000 });
		const hidden = 17;
		server.override = (request) => {
			if (!request.path.endsWith('/work_packages') || request.query?.['select'] !== undefined || request.query?.['pageSize'] === '0') return undefined;
			const offset = Number(request.query?.['offset']);
			const range = filterOf(request.query ?? {}, 'updatedAt') as { values: string[] } | undefined;
			if (range !== undefined && Date.parse(range.values[0]!) > START_MS) return undefined;
			const shown = server.rows.filter((row) => row.id !== hidden).slice((offset - 1) * 10, offset * 10);
			return json({ _type: 'WorkPackageCollection', total: 30, count: shown.length, pageSize: 10, _embedded: { elements: shown.map((row) => workPackageOf(row)) } });
		};
		const ids = await idsOf((await opened(server)).window(null));
		expect(new Set(ids).size).toBe(30);
		expect(server.requests.filter((request) => request.path === `/api/v3/work_packages/${hidden}`)).toHaveLength(1);
	});

	test('goes on after a millisecond full of records', async () => {
		const server = scriptedServer();
		for (let id = 1; id <= 25; id += 1) server.add({ id, updatedUs: START_MS * 1000 });
		for (let id = 26; id <= 50; id += 1) server.add({ id, updatedUs: (START_MS + 1) * 1000 });
		for (let id = 51; id <= 60; id += 1) server.add({ id, updatedUs: (START_MS + id) * 1000 });
		expect(new Set(await idsOf((await opened(server)).window(null))).size).toBe(60);
	});

	test('takes the page size the server really applies', async () => {
		const server = serverWith(55);
		server.maxPageSize = 7;
		expect(await idsOf((await opened(server, { pageSize: 200 })).window(null))).toEqual(numbers(55));
	});

	test('hands on one empty page with the server’s time where nothing changed', async () => {
		const pages: RemotePage[] = [];
		for await (const page of (await opened(scriptedServer())).window('2026-02-01T00:00:00.000Z')) pages.push(page);
		expect(pages).toEqual([{ records: [], serverTimeMs: START_MS, tookMs: 0 }]);
	});

	test('asks for the next page while the consumer works on this one', async () => {
		const server = serverWith(40);
		const pages = (await opened(server)).window(null)[Symbol.asyncIterator]();
		await pages.next();
		await new Promise((resolve) => setImmediate(resolve));
		expect(listsOf(server)).toHaveLength(2);
	});

	test('stops asking once the consumer has stopped, also between two attempts of a page', async () => {
		const server = serverWith(40);
		const clock = fakeClock();
		let release = (): void => undefined;
		const paused = new Promise<void>((resolve) => (release = resolve));
		const remote = await opened(server, { pageSize: 10, clock: { ...clock, sleep: async () => await paused } });
		server.override = (request) => (listsOf(server).length > 1 && request.path.endsWith('/work_packages') ? { status: 503, headers: {}, body: '' } : undefined);
		for await (const page of remote.window(null)) {
			expect(page.records).toHaveLength(10);
			break;
		}
		const before = server.requests.length;
		release();
		await new Promise((resolve) => setImmediate(resolve));
		expect(server.requests.length).toBe(before);
	});

	test('fails as unavailable where a page does not come after all attempts', async () => {
		const server = serverWith(40);
		const remote = await opened(server);
		server.override = (request) => (request.path.endsWith('/work_packages') && listsOf(server).length > 1 ? { status: 502, headers: {}, body: '<html>' } : undefined);
		await expect(idsOf(remote.window(null))).rejects.toThrow(RemoteUnavailableError);
		expect(listsOf(server)).toHaveLength(1 + 5);
	});
});

describe('a server whose pages make no sense', () => {
	function answering(server: ScriptedServer, pageOf: (query: Readonly<Record<string, string>>) => object): void {
		server.override = (request) => (request.path.endsWith('/work_packages') && request.query?.['pageSize'] !== '0' ? json(pageOf(request.query ?? {})) : undefined);
	}
	const page = (rows: readonly object[], total: number): object => ({ _type: 'WorkPackageCollection', total, count: rows.length, pageSize: 10, _embedded: { elements: rows } });
	const row = (id: number, ms: number): object => workPackageOf({ id, updatedUs: ms * 1000, lockVersion: 0, subject: 'x', projectId: 3, typeId: 1, key: null });

	test('is found out when it ignores the filter on the time', async () => {
		const server = scriptedServer();
		const remote = await opened(server);
		answering(server, () => page(Array.from({ length: 10 }, (_, index) => row(index + 1, START_MS + index)), 1000));
		await expect(idsOf(remote.window(null))).rejects.toThrow(/was asked for work packages changed from .* and delivered number 1/);
	});

	test('is found out when it does not sort', async () => {
		const server = scriptedServer();
		const remote = await opened(server);
		answering(server, () => page([row(1, START_MS + 5), row(2, START_MS)], 2));
		await expect(idsOf(remote.window(null))).rejects.toThrow(/in the order of their changes and delivered number 1 .* before 2/);
	});

	test('is found out when it announces records and delivers none', async () => {
		const server = scriptedServer();
		const remote = await opened(server);
		answering(server, () => page([], 12));
		await expect(idsOf(remote.window(null))).rejects.toThrow('OpenProject announces 12 work packages and delivers none of them.');
	});

	test('is found out when its list never ends within the past', async () => {
		const server = scriptedServer();
		const remote = await opened(server);
		let next = START_MS - 10_000_000;
		server.nowMs = START_MS;
		server.override = (request) => {
			if (!request.path.endsWith('/work_packages') || request.query?.['pageSize'] === '0') return undefined;
			const values = (filterOf(request.query ?? {}, 'updatedAt') as { values: string[] } | undefined)?.values;
			next = values === undefined ? next : Date.parse(values[0]!);
			return json(page([row(1, next), row(2, next + 1)], 20), 200, { date: new Date(START_MS).toUTCString() });
		};
		await expect(idsOf(remote.window(null))).rejects.toThrow(RemoteAnswerError);
		expect(listsOf(server).length).toBeLessThan(100);
	});

	test('ends without an error where its list never ends in the future: that is for the next window', async () => {
		const server = scriptedServer();
		const remote = await opened(server);
		let next = START_MS + 10_000;
		server.override = (request) => {
			if (!request.path.endsWith('/work_packages') || request.query?.['pageSize'] === '0') return undefined;
			next += 1;
			return json(page([row(1, next), row(2, next + 1)], 20), 200, { date: new Date(START_MS).toUTCString() });
		};
		expect((await idsOf(remote.window(null))).length).toBeGreaterThan(10);
	});

	test('is found out when a page of one millisecond ignores the upper bound', async () => {
		const server = scriptedServer();
		const remote = await opened(server);
		answering(server, (query) => {
			const range = filterOf(query, 'updatedAt') as { values: string[] } | undefined;
			return range === undefined ? page(Array.from({ length: 10 }, (_, index) => row(index + 1, START_MS)), 500) : page([row(11, START_MS + 60_000)], 500);
		});
		await expect(idsOf(remote.window(null))).rejects.toThrow(/may be dropping the filters/);
	});
});
