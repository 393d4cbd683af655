import { numbers, opened, serverWith } from '../openproject/listBench';
import { json } from '../openproject/scriptedServer';

describe('the sweep of ids', () => {
	test('E6: is refused where the list announces work packages and delivers none', async () => {
		const server = serverWith(30);
		const remote = await opened(server);
		const sweep = async (): Promise<string[]> => {
			const ids: string[] = [];
			for await (const page of remote.ids()) ids.push(...page);
			return ids;
		};
		expect(await sweep()).toEqual(numbers(30));
		server.override = (request) => (request.query?.['select'] === undefined ? undefined : json({ total: 30, _embedded: { elements: [] } }));
		await expect(sweep()).rejects.toThrow(/announces 30 work packages and delivers none/);
	});
});
