import { startOpenProject, type OpenProjectServer, type OpenProjectVersion } from '../../sandbox/openproject';
import { clientOf, link, PATH, type Json } from './openprojectClient';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

async function start(version: OpenProjectVersion = '17'): Promise<void> {
	server = await startOpenProject({ version });
	client = clientOf(server);
}

beforeEach(async () => await start());
afterEach(async () => await server.close());

const IN_FIELD_WORK = { project: link('projects', 1), type: link('types', 1) };

const schemaOf = async (path = `${PATH}/form`, body: unknown = { subject: 'A', _links: IN_FIELD_WORK }): Promise<Json> => (await client.post(path, body)).json._embedded.schema;

const titlesOf = (property: Json): string[] => property._links.allowedValues.map(({ title }: Json) => title);

describe('a form', () => {
	it('answers with 200 and tells what would be written, and what is wrong', async () => {
		const good = await client.post(`${PATH}/form`, { subject: 'A', _links: IN_FIELD_WORK });
		expect(good.status).toBe(200);
		expect(good.json).toMatchObject({ _type: 'Form', _embedded: { payload: { subject: 'A', _links: { status: { title: 'New' } } }, validationErrors: {} } });
		expect(good.json._links).toMatchObject({ self: { href: `${PATH}/form`, method: 'post' }, validate: { method: 'post' }, commit: { href: PATH, method: 'post' } });
		const bad = await client.post('/api/v3/projects/1/work_packages/form', { subject: '' });
		expect([bad.status, Object.keys(bad.json._embedded.validationErrors)]).toEqual([200, ['subject']]);
		expect(bad.json._links).not.toHaveProperty('commit');
		expect(server.store.count).toBe(0);
	});

	it('of a work package holds its values, and refuses a lock version that is not the present one', async () => {
		server.store.create({ subject: 'A' });
		const form = await client.post(`${PATH}/1/form`, { lockVersion: 0, subject: 'B' });
		expect([form.status, form.json._embedded.payload]).toMatchObject([200, { lockVersion: 0, subject: 'B' }]);
		expect(form.json._links.commit).toEqual({ href: `${PATH}/1`, method: 'patch' });
		expect(form.json._embedded.schema.assignee._links.allowedValues).toEqual({ href: `${PATH}/1/available_assignees` });
		expect((await client.post(`${PATH}/1/form`, { lockVersion: 7 })).status).toBe(409);
		expect(server.store.get(1)).toMatchObject({ subject: 'A', lockVersion: 0 });
	});

	it.each([
		['type', ['Task', 'Milestone', 'Phase']],
		['priority', ['Low', 'Normal', 'High', 'Immediate']],
		['version', ['Spring season', 'Autumn season']],
		['category', ['Maintenance', 'Inspection']],
		['customField2', ['North yard', 'South yard', 'Pump house', 'Main gate']],
		['customField5', ['Electrical', 'Plumbing', 'Carpentry', 'Groundworks']],
		['customField10', ['Spring season', 'Autumn season']],
	])('links and embeds the allowed values of %s', async (property, titles) => {
		const schema = await schemaOf();
		expect(titlesOf(schema[property])).toEqual(titles);
		expect(schema[property]._embedded.allowedValues).toHaveLength(titles.length);
	});

	it('allows the present status and those the workflow leads to', async () => {
		const titles = titlesOf((await schemaOf()).status);
		expect(titles).toEqual(expect.arrayContaining(['New', 'In progress']));
		expect(titles).not.toContain('Tested');
	});

	it.each([
		['assignee', '/api/v3/projects/1/available_assignees'],
		['customField3', expect.stringMatching(/^\/api\/v3\/principals\?filters=.*member.*&pageSize=-1$/)],
		['customField12', '/api/v3/custom_fields/12/items'],
		['project', `${PATH}/available_projects`],
	])('gives an address to ask for the values of %s', async (property, href) => {
		expect((await schemaOf())[property]._links.allowedValues).toEqual({ href });
	});
});

describe('schemas', () => {
	it('of a type and those embedded in lists hold no allowed values', async () => {
		server.store.create({ subject: 'A' });
		expect((await client.get(`${PATH}/schemas/1-1`)).text).not.toContain('allowedValues');
		expect((await client.list({ filters: [] })).text).not.toContain('allowedValues');
	});

	it.each<[string, string, OpenProjectVersion]>([
		['customField7', 'Float', '14.1'],
		['customField8', 'Boolean', '14.1'],
		['customField9', 'Date', '14.1'],
		['customField10', 'Version', '14.1'],
		['customField11', 'Link', '15.4'],
		['customField12', 'CustomField::Hierarchy::Item', '17'],
	])('%s is of type %s in %s', async (property, type, version) => {
		await server.close();
		await start(version);
		expect((await client.get(`${PATH}/schemas/1-1`)).json[property].type).toBe(type);
	});
});

describe('values', () => {
	it('of hierarchies are listed with the root first, and each has its branch', async () => {
		const items = await client.get('/api/v3/custom_fields/12/items');
		expect(items.json._embedded.elements.map(({ label, depth }: Json) => [label, depth])).toEqual([[null, null], ['Works', 0], ['Boiler room', 1], ['Switch room', 1], ['Depot', 0]]);
		const branch = await client.get('/api/v3/custom_field_items/4/branch');
		expect(branch.json._embedded.elements.map(({ id }: Json) => id)).toEqual([1, 2, 4]);
		expect((await client.get('/api/v3/custom_field_items/4')).json).toMatchObject({ short: 'W-S', _links: { self: { title: 'Switch room (W-S)' }, parent: { title: 'Works' } } });
	});

	it('of versions, categories and options can be read', async () => {
		expect((await client.get('/api/v3/projects/1/versions')).json).toMatchObject({ total: 2 });
		expect((await client.get('/api/v3/projects/1/categories')).json).toMatchObject({ total: 2 });
		expect((await client.get('/api/v3/versions/1')).json).toMatchObject({ _type: 'Version', name: 'Spring season', status: 'open' });
		expect((await client.get('/api/v3/categories/2')).json).toMatchObject({ _type: 'Category', name: 'Inspection' });
		expect((await client.get('/api/v3/custom_options/1')).json).toMatchObject({ _type: 'CustomOption', value: 'North yard' });
	});

	it('of versions, categories and hierarchies are written as links', async () => {
		const links = { version: link('versions', 2), category: link('categories', 1), customField10: link('versions', 1), customField12: link('custom_field_items', 4) };
		const created = await client.create({ subject: 'A', customField7: 1.5, customField8: true, customField9: '2026-05-05', customField11: 'https://example.com/m', _links: links });
		expect(created.status).toBe(201);
		expect(created.json).toMatchObject({ customField7: 1.5, customField8: true, customField9: '2026-05-05', customField11: 'https://example.com/m' });
		expect(created.json._links).toMatchObject({ version: { title: 'Autumn season' }, category: { title: 'Maintenance' }, customField10: { title: 'Spring season' }, customField12: { title: 'Switch room (W-S)' } });
		expect((await client.patch(1, { lockVersion: 0, _links: { version: link('versions', 9) } })).status).toBe(422);
	});

	it('of an empty single linked field have a title that is null', async () => {
		expect((await client.create({ subject: 'A' })).json._links).toMatchObject({ customField2: { href: null, title: null }, customField5: [] });
	});
});
