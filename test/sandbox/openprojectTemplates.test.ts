import { startOpenProject, type OpenProjectServer, type OpenProjectVersion } from '../../sandbox/openproject';
import { attributesOf, clientOf, errorOf, PATH, type Json } from './openprojectClient';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

async function start(version: OpenProjectVersion): Promise<void> {
	server = await startOpenProject({ version });
	client = clientOf(server);
}

afterEach(async () => await server.close());

// Read in the source of 15.4.0.
it('a type\'s text replaces an empty description of a new work package, and no other', async () => {
	await start('17');
	server.store.setType({ name: 'Task', defaultDescription: 'What, where, who' });
	expect((await client.create({ subject: 'A' })).json.description.raw).toBe('What, where, who');
	expect((await client.create({ subject: 'A', description: { raw: 'Mine' } })).json.description.raw).toBe('Mine');
	expect((await client.patch(2, { lockVersion: 0, description: { raw: '' } })).json.description.raw).toBe('');
});

it('a field\'s default is what a new work package gets where nothing was sent', async () => {
	await start('17');
	server.store.setCustomField({ id: 4, name: 'Crew size', format: 'int', defaultValue: 3 });
	expect((await client.get(`${PATH}/schemas/1-1`)).json.customField4.hasDefault).toBe(true);
	expect((await client.create({ subject: 'A' })).json.customField4).toBe(3);
	expect((await client.create({ subject: 'A', customField4: null })).json.customField4).toBeNull();
	expect((await client.patch(2, { lockVersion: 0, subject: 'B' })).json.customField4).toBeNull();
});

describe('a type that generates subjects', () => {
	const written = async (version: OpenProjectVersion): Promise<Json> => {
		await start(version);
		server.store.setType({ name: 'Task', subjectPattern: '{{type}} {{id}} due {{due_date}}' });
		return await client.create({ dueDate: '2026-06-05' });
	};

	it.each<OpenProjectVersion>(['15.4', '17'])('gives them to new and edited work packages in %s, and its schema says they cannot be written', async (version) => {
		const { json } = await written(version);
		expect(json.subject).toBe('Task 1 due 2026-06-05');
		expect((await client.patch(1, { lockVersion: json.lockVersion, dueDate: '2026-06-08' })).json.subject).toBe('Task 1 due 2026-06-08');
		expect((await client.get(`${PATH}/schemas/1-1`)).json.subject.writable).toBe(false);
	});

	it('refuses a subject in 17, and drops it in 15.4', async () => {
		await written('17');
		const refused = await client.create({ subject: 'Mine' });
		expect([errorOf(refused), attributesOf(refused)]).toEqual(['PropertyIsReadOnly', ['subject']]);
		await server.close();
		await written('15.4');
		expect((await client.create({ subject: 'Mine' })).json.subject).toBe('Task 2 due ');
	});

	it('does not in 14', async () => {
		await start('14.1');
		server.store.setType({ name: 'Task', subjectPattern: '{{id}}' });
		expect((await client.create({ subject: 'Mine' })).json.subject).toBe('Mine');
	});
});

// Seen on 15.4.0, 29 November 2026.
describe('custom fields', () => {
	beforeEach(async () => await start('15.4'));

	it.each<[string, Json, unknown]>([
		['a text that is empty', { customField1: '' }, ''],
		['a text that is null', { customField1: null }, null],
		['a number as text', { customField4: '42' }, 42],
		['a number with decimals as text', { customField7: '1.5' }, 1.5],
		['anything for yes', { customField8: 'abc' }, true],
		['f for no', { customField8: 'f' }, false],
		['an address without a scheme', { customField11: 'openproject.org' }, 'http://openproject.org'],
	])('take %s', async (_, body, value) => {
		const { json } = await client.create({ subject: 'A', ...body });
		expect(json[Object.keys(body)[0]!]).toEqual(value);
	});

	it.each<[string, Json]>([
		['text for a whole number', { customField4: 'abc' }],
		['a fraction for a whole number', { customField4: 1.5 }],
		['text for a number', { customField7: 'abc' }],
		['words for an address', { customField11: 'not a link' }],
	])('refuse %s as a broken rule', async (_, body) => {
		const reply = await client.create({ subject: 'A', ...body });
		expect([errorOf(reply), attributesOf(reply)]).toEqual(['PropertyConstraintViolation', Object.keys(body)]);
	});
});
