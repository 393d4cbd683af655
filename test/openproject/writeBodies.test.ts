import { openedRemote } from './remote';
import { scriptedServer } from './scriptedServer';
import { bench, created, everything, updated } from './writeBench';

describe('what is sent', () => {
	test('to create: project, type, provenance, and only the values given', async () => {
		const { remote, writes } = await bench([created]);
		expect(await remote.create({ subject: 'Fix roof', status: 'In progress' }, 'k1')).toMatchObject({ status: 'done', record: { id: '12', lockVersion: 1, provenance: 'k1', inScope: true } });
		expect(writes).toEqual([{
			method: 'POST', path: '/api/v3/work_packages', query: { notify: 'false' }, timeoutMs: 60_000,
			body: { subject: 'Fix roof', customField7: 'k1', scheduleManually: true, startDate: null, dueDate: null, _links: { project: { href: '/api/v3/projects/3' }, type: { href: '/api/v3/types/1' }, status: { href: '/api/v3/statuses/7' } } },
		}]);
	});

	test('to update: lockVersion and only the values given', async () => {
		const { remote, writes } = await bench([updated]);
		expect(await remote.update('12', 1, { subject: 'Fix the roof' })).toMatchObject({ status: 'done', record: { lockVersion: 2 } });
		expect(writes).toEqual([{ method: 'PATCH', path: '/api/v3/work_packages/12', query: { notify: 'false' }, timeoutMs: 60_000, body: { subject: 'Fix the roof', lockVersion: 1 } }]);
	});

	test('to rewrite a copied key: nothing but the key', async () => {
		const { remote, writes } = await bench([updated]);
		await remote.update('12', 1, {}, { provenance: 'k9' });
		expect(writes[0]?.body).toEqual({ customField7: 'k9', lockVersion: 1 });
	});

	test('with notifications where these are wanted', async () => {
		const { remote, writes } = await bench([updated], { notify: true });
		await remote.update('12', 1, { subject: 'x' });
		expect(writes[0]?.query).toEqual({});
	});

	test('without a provenance field: no key', async () => {
		const { remote, writes } = await bench([created], { scope: { project: 'flrts', type: 'Task', provenanceField: null } });
		await remote.create({ subject: 'x' }, 'k1');
		expect(JSON.stringify(writes[0]?.body)).not.toContain('k1');
	});

	test.each([
		[{ subject: '' }, { subject: '' }],
		[{ description: 'a\nb' }, { description: { raw: 'a\nb' } }],
		[{ description: null }, { description: { raw: '' } }],
		[{ dueDate: '2026-05-01', startDate: null }, { dueDate: '2026-05-01', startDate: null, ignoreNonWorkingDays: true }],
		[{ percentageDone: 0, estimatedTime: 'PT2H' }, { percentageDone: 0, estimatedTime: 'PT2H' }],
		[{ status: 'Closed', priority: 'Low' }, { _links: { status: { href: '/api/v3/statuses/12' }, priority: { href: '/api/v3/priorities/7' } } }],
		[{ version: 'v1', category: 'Roof' }, { _links: { version: { href: '/api/v3/versions/11' }, category: { href: '/api/v3/categories/21' } } }],
		[{ version: null, assignee: null, parent: null }, { _links: { version: { href: null }, assignee: { href: null }, parent: { href: null } } }],
		[{ assignee: '14', responsible: '15', parent: '99' }, { _links: { assignee: { href: '/api/v3/users/14' }, responsible: { href: '/api/v3/users/15' }, parent: { href: '/api/v3/work_packages/99' } } }],
		[{ customField8: 'long' }, { customField8: { raw: 'long' } }],
		[{ customField9: 'Wet' }, { _links: { customField9: { href: '/api/v3/custom_options/92' } } }],
		[{ customField9: null }, { _links: { customField9: { href: null } } }],
		[{ customField10: ['South', 'North'] }, { _links: { customField10: [{ href: '/api/v3/custom_options/94' }, { href: '/api/v3/custom_options/93' }] } }],
		[{ customField10: null }, { _links: { customField10: [] } }],
		[{ customField11: '14' }, { _links: { customField11: { href: '/api/v3/users/14' } } }],
		[{ customField12: 0 }, { customField12: 0 }],
		[{ customField13: 'v1' }, { _links: { customField13: { href: '/api/v3/versions/11' } } }],
	])('%j becomes %j', async (values, body) => {
		const { remote, writes } = await bench([updated]);
		await remote.update('12', 1, values);
		expect(writes[0]?.body).toEqual({ ...body, lockVersion: 1 });
	});

	test.each([
		[{ status: 'In Progress', subject: 'x' }, ['status'], /'In Progress' is not among OpenProject's statuses\. Closest: In progress\./],
		[{ version: 'Twin' }, ['version'], /2 of OpenProject's versions are called 'Twin'/],
		[{ priority: 7 }, ['priority'], /7 is no name of a priority/],
		[{ assignee: 'bob' }, ['assignee'], /"bob" cannot be the assignee: the id of one/],
		[{ parent: '9007199254740993' }, ['parent'], /cannot be the parent/],
		[{ description: 5 }, ['description'], /5 cannot be the description/],
		[{ customField9: 'Foggy' }, ['customField9'], /'Foggy' is not among OpenProject's values of the custom field 'Weather'\. There are: Dry, Wet\./],
		[{ customField9: ['Dry'] }, ['customField9'], /holds one value, but a list was given/],
		[{ customField10: ['North', 'East'] }, ['customField10'], /'East' is not among/],
		[{ customField99: 1 }, ['customField99'], /customField99 is not enabled for this type/],
		[{ project: 'Other' }, ['project'], /not moved to another project/],
		[{ status: 'Nope', priority: 'Nope' }, ['status', 'priority'], /statuses.*priorities/],
	])('%j is refused before anything is sent', async (values, properties, message) => {
		const { remote, writes } = await bench([updated]);
		const answer = await remote.update('12', 1, values);
		expect(answer).toMatchObject({ status: 'refused', properties, httpStatus: 0 });
		expect((answer as { message: string }).message).toMatch(message);
		expect(writes).toEqual([]);
	});

	test('asks for each list once, however much is written', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server, { properties: everything });
		await Promise.all(['New', 'Closed', 'In progress'].map((status) => remote.update('12', 1, { status, customField13: 'v1' })));
		for (const path of ['/api/v3/statuses', '/api/v3/work_packages/schemas/3-1']) expect(server.requests.filter((request) => request.path === path)).toHaveLength(1);
	});

	describe('for milestones', () => {
		const scope = { project: 'flrts', type: 'Milestone', provenanceField: null };

		test('is their one date', async () => {
			const { remote, writes } = await bench([updated], { scope, properties: ['subject', 'startDate', 'dueDate'] });
			await remote.update('12', 1, { dueDate: '2026-05-01' });
			await remote.update('12', 1, { startDate: '2026-05-02', dueDate: '2026-05-02' });
			expect(writes.map((write) => write.body)).toEqual(['2026-05-01', '2026-05-02'].map((date) => ({ date, ignoreNonWorkingDays: true, lockVersion: 1 })));
		});

		test('is refused where both dates differ', async () => {
			const { remote, writes } = await bench([updated], { scope, properties: ['startDate', 'dueDate'] });
			expect(await remote.update('12', 1, { startDate: '2026-05-01', dueDate: '2026-05-02' })).toMatchObject({ status: 'refused', properties: ['startDate', 'dueDate'] });
			expect(writes).toEqual([]);
		});

		test('is found out by a look at the work package where the pair covers every type', async () => {
			const all = { ...scope, type: null };
			const task = await bench([updated], { scope: all, properties: ['dueDate'] });
			await task.remote.update('12', 1, { dueDate: '2026-05-01' });
			expect(task.writes[0]?.body).toEqual({ startDate: null, dueDate: '2026-05-01', ignoreNonWorkingDays: true, lockVersion: 1 });
			expect(await task.remote.update('13', 1, { dueDate: '2026-05-01' })).toEqual({ status: 'missing' });
		});

		test('follows the type given in the values', async () => {
			const { remote, writes } = await bench([created], { scope: { ...scope, type: null }, properties: ['type', 'subject', 'dueDate'] });
			await remote.create({ subject: 'x', type: 'Milestone', dueDate: '2026-05-01' }, null);
			expect(writes[0]?.body).toEqual({ subject: 'x', date: '2026-05-01', scheduleManually: true, ignoreNonWorkingDays: true, _links: { project: { href: '/api/v3/projects/3' }, type: { href: '/api/v3/types/2' } } });
		});
	});
});
