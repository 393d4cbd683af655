import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { clientOf, filter, idsOf } from './openprojectClient';

const COUNT = 100_000;
/** Far above what is measured (about 10 ms), far below what sorting the table per request takes on a busy machine. */
const LIMIT_MS = 250;

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

beforeAll(async () => {
	server = await startOpenProject();
	client = clientOf(server);
	for (let number = 1; number <= COUNT; number += 1) server.store.create({ subject: `Task ${number}`, customFields: { 'FLRTS ID': `key-${number}` } });
});
afterAll(() => server.close());

/** The quickest of three. */
async function timed(parameters: Record<string, unknown>): Promise<number> {
	const times = [];
	for (let count = 0; count < 3; count += 1) {
		const started = performance.now();
		expect((await client.list(parameters)).status).toBe(200);
		times.push(performance.now() - started);
	}
	return Math.min(...times);
}

describe(`with ${COUNT} work packages`, () => {
	const inOrder = { sortBy: [['updatedAt', 'asc'], ['id', 'asc']], pageSize: '100' };

	it('pages by time of change, ids and keys come quickly', async () => {
		const since = server.store.get(COUNT / 2)!.updatedAt;
		expect(await timed({ ...inOrder, filters: [filter('updatedAt', '<>d', [since, ''])] })).toBeLessThan(LIMIT_MS);
		expect(await timed({ ...inOrder, filters: [], offset: '500' })).toBeLessThan(LIMIT_MS);
		expect(await timed({ filters: [], pageSize: '-1', offset: '50', select: 'total,elements/id' })).toBeLessThan(LIMIT_MS);
		expect(await timed({ filters: [filter('customField1', '=', [`key-${COUNT}`])] })).toBeLessThan(LIMIT_MS);
	});

	it('an edit moves its row to the end of the order', async () => {
		server.store.update(COUNT / 2, { subject: 'Edited' });
		const { json } = await client.list({ ...inOrder, filters: [], pageSize: '1', offset: String(COUNT) });
		expect([json.total, json._embedded.elements[0].subject]).toEqual([COUNT, 'Edited']);
	});

	it('every page of ids holds the next thousand', async () => {
		for (const page of [1, 50, COUNT / 1000]) {
			const ids = idsOf(await client.list({ filters: [], pageSize: '-1', offset: String(page), select: 'elements/id' }));
			expect(ids).toEqual(Array.from({ length: 1000 }, (_, index) => (page - 1) * 1000 + index + 1));
		}
	});
});
