import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { attributeOf, attributesOf, clientOf, errorOf, link, PATH, type Json } from './openprojectClient';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

beforeEach(async () => {
	server = await startOpenProject();
	client = clientOf(server);
});
afterEach(() => server.close());

const status = (name: string): number => ['New', 'In specification', 'Specified', 'Confirmed', 'To be scheduled', 'Scheduled', 'In progress', 'Developed', 'In testing', 'Tested', 'Test failed', 'Closed', 'On hold', 'Rejected'].indexOf(name) + 1;

describe('create', () => {
	it('answers 201 with everything, defaults included', async () => {
		const reply = await client.create({ subject: 'Prüfe Pumpe 漢字', description: { raw: '**Bold** <b>', format: 'plain', html: 'ignored' }, dueDate: '2026-03-30', customField1: 'abc' });
		expect(reply.status).toBe(201);
		expect(reply.headers.get('content-type')).toBe('application/hal+json; charset=utf-8');
		expect(reply.json).toMatchObject({
			_type: 'WorkPackage',
			id: 1,
			displayId: '1',
			lockVersion: 0,
			subject: 'Prüfe Pumpe 漢字',
			description: { format: 'markdown', raw: '**Bold** <b>', html: expect.stringContaining('&lt;b&gt;') },
			dueDate: '2026-03-30',
			startDate: null,
			percentageDone: null,
			spentTime: 'PT0S',
			customField1: 'abc',
			_links: {
				project: { href: '/api/v3/projects/1', title: 'FLRTS Field Work' },
				type: { title: 'Task' },
				status: { href: '/api/v3/statuses/1', title: 'New' },
				priority: { href: '/api/v3/priorities/8', title: 'Normal' },
				author: { href: '/api/v3/users/5' },
				assignee: { href: null },
				parent: { href: null },
				version: { href: null },
				ancestors: [],
				updateImmediately: { method: 'patch' },
				delete: { method: 'delete' },
			},
		});
		expect(reply.json._links).not.toHaveProperty('children');
		expect(reply.json.createdAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
	});

	it('gives an empty description as the empty text', async () => {
		const { json } = await client.create({ subject: 'Bare', description: { raw: null } });
		expect(json.description).toEqual({ format: 'markdown', raw: '', html: '' });
	});

	it('ignores lockVersion, unknown properties and custom fields that are not enabled there', async () => {
		const { status: code, json } = await client.create({ subject: 'Office', lockVersion: 7, colour: 'red', customField4: 3, _links: { project: link('projects', 2) } });
		expect([code, json.lockVersion]).toEqual([201, 0]);
		expect(json).not.toHaveProperty('customField4');
	});

	it('names everything that is missing', async () => {
		const reply = await client.post(PATH, {});
		expect([reply.status, errorOf(reply)]).toEqual([422, 'MultipleErrors']);
		expect(attributesOf(reply)).toEqual(['subject', 'project', 'type']);
	});

	it('works below a project too', async () => {
		const reply = await client.post('/api/v3/projects/flrts-field-work/work_packages', { subject: 'Below', _links: { type: link('types', 1) } });
		expect([reply.status, reply.json._links.project.href]).toEqual([201, '/api/v3/projects/1']);
		expect((await client.post('/api/v3/projects/payroll/work_packages', { subject: 'x' })).status).toBe(404);
	});

	it('tells a project that does not exist from one that may not be written', async () => {
		const unknown = await client.create({ subject: 'x', _links: { project: link('projects', 99) } });
		expect([unknown.status, attributeOf(unknown.json)]).toEqual([422, 'project']);
		expect((await client.create({ subject: 'x', _links: { project: link('projects', 3) } })).status).toBe(403);
	});

	it('repeats itself when repeated: there is no idempotency key', async () => {
		await client.call('POST', PATH, { subject: 'Twice', _links: { project: link('projects', 1), type: link('types', 1) } }, { 'Idempotency-Key': 'k' });
		await client.call('POST', PATH, { subject: 'Twice', _links: { project: link('projects', 1), type: link('types', 1) } }, { 'Idempotency-Key': 'k' });
		expect(server.store.count).toBe(2);
	});

	it('takes megabytes', async () => {
		const raw = 'Zeile mit Ümlauten.\n'.repeat(150_000);
		expect((await client.create({ subject: 'Long', description: { raw } })).json.description.raw).toBe(raw);
	});
});

describe('lockVersion', () => {
	it('missing, stale or from the future is a conflict', async () => {
		server.store.create({ subject: 'A' });
		server.store.update(1, { subject: 'B' });
		for (const body of [{ subject: 'C' }, { lockVersion: 0, subject: 'C' }, { lockVersion: 9, subject: 'C' }, { lockVersion: null, subject: 'C' }]) {
			const reply = await client.patch(1, body);
			expect([reply.status, reply.json]).toEqual([409, { _type: 'Error', errorIdentifier: 'urn:openproject-org:api:v3:errors:UpdateConflict', message: expect.any(String) }]);
		}
		expect(server.store.get(1)).toMatchObject({ subject: 'B', lockVersion: 1 });
	});

	it('as a conflict hides every rule that is broken, but not a wrong form', async () => {
		server.store.create({ subject: 'A' });
		expect((await client.patch(1, { lockVersion: 5, subject: '', createdAt: '2020-01-01T00:00:00Z' })).status).toBe(409);
		expect((await client.patch(1, { lockVersion: 5, dueDate: '2026-13-01' })).status).toBe(422);
	});

	it('rises by one per real change and stays without one, which moves updatedAt only where one has just edited oneself', async () => {
		server.store.create({ subject: 'A' });
		const first = await client.patch(1, { lockVersion: 0, subject: 'B' });
		expect([first.status, first.json.lockVersion]).toEqual([200, 1]);
		const same = await client.patch(1, { lockVersion: 1, subject: 'B', description: { raw: '' }, _links: { status: link('statuses', 1) } });
		expect([same.status, same.json.lockVersion]).toEqual([200, 1]);
		const moved = server.store.get(1)!.updatedAtMicroseconds;
		server.tokens.addApiKey('admin', 4);
		const other = await clientOf(server, 'admin').patch(1, { lockVersion: 1, subject: 'B' });
		expect([other.status, other.json.lockVersion, server.store.get(1)!.updatedAtMicroseconds]).toEqual([200, 1, moved]);
	});

	it('rises with custom fields alone, unless the server is one where it does not', async () => {
		server.store.create({ subject: 'A' });
		expect((await client.patch(1, { lockVersion: 0, customField1: 'x' })).json.lockVersion).toBe(1);
		server.behaviour.customFieldEditsKeepLockVersion = true;
		const before = server.store.get(1)!.updatedAtMicroseconds;
		expect((await client.patch(1, { lockVersion: 1, customField1: 'y' })).json).toMatchObject({ lockVersion: 1, customField1: 'y' });
		expect(server.store.get(1)!.updatedAtMicroseconds).toBeGreaterThan(before);
	});

	it('stays with a comment, which moves updatedAt', async () => {
		server.store.create({ subject: 'A' });
		const before = server.store.get(1)!;
		const reply = await client.post(`${PATH}/1/activities`, { comment: { raw: 'Seen *it*.' } });
		expect([reply.status, reply.json._type, reply.json.comment.raw]).toEqual([201, 'Activity::Comment', 'Seen *it*.']);
		const after = server.store.get(1)!;
		expect(after.lockVersion).toBe(before.lockVersion);
		expect(after.updatedAtMicroseconds).toBeGreaterThan(before.updatedAtMicroseconds);
	});
});

describe('update', () => {
	const sent: readonly [string, Json, string[]][] = [
		['a blank subject', { subject: ' \u00a0 ' }, ['subject']],
		['256 characters', { subject: 'x'.repeat(256) }, ['subject']],
		['an end before the start', { startDate: '2026-04-02', dueDate: '2026-04-01' }, ['dueDate', 'duration']],
		['an unknown status', { _links: { status: link('statuses', 99) } }, ['status']],
		['no status', { _links: { status: { href: null } } }, ['status']],
		['a transition the workflow does not have', { _links: { status: link('statuses', status('Tested')) } }, ['status']],
		['a stranger as assignee', { _links: { assignee: link('users', 13) } }, ['assignee']],
		['a locked assignee', { _links: { assignee: link('users', 12) } }, ['assignee']],
		['a type the project does not have', { _links: { type: link('types', 7) } }, ['type']],
		['a parent that does not exist', { _links: { parent: link('work_packages', 99) } }, ['parent', 'parent']],
		['itself as parent', { _links: { parent: link('work_packages', 1) } }, ['parent', 'parent']],
		['an option of another field', { _links: { customField2: link('custom_options', 11) } }, ['customField2']],
		['more than one option in a field for one', { _links: { customField2: [link('custom_options', 1), link('custom_options', 2)] } }, ['customField2']],
		['a percentage beyond 100', { percentageDone: 101 }, ['percentageDone']],
		['remaining work above work', { estimatedTime: 'PT2H', remainingTime: 'PT3H' }, ['estimatedTime', 'remainingTime']],
	];
	it.each(sent)('refuses %s', async (_, body, attributes) => {
		server.store.create({ subject: 'A' });
		const reply = await client.patch(1, { lockVersion: 0, ...body });
		expect([reply.status, errorOf(reply), attributesOf(reply)]).toEqual([422, attributes.length > 1 ? 'MultipleErrors' : 'PropertyConstraintViolation', attributes]);
		expect(server.store.get(1)).toMatchObject({ subject: 'A', lockVersion: 0 });
	});

	it('accepts 255 characters beyond the basic plane', async () => {
		server.store.create({ subject: 'A' });
		expect((await client.patch(1, { lockVersion: 0, subject: '😀'.repeat(255) })).status).toBe(200);
	});

	it.each(['2026-1-5', '2015-01-31T01:02:03', '2026-02-30', 20260101])('refuses the date %j by its form', async (dueDate) => {
		server.store.create({ subject: 'A' });
		const reply = await client.patch(1, { lockVersion: 0, dueDate });
		expect([reply.status, errorOf(reply), attributeOf(reply.json)]).toEqual([422, 'PropertyFormatError', 'dueDate']);
	});

	it.each(['/api/v3/users/5', 'https://openproject.example.com/api/v3/statuses/1', '7'])('refuses the status %j as another resource', async (href) => {
		server.store.create({ subject: 'A' });
		const reply = await client.patch(1, { lockVersion: 0, _links: { status: { href } } });
		expect([reply.status, errorOf(reply)]).toEqual([422, 'ResourceTypeMismatch']);
	});

	it.each(['id', 'createdAt', 'updatedAt', 'spentTime', 'derivedDueDate'])('refuses the read-only property %s even with the value it has', async (property) => {
		server.store.create({ subject: 'A' });
		const seen = (await client.read(1)).json;
		const reply = await client.patch(1, { lockVersion: 0, [property]: seen[property] });
		expect([reply.status, errorOf(reply), attributeOf(reply.json)]).toEqual([422, 'PropertyIsReadOnly', property]);
	});

	it('breaks on a null byte, which its database cannot hold, and writes nothing', async () => {
		server.store.create({ subject: 'A' });
		const reply = await client.patch(1, { lockVersion: 0, subject: 'B\0' });
		expect([reply.status, errorOf(reply), server.store.get(1)!.subject]).toEqual([500, 'InternalServerError', 'A']);
	});

	it('refuses the body of a GET sent back', async () => {
		server.store.create({ subject: 'A' });
		expect(errorOf(await client.patch(1, { ...(await client.read(1)).json, subject: 'B' }))).toBe('MultipleErrors');
	});

	it('wraps several violations into one error', async () => {
		server.store.create({ subject: 'A' });
		const reply = await client.patch(1, { lockVersion: 0, subject: '', percentageDone: -1, updatedAt: 'now' });
		expect([reply.status, errorOf(reply)]).toEqual([422, 'MultipleErrors']);
		expect(reply.json._embedded.errors.map((error: Json) => [error.errorIdentifier.split(':').at(-1), attributeOf(error)])).toEqual([
			['PropertyIsReadOnly', 'updatedAt'],
			['PropertyConstraintViolation', 'subject'],
			['PropertyConstraintViolation', 'percentageDone'],
		]);
	});

	it('checks the workflow of the type, and not when the type changes with it', async () => {
		server.store.forbidTransition({ from: 'New', to: 'Closed', type: 'Task' });
		server.store.create({ subject: 'A' });
		const close = { status: link('statuses', status('Closed')) };
		expect(attributesOf(await client.patch(1, { lockVersion: 0, _links: close }))).toEqual(['status']);
		expect((await client.patch(1, { lockVersion: 0, _links: { ...close, type: link('types', 3) } })).status).toBe(200);
		server.store.allowTransition({ from: 'New', to: 'Closed', type: 'Task' });
		server.store.create({ subject: 'B' });
		expect((await client.patch(2, { lockVersion: 0, _links: close })).json._links.status.title).toBe('Closed');
	});

	it('lets nothing but the status out of a read-only status', async () => {
		server.store.create({ subject: 'A', status: 'Rejected' });
		server.store.setStatusReadonly('Rejected', true);
		expect((await client.read(1)).json.readonly).toBe(true);
		const reply = await client.patch(1, { lockVersion: 0, subject: 'B', customField1: 'x' });
		expect(attributesOf(reply)).toEqual(['subject', 'customField1']);
		expect((await client.patch(1, { lockVersion: 0, subject: 'B', _links: { status: link('statuses', 1) } })).status).toBe(200);
	});

	it('refuses a priority that is no longer active, and keeps one that was set before', async () => {
		server.store.create({ subject: 'A', priority: 'High' });
		server.store.setPriorityActive('High', false);
		server.store.setPriorityActive('Low', false);
		expect(attributesOf(await client.patch(1, { lockVersion: 0, _links: { priority: link('priorities', 7) } }))).toEqual(['priority']);
		expect((await client.patch(1, { lockVersion: 0, subject: 'B' })).status).toBe(200);
	});

	it('empties a link with href null and reads an empty parent as nothing said', async () => {
		server.store.create({ subject: 'Parent' });
		server.store.create({ subject: 'A', parentId: 1, assigneeId: 7 });
		const kept = await client.patch(2, { lockVersion: 0, _links: { parent: {}, assignee: { href: null } } });
		expect(kept.json._links).toMatchObject({ parent: { href: `${PATH}/1` }, assignee: { href: null } });
		expect((await client.patch(2, { lockVersion: 1, _links: { parent: { href: null } } })).json._links.parent).toEqual({ href: null, title: null });
	});

	it('keeps line ends as they were sent, unless the server is one that does not', async () => {
		server.store.create({ subject: 'A' });
		expect((await client.patch(1, { lockVersion: 0, description: { raw: 'a\r\nb ' } })).json.description.raw).toBe('a\r\nb ');
		server.behaviour.trimsText = true;
		server.behaviour.normalizesLineEnds = true;
		expect((await client.patch(1, { lockVersion: 1, description: { raw: 'c\r\nd \n' } })).json.description.raw).toBe('c\nd');
	});

	it('writes custom fields of every kind, and empties them', async () => {
		server.store.create({ subject: 'A' });
		const links = { customField2: link('custom_options', 3), customField3: link('users', 7), customField5: [link('custom_options', 11), link('custom_options', 13)] };
		const full = await client.patch(1, { lockVersion: 0, customField1: 'key', customField4: 12, customField6: { raw: 'Ring twice' }, _links: links });
		expect(full.json).toMatchObject({
			customField1: 'key',
			customField4: 12,
			customField6: { raw: 'Ring twice' },
			_links: { customField2: { title: 'Pump house' }, customField3: { href: '/api/v3/users/7', title: 'Devon Clark' }, customField5: [{ title: 'Electrical' }, { title: 'Carpentry' }] },
		});
		const empty = await client.patch(1, { lockVersion: 1, customField1: null, customField4: null, customField6: { raw: '' }, _links: { customField2: { href: null }, customField3: { href: null }, customField5: [] } });
		expect(empty.json).toMatchObject({ customField1: null, customField4: null, customField6: { raw: '' }, _links: { customField2: { href: null }, customField3: { href: null }, customField5: [] } });
	});

	it('works out duration, remaining work and percentage', async () => {
		server.store.create({ subject: 'A' });
		expect((await client.patch(1, { lockVersion: 0, startDate: '2026-04-01', dueDate: '2026-04-03' })).json.duration).toBe('P3D');
		expect((await client.patch(1, { lockVersion: 1, duration: 'P5D' })).json.dueDate).toBe('2026-04-07');
		expect((await client.patch(1, { lockVersion: 2, estimatedTime: 'PT34H', remainingTime: 'PT17H' })).json).toMatchObject({ estimatedTime: 'P1DT10H', percentageDone: 50 });
		expect((await client.patch(1, { lockVersion: 3, percentageDone: 75 })).json.remainingTime).toBe('PT8H30M');
		expect((await client.patch(1, { lockVersion: 4, percentageDone: 10, remainingTime: 'PT9H' })).json.estimatedTime).toBe('PT10H');
		expect(attributesOf(await client.patch(1, { lockVersion: 5, estimatedTime: 'PT10H', percentageDone: 10, remainingTime: 'PT1H' }))).toEqual(['percentageDone']);
	});

	it('moves dates off free days and hands dates of the parent down', async () => {
		const parent = await client.create({ subject: 'Parent', startDate: '2026-04-04', dueDate: '2026-04-07' });
		expect(parent.json).toMatchObject({ startDate: '2026-04-06', dueDate: '2026-04-07', duration: 'P2D' });
		const child = await client.create({ subject: 'Child', dueDate: null, _links: { parent: link('work_packages', 1) } });
		expect(child.json).toMatchObject({ startDate: '2026-04-06', dueDate: null });
	});

	it('moves to another project with type and permission in mind', async () => {
		server.store.create({ subject: 'A', type: 'Phase' });
		server.store.create({ subject: 'Child', parentId: 1 });
		const child = server.store.get(2)!;
		const lockVersion = server.store.get(1)!.lockVersion;
		expect((await client.patch(1, { lockVersion, _links: { project: link('projects', 3) } })).status).toBe(403);
		const moved = await client.patch(1, { lockVersion, _links: { project: link('projects', 2) } });
		expect(moved.json._links).toMatchObject({ project: { title: 'Head Office' }, type: { title: 'Task' } });
		expect(server.store.get(2)).toMatchObject({ project: 'head-office', lockVersion: child.lockVersion + 1 });
	});

	it('says in the log whether anybody was to be notified', async () => {
		server.store.create({ subject: 'A' });
		await client.call('PATCH', `${PATH}/1?notify=false`, { lockVersion: 0, subject: 'B' });
		await client.patch(1, { lockVersion: 1, subject: 'C' });
		expect(server.requests.writes.map(({ notify, status: code, body }) => [notify, code, JSON.parse(body)])).toEqual([
			[false, 200, { lockVersion: 0, subject: 'B' }],
			[true, 200, { lockVersion: 1, subject: 'C' }],
		]);
		expect(JSON.stringify(server.requests.entries)).not.toContain(server.apiKey);
	});
});

describe('activities', () => {
	it('tell edits, with details, from comments, without', async () => {
		server.store.create({ subject: 'A' });
		await client.patch(1, { lockVersion: 0, subject: 'B', _links: { status: link('statuses', 7) } });
		server.store.comment(1, 'Looks fine.');
		const { json } = await client.get(`${PATH}/1/activities`);
		expect(json._embedded.elements.map((activity: Json) => [activity._type, activity.version, activity._links.user.href, activity.details.map((detail: Json) => detail.raw)])).toEqual([
			['Activity', 1, '/api/v3/users/6', expect.any(Array)],
			['Activity', 2, '/api/v3/users/5', ['Subject changed from A to B', 'Status changed from New to In progress']],
			['Activity::Comment', 3, '/api/v3/users/6', []],
		]);
		expect(json._embedded.elements[2].createdAt).toBe(server.store.get(1)!.updatedAt);
		expect((await client.get(`/api/v3/activities/${json._embedded.elements[2].id}`)).json.comment.raw).toBe('Looks fine.');
	});

	it('refuse an empty comment and an invisible work package', async () => {
		server.store.create({ subject: 'A' });
		expect(attributeOf((await client.post(`${PATH}/1/activities`, { comment: { raw: ' ' } })).json)).toBe('comment');
		expect((await client.get(`${PATH}/9/activities`)).status).toBe(404);
	});
});
