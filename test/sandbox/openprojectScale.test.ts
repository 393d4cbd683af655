import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { clientOf, filter, idsOf } from './openprojectClient';

const COUNT = 100_000;

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

beforeAll(async () => {
	server = await startOpenProject();
	client = clientOf(server);
	for (let number = 1; number <= COUNT; number += 1) server.store.create({ subject: `Task ${number}`, customFields: { 'FLRTS ID': `key-${number}` } });
});
afterAll(() => server.close());

describe(`with ${COUNT} work packages`, () => {
	const inOrder = { sortBy: [['updatedAt', 'asc'], ['id', 'asc']], pageSize: '100' };

	it('gives pages by time of change, and finds keys', async () => {
		const since = server.store.get(COUNT / 2)!.updatedAt;
		expect((await client.list({ ...inOrder, filters: [filter('updatedAt', '<>d', [since, ''])] })).json.total).toBeGreaterThanOrEqual(COUNT / 2);
		expect(idsOf(await client.list({ filters: [filter('customField1', '=', [`key-${COUNT}`])] }))).toEqual([COUNT]);
	});

	it('an edit moves its row to the end of the order', async () => {
		server.store.update(COUNT / 2, { subject: 'Edited' });
		const { json } = await client.list({ ...inOrder, filters: [], pageSize: '1', offset: String(COUNT) });
		expect([json.total, json._embedded.elements[0].subject]).toEqual([COUNT, 'Edited']);
	});

	it('every page of ids holds the next thousand', async () => {
		for (const page of [1, 50, COUNT / 1000]) {
			const ids = idsOf(await client.list({ filters: [], pageSize: '1000', offset: String(page), select: 'elements/id' }));
			expect(ids).toEqual(Array.from({ length: 1000 }, (_, index) => (page - 1) * 1000 + index + 1));
		}
	});
});
