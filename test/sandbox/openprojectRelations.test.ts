import { startOpenProject, type OpenProjectServer, type OpenProjectVersion } from '../../sandbox/openproject';
import { attributesOf, clientOf, filter, link, PATH, type Json } from './openprojectClient';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

async function start(version: OpenProjectVersion): Promise<void> {
	server = await startOpenProject({ version });
	client = clientOf(server);
}

afterEach(async () => await server.close());

const patch = async (id: number, body: Json): Promise<Json> => await client.patch(id, { lockVersion: server.store.get(id)!.lockVersion, ...body });

const relate = async (from: number, type: string, to: number, more: Json = {}): Promise<Json> => await client.post(`${PATH}/${from}/relations`, { type, ...more, _links: { to: link('work_packages', to) } });

const datesOf = (id: number): unknown[] => [server.store.get(id)!.startDate, server.store.get(id)!.dueDate];

// What a running 15.4.0 answered on 29 November 2026.
describe('relations in 15.4', () => {
	beforeEach(async () => {
		await start('15.4');
		await client.create({ subject: 'A', startDate: '2026-06-01', dueDate: '2026-06-05' });
		await client.create({ subject: 'B', startDate: '2026-06-01', dueDate: '2026-06-02' });
	});

	it('move what follows to the next working day, and later again with what it follows, but never back', async () => {
		const reply = await relate(2, 'follows', 1);
		expect(reply.status).toBe(201);
		expect(reply.json).toMatchObject({ _type: 'Relation', type: 'follows', reverseType: 'precedes', lag: null, _links: { from: { title: 'B' }, to: { title: 'A' } } });
		expect(datesOf(2)).toEqual(['2026-06-08', '2026-06-09']);
		await patch(1, { dueDate: '2026-06-12' });
		expect(datesOf(2)).toEqual(['2026-06-15', '2026-06-16']);
		expect(attributesOf(await patch(2, { startDate: '2026-06-01' }))).toEqual(['startDate']);
		await patch(1, { dueDate: '2026-06-03' });
		expect(datesOf(2)).toEqual(['2026-06-15', '2026-06-16']);
	});

	it('are stored one way round, and keep their lag', async () => {
		const reply = await relate(1, 'precedes', 2, { lag: 1, description: 'd' });
		expect(reply.json).toMatchObject({ type: 'follows', lag: 1, description: 'd', _links: { from: { title: 'B' }, to: { title: 'A' } } });
		expect(datesOf(2)).toEqual(['2026-06-09', '2026-06-10']);
	});

	it('are listed by their ends and kinds, and can be removed', async () => {
		const { json } = await relate(2, 'follows', 1);
		const totalOf = async (name: string, value: string): Promise<number> => (await client.list({ filters: [filter(name, '=', [value])] }, '/api/v3/relations')).json.total;
		expect([await totalOf('involved', '1'), await totalOf('from', '1'), await totalOf('to', '1'), await totalOf('type', 'follows'), await totalOf('type', 'blocks')]).toEqual([1, 0, 1, 1, 0]);
		expect((await client.get(`${PATH}/1/relations`)).json).toMatchObject({ total: 1 });
		expect((await client.call('DELETE', `/api/v3/relations/${json.id}`)).status).toBe(204);
		expect((await client.get(`/api/v3/relations/${json.id}`)).status).toBe(404);
	});

	it.each<[string, () => Promise<Json>, string[]]>([
		['to nothing', async () => await relate(1, 'relates', 99), ['to', 'base']],
		['to itself', async () => await relate(1, 'relates', 1), ['base']],
		['of no kind', async () => await relate(1, 'nonsense', 2), ['type']],
	])('%s are refused', async (_, ask, attributes) => {
		const reply = await ask();
		expect([reply.status, attributesOf(reply)]).toEqual([422, attributes]);
	});

	it('are gone with either end', async () => {
		await relate(2, 'follows', 1);
		await client.remove(1);
		expect((await client.get('/api/v3/relations')).json.total).toBe(0);
	});
});

it.each<OpenProjectVersion>(['16', '17'])('in %s a first predecessor makes a work package automatic', async (version) => {
	await start(version);
	await client.create({ subject: 'A', dueDate: '2026-06-05' });
	await client.create({ subject: 'B', startDate: '2026-06-22', dueDate: '2026-06-23' });
	await relate(2, 'follows', 1);
	expect(server.store.get(2)).toMatchObject({ scheduleManually: false, startDate: '2026-06-08', dueDate: '2026-06-09' });
});

// Seen on 15.4.0, but for the last.
describe('an automatic parent', () => {
	it('takes the dates of its children, lets nobody write them, and loses its own where no child has any', async () => {
		await start('15.4');
		await client.create({ subject: 'Q', dueDate: '2026-06-30' });
		const below = { _links: { parent: link('work_packages', 1) } };
		await client.create({ subject: 'inherits', ...below });
		expect(datesOf(1)).toEqual(['2026-06-30', '2026-06-30']);
		expect(attributesOf(await patch(1, { dueDate: '2026-07-01' }))).toEqual(['dueDate']);
		await patch(2, { dueDate: null });
		expect(datesOf(1)).toEqual([null, null]);
		expect((await patch(1, { scheduleManually: true, dueDate: '2026-07-01' })).json).toMatchObject({ scheduleManually: true, dueDate: '2026-07-01' });
	});

	it('ignores free days where a child does', async () => {
		await start('15.4');
		await client.create({ subject: 'Q' });
		await client.create({ subject: 'C', dueDate: '2026-06-06', ignoreNonWorkingDays: true, _links: { parent: link('work_packages', 1) } });
		expect((await client.read(1)).json).toMatchObject({ dueDate: '2026-06-06', ignoreNonWorkingDays: true });
	});

	it('keeps its dates where a child is deleted or goes elsewhere', async () => {
		await start('15.4');
		await client.create({ subject: 'Q' });
		await client.create({ subject: 'C', dueDate: '2026-06-12', _links: { parent: link('work_packages', 1) } });
		await patch(2, { _links: { parent: { href: null } } });
		expect(datesOf(1)).toEqual(['2026-06-12', '2026-06-12']);
	});

	it('is what a first child makes of one in 17', async () => {
		await start('17');
		await client.create({ subject: 'Q', dueDate: '2026-06-30' });
		expect(server.store.get(1)!.scheduleManually).toBe(true);
		await client.create({ subject: 'C', startDate: null, dueDate: '2026-06-12', _links: { parent: link('work_packages', 1) } });
		expect(server.store.get(1)).toMatchObject({ scheduleManually: false, dueDate: '2026-06-12' });
	});
});
