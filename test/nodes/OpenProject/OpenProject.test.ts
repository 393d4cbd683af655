import { startOpenProject, type OpenProjectServer } from '../../../sandbox/openproject';
import { locator, runNode } from './runNode';

let server: OpenProjectServer;

beforeEach(async () => {
	server = await startOpenProject();
});
afterEach(async () => await server.close());

const paired = (items: readonly { readonly pairedItem?: unknown }[]): unknown => items.map(({ pairedItem }) => pairedItem);

describe('Get Many', () => {
	const getAll = { operation: 'getAll', returnAll: true, simplify: true };

	it('gives flat work packages for every input item', async () => {
		for (const subject of ['A', 'B']) server.store.create({ subject, customFields: { Area: [1] } });
		const { items, json } = await runNode(server, getAll, { items: [{}, {}] });
		expect(json.map(({ id, subject, status, Area, url }) => ({ id, subject, status, Area, url }))).toEqual(
			[1, 2, 1, 2].map((id) => ({ id, subject: id === 1 ? 'A' : 'B', status: 'New', Area: 'North yard', url: `${server.url}/work_packages/${id}` })),
		);
		expect(paired(items)).toEqual([0, 0, 1, 1].map((item) => ({ item })));
	});

	it('gives OpenProject’s own JSON where it is not simplified', async () => {
		server.store.create({ subject: 'A' });
		expect((await runNode(server, { ...getAll, simplify: false })).json).toMatchObject([{ _type: 'WorkPackage', description: { raw: '' }, _links: { status: { title: 'New' } } }]);
	});

	it('takes filters in words, by locator, by list, and as JSON', async () => {
		server.store.create({ subject: 'Other', status: 'Closed' });
		const { id } = server.store.create({ subject: 'Fix the roof', status: 'In progress', assigneeId: 6 });
		const found = async (filters: object) => (await runNode(server, { ...getAll, filters: filters as never })).json.map((one) => one['id']);
		expect(await found({ state: 'open', text: 'roof' })).toEqual([id]);
		expect(await found({ project: locator('url', `${server.url}/projects/flrts-field-work/work_packages`), statuses: ['7'], assignee: locator('name', 'Maria Alvarez') })).toEqual([id]);
		expect(await found({ statuses: '={{ ["In progress"] }}', project: locator('list', '1') })).toEqual([id]);
		expect(await found({ filtersJson: '[{ "subject": { "operator": "~", "values": ["roof"] } }]' })).toEqual([id]);
		expect(await found({ changedSince: '2100-01-01T00:00:00' })).toEqual([]);
	});

	it('reads a time without a zone by the clock of the workflow', async () => {
		await runNode(server, { ...getAll, filters: { changedSince: '2026-03-31T08:00:00' } });
		expect(server.requests.entries.at(-1)?.query['filters']).toContain('"2026-03-31T12:00:00.000Z"');
	});

	it('stops at the limit, in the order asked for', async () => {
		for (let index = 0; index < 5; index += 1) server.store.create({ subject: `Task ${index}` });
		const { json } = await runNode(server, { ...getAll, returnAll: false, limit: 2, options: { order: 'idDescending' } });
		expect(json.map(({ id }) => id)).toEqual([5, 4]);
	});

	it.each([
		[{ filters: { filtersJson: '{' } }, 'Filters (JSON) is'],
		[{ filters: { filtersJson: '{}' } }, 'Filters (JSON) is'],
		[{ filters: { changedSince: 'yesterday' } }, "Changed Since is 'yesterday'. Give a time, e.g. 2026-03-31T08:00:00Z."],
		[{ filters: { statuses: ['Closd'] } }, "'Closd' is not among OpenProject's statuses. Closest: Closed."],
		[{ returnAll: false, limit: 0 }, 'Limit is 0. Give a whole number from 1'],
		[{ options: { tries: 11 } }, 'Tries per Request is 11. Give a whole number from 1 to 10.'],
	])('says what is wrong with %j', async (parameters, message) => {
		expect((await runNode(server, { ...getAll, ...(parameters as object) })).outcome.error).toContain(message);
	});

	it('does nothing without items', async () => {
		const { outcome, items } = await runNode(server, getAll, { items: [] });
		expect([outcome.status, items, server.requests.count()]).toEqual(['success', [], 0]);
	});
});

describe('Get', () => {
	it.each([locator('id', '1'), locator('id', 1), locator('list', '1'), locator('url', 'https://op.example.com/projects/x/work_packages/1/overview'), locator('url', 'https://op.example.com/wp/1'), locator('url', 'https://op.example.com/projects/x/work_packages/details/1/overview'), locator('id', '#1'), 'https://op.example.com/notifications/details/1/activity', '1'])('finds a work package by %j', async (workPackage) => {
		server.store.create({ subject: 'Here' });
		expect((await runNode(server, { operation: 'get', workPackage, simplify: true })).json).toMatchObject([{ id: 1, subject: 'Here' }]);
	});

	it.each([
		[locator('id', '99'), 'There is no work package 99 that the API user can see.'],
		[locator('id', '={{ "" }}'), 'Work Package is missing. Give the ID of a work package, e.g. 1528, or its address in OpenProject.'],
		[locator('id', 'roof'), "Work Package is 'roof'. Give the ID of a work package, e.g. 1528, or its address in OpenProject."],
		[locator('url', '={{ "https://op.example.com/projects/x" }}'), 'Work Package'],
	])('says why it finds none by %j', async (workPackage, message) => {
		expect((await runNode(server, { operation: 'get', workPackage, simplify: true })).outcome.error).toContain(message);
	});

	it('gives many in the order of the items, several at the same time', async () => {
		const items = Array.from({ length: 60 }, (_, index) => ({ wp: server.store.create({ subject: `Task ${index}` }).id })).reverse();
		let running = 0;
		let most = 0;
		server.onRequest({ before: () => void (most = Math.max(most, (running += 1))), after: () => void (running -= 1) });
		server.latencyMs = 5;
		const { items: found, json } = await runNode(server, { operation: 'get', workPackage: locator('id', '={{ $json.wp }}'), simplify: true, options: { workers: 5 } }, { items });
		expect(json.map(({ id }) => id)).toEqual(items.map(({ wp }) => wp));
		expect(paired(found)).toEqual(items.map((_item, item) => ({ item })));
		expect(most).toBe(5);
	});

	it('goes on after a failure where it is told to, with nothing but the message', async () => {
		server.store.create({ subject: 'Here' });
		const parameters = { operation: 'get', workPackage: locator('id', '={{ $json.wp }}'), simplify: true };
		const { items } = await runNode(server, parameters, { items: [{ wp: 99 }, { wp: 1 }], node: { onError: 'continueRegularOutput' } });
		expect(items[0]).toEqual({ json: { error: 'There is no work package 99 that the API user can see.' }, pairedItem: { item: 0 } });
		expect(items[1]?.json).toMatchObject({ id: 1 });
		const split = await runNode(server, parameters, { items: [{ wp: 99 }, { wp: 1 }], node: { onError: 'continueErrorOutput' } });
		expect([split.json, split.second.map(({ json }) => json)]).toMatchObject([[{ id: 1 }], [{ wp: 99, error: 'There is no work package 99 that the API user can see.' }]]);
	});

	it('begins nothing more once it has failed and is to stop', async () => {
		for (let index = 0; index < 20; index += 1) server.store.create({ subject: 'S' });
		const items = [{ wp: 99 }, ...Array.from({ length: 20 }, (_, index) => ({ wp: index + 1 }))];
		const { outcome } = await runNode(server, { operation: 'delete', workPackage: locator('id', '={{ $json.wp }}'), options: { workers: 1 } }, { items });
		expect([outcome.status, outcome.error, server.store.count]).toEqual(['error', 'There is no work package 99 that the API user can see.', 20]);
	});
});

describe('Create', () => {
	const create = { operation: 'create', project: locator('list', '1'), type: locator('name', 'Task'), dataMode: 'defineBelow', subject: '={{ $json.title }}', simplify: true };

	it('writes the fields of the form', async () => {
		const parent = server.store.create({ subject: 'Parent' });
		const fields = {
			assignee: locator('name', 'Maria Alvarez'), description: 'Bring **two** ladders', dueDate: '2026-04-01', estimatedHours: '2.5', parent: locator('url', `https://op.example.com/work_packages/${parent.id}`),
			priority: locator('list', '9'), status: locator('name', 'In progress'), percentageDone: '={{ 40 }}',
			customFields: { field: [{ field: 'Area', value: 'North yard' }, { field: 'Trades', value: 'Plumbing, Electrical' }, { field: 'customField4', value: '={{ 3 }}' }] },
		};
		const { json, items } = await runNode(server, { ...create, fields }, { items: [{ title: 'Fix roof' }] });
		expect(json).toMatchObject([{ outcome: 'created', id: 2, subject: 'Fix roof', assigneeId: 6, parentId: parent.id, priority: 'High', status: 'In progress', estimatedHours: 2.5, percentageDone: 40, Area: 'North yard', Trades: ['Plumbing', 'Electrical'], 'Crew size': 3 }]);
		expect(paired(items)).toEqual([{ item: 0 }]);
		expect(server.requests.writes[0]?.notify).toBe(false);
	});

	it('takes fields from the properties of the items', async () => {
		const { json } = await runNode(server, { ...create, type: locator('list', ''), dataMode: 'autoMapInputData', options: { notify: true } }, { items: [{ subject: 'Auto', statusId: 7, Area: 'South yard', colour: 'red', id: 99 }] });
		expect(json).toMatchObject([{ id: 1, subject: 'Auto', status: 'In progress', Area: 'South yard', type: 'Task' }]);
		expect(server.requests.writes[0]?.notify).toBe(true);
	});

	it('says what is missing or unfit', async () => {
		expect((await runNode(server, { ...create, project: locator('list', '={{ "" }}') })).outcome.error).toContain('Project is missing. Pick the project the work package is created in.');
		expect((await runNode(server, create, { items: [{ title: '' }] })).outcome.error).toContain('The subject is empty. Give text.');
		expect((await runNode(server, { ...create, subject: 'S', fields: { status: locator('list', '') } })).outcome.error).toContain('status is empty. Pick a value, or take the field out.');
		expect((await runNode(server, { ...create, subject: 'S', project: locator('name', 'FLRTS Field Wrok') })).outcome.error).toContain('Closest: FLRTS Field Work');
		expect(server.store.count).toBe(0);
	});

	it('reports a lost answer and does not send it again', async () => {
		server.faults.next({ kind: 'resetAfterEffect' }, { method: 'POST' });
		const { outcome } = await runNode(server, { ...create, subject: 'Perhaps' });
		expect(outcome.error).toContain("Whether it was created is not known: ");
		expect([server.store.count, server.requests.count('POST')]).toEqual([1, 1]);
	});
});

describe('Update, Delete and Add Comment', () => {
	it('changes what differs and says what it changed', async () => {
		server.store.create({ subject: 'Old', assigneeId: 6 });
		const parameters = { operation: 'update', workPackage: locator('id', '1'), dataMode: 'defineBelow', simplify: true, fields: { subject: 'New', status: locator('name', 'New'), assignee: locator('id', '={{ null }}') } };
		expect((await runNode(server, parameters)).json).toMatchObject([{ outcome: 'updated', changedFields: ['assignee', 'subject'], id: 1, subject: 'New', assignee: null, lockVersion: 1 }]);
		server.requests.clear();
		expect((await runNode(server, parameters)).json).toMatchObject([{ outcome: 'unchanged', changedFields: [], lockVersion: 1 }]);
		expect(server.requests.writes).toEqual([]);
	});

	it('deletes, and says what went with it', async () => {
		const top = server.store.create({ subject: 'Top' });
		server.store.create({ subject: 'Child', parentId: top.id });
		server.store.logTime(top.id, 1);
		const remove = { operation: 'delete', workPackage: locator('id', String(top.id)) };
		expect((await runNode(server, remove)).outcome.error).toContain('1 work package below it would go with it');
		expect((await runNode(server, { ...remove, options: { deleteChildren: true } })).json).toEqual([{ deleted: true, id: 1, subject: 'Top', alsoDeleted: [{ id: 2, subject: 'Child' }], alsoDeletedCount: 1, timeEntriesDeleted: 1 }]);
		expect(server.store.count).toBe(0);
	});

	it('comments', async () => {
		server.store.create({ subject: 'Here' });
		const { json } = await runNode(server, { operation: 'addComment', workPackage: locator('id', '1'), comment: 'Done ✓', simplify: true });
		expect(json).toEqual([{ id: expect.any(Number) as number, workPackageId: 1, comment: 'Done ✓', createdAt: expect.any(String) as string }]);
		expect((await runNode(server, { operation: 'addComment', workPackage: locator('id', '1'), comment: ' ', simplify: true })).outcome.error).toContain('Comment is empty. Give the text of the comment.');
	});
});

describe('Create or Update Many', () => {
	const upsert = { operation: 'upsert', project: locator('list', '1'), matchBy: 'customField', keyField: locator('name', 'FLRTS ID'), keyValue: '={{ $json.key }}', dataMode: 'autoMapInputData' };

	it('gives one result per item, in order, and failures on their own output', async () => {
		const items = [{ key: 'a', subject: 'A' }, { subject: 'No key' }, { key: 'b', subject: 'B', status: 'Nwe' }, { key: 'c', subject: 'C', parentKey: 'a' }];
		const { json, items: done, second, outcome } = await runNode(server, { ...upsert, parentKey: '={{ $json.parentKey ?? "" }}' }, { items });
		expect(outcome.status).toBe('success');
		expect(json.map(({ outcome: one, key }) => [one, key])).toEqual([['created', 'a'], ['created', 'c']]);
		expect(paired(done)).toEqual([{ item: 0 }, { item: 3 }]);
		expect(second.map((item) => [item.json['outcome'], item.json['reason'], item.pairedItem])).toEqual([
			['failed', expect.stringContaining('This item has no key'), { item: 1 }],
			['failed', expect.stringContaining("'Nwe' is not among OpenProject's statuses. Closest: New"), { item: 2 }],
		]);
		expect(server.store.list().find(({ subject }) => subject === 'C')?.parentId).toBe(server.store.list().find(({ subject }) => subject === 'A')?.id);
	});

	it('puts failures on the error output, with the item, where the node has one', async () => {
		const { json, second, outcome } = await runNode(server, upsert, { items: [{ key: 'a', subject: 'A' }, { subject: 'No key' }], node: { onError: 'continueErrorOutput' } });
		expect([json.length, second.length]).toEqual([1, 0]);
		expect(outcome.itemsOf('OpenProject', 2).map((item) => item.json)).toEqual([{ subject: 'No key', error: expect.stringContaining('This item has no key') as string }]);
	});

	it('writes 1,000 items, and nothing when it runs again', async () => {
		const items = Array.from({ length: 1000 }, (_, index) => ({ key: `row-${index}`, subject: `Task ${index}`, assignee: 'Maria Alvarez', dueDate: '2026-04-01' }));
		const first = await runNode(server, { ...upsert, options: { workers: 10 } }, { items });
		expect([first.json.length, first.second.length, server.store.count]).toEqual([1000, 0, 1000]);
		server.requests.clear();
		const again = await runNode(server, upsert, { items });
		expect(new Set(again.json.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
		expect(server.requests.writes).toEqual([]);
	});

	it('takes the fields of the form too, each item for itself', async () => {
		await runNode(server, { ...upsert, dataMode: 'defineBelow', fields: { subject: '={{ "Task " + $json.key }}', status: locator('name', '={{ $json.state }}') } }, { items: [{ key: 1, state: 'Closed' }, { key: 2, state: 'On hold' }] });
		expect(server.store.list().map(({ subject, status }) => [subject, status])).toEqual(expect.arrayContaining([['Task 1', 'Closed'], ['Task 2', 'On hold']]));
	});

	it('matches by id', async () => {
		server.store.create({ subject: 'Old' });
		const byId = { ...upsert, matchBy: 'id', keyValue: '={{ $json.id }}' };
		const { json, second } = await runNode(server, { ...byId, options: { createWithoutId: true } }, { items: [{ id: '1', subject: 'New' }, { subject: 'Further' }, { id: 77, subject: 'X' }] });
		expect(json.map(({ outcome, id }) => [outcome, id])).toEqual([['updated', 1], ['created', 2]]);
		expect(second[0]?.json['reason']).toBe('There is no work package 77 that the API user can see.');
	});

	it('fails as a whole where nothing can be written, and says so on every item where it is to go on', async () => {
		expect((await runNode(server, { ...upsert, keyField: locator('name', 'FLRTS Id no') }, { items: [{ key: 'a' }] })).outcome.error).toContain("The custom field 'FLRTS Id no' is not among those of project 'FLRTS Field Work'. Closest: FLRTS ID.");
		const { outcome, second } = await runNode(server, upsert, { items: [{ key: 'a' }, { key: 'b' }], apiKey: 'wrong', node: { onError: 'continueRegularOutput' } });
		expect([outcome.status, second.length]).toEqual(['success', 2]);
		expect(second[1]).toEqual({ json: { error: expect.stringContaining('does not accept the credential (401)') as string }, pairedItem: { item: 1 } });
	});
});

describe('lists', () => {
	const getAll = { operation: 'getAll', returnAll: true, simplify: true };

	it.each([
		['project', { id: 1, identifier: 'flrts-field-work', name: 'FLRTS Field Work', active: true }],
		['status', { id: 12, name: 'Closed', isClosed: true }],
		['type', { id: 2, name: 'Milestone', isMilestone: true }],
		['priority', { id: 8, name: 'Normal', isDefault: true }],
		['user', { id: 6, name: 'Maria Alvarez', kind: 'User' }],
	])('of every %s the API user can see', async (resource, expected) => {
		const { json } = await runNode(server, { resource, ...getAll });
		expect(json).toContainEqual(expect.objectContaining(expected));
	});

	it('are narrowed by name, project and limit', async () => {
		expect((await runNode(server, { resource: 'type', ...getAll, filters: { project: locator('list', '1') } })).json.map(({ name }) => name)).toEqual(['Task', 'Milestone', 'Phase']);
		expect((await runNode(server, { resource: 'status', ...getAll, filters: { search: 'test' } })).json.map(({ name }) => name)).toEqual(['In testing', 'Tested', 'Test failed']);
		expect((await runNode(server, { resource: 'user', ...getAll, filters: { search: 'maria', project: locator('id', 'flrts-field-work') } })).json).toMatchObject([{ id: 6 }]);
		expect((await runNode(server, { resource: 'priority', ...getAll, returnAll: false, limit: 2 })).json).toHaveLength(2);
		expect((await runNode(server, { resource: 'status', ...getAll, simplify: false })).json[0]).toMatchObject({ _type: 'Status' });
	});
});
