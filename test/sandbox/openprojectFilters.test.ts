import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { clientOf, errorOf, filter, idsOf, PATH } from './openprojectClient';

const OF_PROJECT = '/api/v3/projects/1/work_packages';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

beforeEach(async () => {
	server = await startOpenProject({ now: () => Date.parse('2026-06-10T12:00:00Z') });
	client = clientOf(server);
});
afterEach(async () => await server.close());

const statusOf = async (path: string, condition: ReturnType<typeof filter>): Promise<number> => (await client.list({ filters: [condition] }, path)).status;

describe('the filter of a custom field', () => {
	// [condition, on the list of all, on the list of the project]
	it.each<[string, ReturnType<typeof filter>, number, number]>([
		['a text for all projects', filter('customField1', '=', ['k']), 200, 200],
		['a text, is not empty', filter('customField1', '*'), 400, 400],
		['a text, is empty', filter('customField1', '!*'), 400, 400],
		['a list for all projects', filter('customField2', '=', ['1']), 200, 200],
		['a user', filter('customField3', '=', ['6']), 400, 200],
		['oneself', filter('customField3', '=', ['me']), 400, 200],
		['a whole number', filter('customField4', '>=', ['3']), 400, 200],
		['a list of some projects', filter('customField5', '*'), 400, 200],
		['a long text', filter('customField6', '~', ['gate']), 400, 200],
		['a long text, is not empty', filter('customField6', '*'), 400, 400],
		['a number', filter('customField7', '<=', ['1.5']), 400, 200],
		['yes or no', filter('customField8', '=', ['t']), 400, 200],
		['a date', filter('customField9', '<>d', ['2026-06-01', '']), 400, 200],
		['a version', filter('customField10', '=', ['1']), 400, 200],
		['a link', filter('customField11', '~', ['http']), 400, 200],
		['a hierarchy', filter('customField12', '=', ['2']), 400, 200],
		['a hierarchy, is not empty', filter('customField12', '*'), 400, 400],
	])('%s', async (_, condition, onAll, onProject) => {
		expect([await statusOf(PATH, condition), await statusOf(OF_PROJECT, condition)]).toEqual([onAll, onProject]);
	});

	it('is there only for fields that are used as a filter, on both lists', async () => {
		server.store.setCustomField({ id: 1, name: 'FLRTS ID', format: 'string', isFilter: false });
		const condition = filter('customField1', '=', ['k']);
		expect([await statusOf(PATH, condition), await statusOf(OF_PROJECT, condition)]).toEqual([400, 400]);
		expect(await statusOf('/api/v3/projects/2/work_packages', filter('customField4', '=', ['1']))).toBe(400);
	});

	it('of a version for all projects is still none on the list of all', async () => {
		server.store.setCustomField({ id: 10, name: 'Release', format: 'version', projectIds: null });
		expect(await statusOf(PATH, filter('customField10', '*'))).toBe(400);
	});
});

it('a filter named twice counts once, the last one', async () => {
	server.store.create({ subject: 'Open' });
	server.store.create({ subject: 'Shut', status: 'Closed' });
	expect((await client.list({ filters: [filter('status', 'o'), filter('status_id', '*')] })).json.total).toBe(2);
	expect((await client.list({ filters: [filter('status', '*'), filter('status', 'c')] })).json.total).toBe(1);
});

describe('what there is to filter by', () => {
	beforeEach(() => {
		server.store.create({ subject: 'Fix the gate', dueDate: '2026-06-10', estimatedHours: 8, remainingHours: 8 });
		server.store.create({ subject: 'Paint', dueDate: '2026-06-12' });
		server.store.create({ subject: 'Sweep' });
	});

	it.each<[string, ReturnType<typeof filter>, number[]]>([
		['typeahead by words and ids', filter('typeahead', '**', ['gate field']), [1]],
		['typeahead by id', filter('typeahead', '**', ['#2']), [2]],
		['today', filter('dueDate', 't'), [1]],
		['this week', filter('dueDate', 'w'), [1, 2]],
		['in two days', filter('dueDate', 't+', ['2']), [2]],
		['within two days', filter('dueDate', '<t+', ['2']), [1, 2]],
		['more than a day ahead', filter('dueDate', '>t+', ['1']), [2]],
		['without a date', filter('dueDate', '!*'), [3]],
		['work', filter('estimatedTime', '>=', ['8']), [1]],
		['no version', filter('version', '!*'), [1, 2, 3]],
	])('%s', async (_, condition, ids) => {
		expect(idsOf(await client.list({ filters: [condition] })).sort()).toEqual(ids);
	});

	it.each<[string, ReturnType<typeof filter>, number, number]>([
		['a due date that is set', filter('dueDate', '*'), 400, 400],
		['a parent that is set', filter('parent', '*'), 400, 400],
		['a version of one project', filter('version', '=', ['1']), 400, 200],
		['a version that is not there', filter('version', '=', ['99']), 400, 400],
		['a category', filter('category', '=', ['1']), 500, 200],
		['% complete that is no number', filter('percentageDone', '=', ['x']), 400, 400],
	])('%s', async (_, condition, onAll, onProject) => {
		expect([await statusOf(PATH, condition), await statusOf(OF_PROJECT, condition)]).toEqual([onAll, onProject]);
	});
});

it('archived projects are gone for everyone, administrators included', async () => {
	server.store.create({ subject: 'Old' });
	server.store.addProject({ id: 1, identifier: 'flrts-field-work', name: 'FLRTS Field Work', active: false });
	server.tokens.addApiKey('admin', 4);
	const admin = clientOf(server, 'admin');
	expect((await admin.read(1)).status).toBe(404);
	expect(errorOf(await admin.list({ filters: [filter('project', '=', ['1'])] }))).toBe('InvalidQuery');
});

it('a page smaller than the maximum of -1 is an internal error', async () => {
	expect((await client.list({ pageSize: '-5' })).status).toBe(500);
	expect((await client.list({ pageSize: '-1' })).status).toBe(200);
});

it('people are found by their names in either order, by addresses only for administrators', async () => {
	const found = async (text: string, key = server.apiKey): Promise<number> => (await clientOf(server, key).list({ filters: [filter('any_name_attribute', '~', [text])] }, '/api/v3/principals')).json.total;
	server.tokens.addApiKey('admin', 4);
	expect([await found('Maria Alvarez'), await found('Alvarez Maria'), await found('maria.alvarez')]).toEqual([1, 1, 1]);
	expect([await found('maria.alvarez@example.com'), await found('maria.alvarez@example.com', 'admin')]).toEqual([0, 1]);
});
