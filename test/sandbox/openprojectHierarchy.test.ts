import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { attributesOf, clientOf, errorOf, filter, idsOf, link, PATH } from './openprojectClient';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

/** 1 > 2 > 3, and 4 beside 3 below 2; all of them scheduled by hand. */
beforeEach(async () => {
	server = await startOpenProject({ behaviour: { firstChildMakesAutomatic: false } });
	client = clientOf(server);
	server.store.create({ subject: 'Root' });
	server.store.create({ subject: 'Middle', parentId: 1 });
	server.store.create({ subject: 'Leaf', parentId: 2 });
	server.store.create({ subject: 'Other leaf', parentId: 2 });
});
afterEach(() => server.close());

const versions = (...ids: number[]): number[] => ids.map((id) => server.store.get(id)!.lockVersion);
const touched = (...ids: number[]): number[] => ids.map((id) => server.store.get(id)!.updatedAtMicroseconds);
const version = (id: number): number => server.store.get(id)!.lockVersion;

describe('relatives', () => {
	it('are linked as far as they are visible', async () => {
		const { json } = await client.read(2);
		expect(json._links).toMatchObject({
			parent: { href: `${PATH}/1`, title: 'Root' },
			ancestors: [{ href: `${PATH}/1`, title: 'Root', displayId: '1' }],
			children: [{ href: `${PATH}/3`, title: 'Leaf', displayId: '3' }, { href: `${PATH}/4` }],
		});
		expect((await client.read(3)).json._links.ancestors.map((ancestor: { title: string }) => ancestor.title)).toEqual(['Root', 'Middle']);
		for (const id of [1, 3, 4]) server.store.hide(id);
		const alone = (await client.read(2)).json._links;
		expect(alone).toMatchObject({ parent: { href: null }, ancestors: [] });
		expect(alone).not.toHaveProperty('children');
	});

	it('can be filtered by their parent', async () => {
		expect(idsOf(await client.list({ filters: [filter('parent', '=', ['2'])] }))).toEqual([3, 4]);
	});
});

describe('a change of a child', () => {
	it('in its work moves lockVersion and updatedAt of all ancestors', async () => {
		const [before, timesBefore] = [versions(1, 2, 4), touched(1, 2, 4)];
		expect((await client.patch(3, { lockVersion: 0, estimatedTime: 'PT2H' })).status).toBe(200);
		expect(versions(1, 2, 4)).toEqual([before[0]! + 1, before[1]! + 1, before[2]]);
		const times = touched(1, 2, 4);
		expect(times[0]).toBeGreaterThan(timesBefore[0]!);
		expect(times[1]).toBeGreaterThan(timesBefore[1]!);
		expect(times[2]).toBe(timesBefore[2]);
	});

	it.each<[string, object]>([
		['subject or description', { subject: 'Renamed', description: { raw: 'More' } }],
		['status, where nothing is summed', { _links: { status: link('statuses', 7) } }],
		['due date, where the parent is scheduled by hand', { dueDate: '2026-05-01' }],
	])('in its %s moves nobody else', async (_, body) => {
		const [before, times] = [versions(1, 2, 4), touched(1, 2, 4)];
		expect((await client.patch(3, { lockVersion: 0, ...body })).status).toBe(200);
		expect([versions(1, 2, 4), touched(1, 2, 4)]).toEqual([before, times]);
	});

	it('makes the parent version a client has seen stale', async () => {
		const seen = version(2);
		await client.patch(3, { lockVersion: 0, estimatedTime: 'PT2H' });
		expect((await client.patch(2, { lockVersion: seen, subject: 'Mine' })).status).toBe(409);
	});

	it('of parent moves the old ancestors and the new ones whose sums it changes, each once', async () => {
		server.store.update(3, { estimatedHours: 2 });
		server.store.create({ subject: 'New home', parentId: 1 });
		const before = versions(1, 2, 5);
		const reply = await client.patch(3, { lockVersion: 1, _links: { parent: link('work_packages', 5) } });
		expect(reply.json._links.parent.title).toBe('New home');
		expect(versions(1, 2, 5)).toEqual([before[0], before[1]! + 1, before[2]! + 1]);
		expect((await client.read(2)).json._links.children).toHaveLength(1);
	});

	it('that is new moves its ancestors where it brings work', async () => {
		const before = versions(1, 2);
		await client.create({ subject: 'Idle', _links: { parent: link('work_packages', 2) } });
		expect(versions(1, 2)).toEqual(before);
		await client.create({ subject: 'Third', estimatedTime: 'PT1H', _links: { parent: link('work_packages', 2) } });
		expect(versions(1, 2)).toEqual(before.map((lockVersion) => lockVersion + 1));
	});

	it('is noted on the parent as a comment without details', async () => {
		await client.patch(3, { lockVersion: 0, estimatedTime: 'PT2H' });
		const { json } = await client.get(`${PATH}/2/activities`);
		expect(json._embedded.elements.at(-1)).toMatchObject({ comment: { raw: expect.stringContaining('#3') }, details: [] });
	});
});

describe('a parent', () => {
	it('in manual scheduling keeps its dates and shows those derived from below', async () => {
		server.store.update(3, { startDate: '2026-05-04', dueDate: '2026-05-06' });
		server.store.update(4, { dueDate: '2026-05-20' });
		const { json } = await client.read(1);
		expect(json).toMatchObject({ scheduleManually: true, startDate: null, dueDate: null, derivedStartDate: '2026-05-04', derivedDueDate: '2026-05-20' });
		expect((await client.patch(1, { lockVersion: version(1), dueDate: '2026-06-01' })).status).toBe(200);
	});

	it('in automatic scheduling takes the dates of its children and lets nobody write them', async () => {
		server.store.update(3, { startDate: '2026-05-04', dueDate: '2026-05-06' });
		const automatic = await client.patch(2, { lockVersion: version(2), scheduleManually: false });
		expect(automatic.json).toMatchObject({ scheduleManually: false, startDate: '2026-05-04', dueDate: '2026-05-06' });
		const refused = await client.patch(2, { lockVersion: version(2), dueDate: '2026-06-01', subject: 'Not carried' });
		expect([refused.status, errorOf(refused), attributesOf(refused)]).toEqual([422, 'PropertyIsReadOnly', ['dueDate']]);
		await client.patch(3, { lockVersion: version(3), dueDate: '2026-05-08' });
		expect(server.store.get(2)).toMatchObject({ subject: 'Middle', startDate: '2026-05-04', dueDate: '2026-05-08' });
		expect((await client.patch(2, { lockVersion: version(2), subject: 'Carried' })).status).toBe(200);
	});

	it('without children writes its dates in automatic scheduling as well', async () => {
		server.behaviour.newScheduleManually = false;
		const { json } = await client.create({ subject: 'Alone', dueDate: '2026-05-05' });
		expect((await client.patch(json.id, { lockVersion: 0, dueDate: '2026-05-06' })).json).toMatchObject({ scheduleManually: false, dueDate: '2026-05-06' });
	});

	it('can be neither a descendant nor a milestone', async () => {
		expect(attributesOf(await client.patch(1, { lockVersion: version(1), _links: { parent: link('work_packages', 3) } }))).toEqual(['parent', 'parent']);
		server.store.create({ subject: 'Opening', type: 'Milestone' });
		expect(attributesOf(await client.patch(3, { lockVersion: 0, _links: { parent: link('work_packages', 5) } }))).toEqual(['parent']);
		expect(attributesOf(await client.patch(2, { lockVersion: version(2), _links: { type: link('types', 2) } }))).toEqual(['type']);
	});

	it('has to be visible, and in the same project where the server says so', async () => {
		server.store.create({ subject: 'Elsewhere', project: 'head-office' });
		const move = { parent: link('work_packages', 5) };
		server.behaviour.allowsCrossProjectParents = false;
		expect(attributesOf(await client.patch(3, { lockVersion: 0, _links: move }))).toEqual(['parent']);
		server.behaviour.allowsCrossProjectParents = true;
		server.store.hide(5);
		expect(attributesOf(await client.patch(3, { lockVersion: 0, _links: move }))).toEqual(['parent']);
		server.store.show(5);
		expect((await client.patch(3, { lockVersion: 0, _links: move })).status).toBe(200);
	});

	it('is read-only for who may not manage subtasks', async () => {
		server.tokens.addApiKey('of-lena', 10);
		server.store.setMembership({ userId: 10, project: 1, role: 'reader' });
		expect((await clientOf(server, 'of-lena').patch(3, { lockVersion: 0, _links: { parent: { href: null } } })).status).toBe(403);
	});
});

describe('a milestone', () => {
	it('has one date, which is start and end', async () => {
		const { json } = await client.create({ subject: 'Opening', date: '2026-07-01', _links: { type: link('types', 2) } });
		expect(json.date).toBe('2026-07-01');
		for (const property of ['startDate', 'dueDate', 'duration']) expect(json).not.toHaveProperty(property);
		expect((await client.patch(json.id, { lockVersion: 0, date: null })).json.date).toBeNull();
		expect(server.store.get(json.id)).toMatchObject({ startDate: null, dueDate: null });
		expect((await client.get(`${PATH}/schemas/1-2`)).json).toHaveProperty('date');
	});
});

describe('delete', () => {
	it('answers 204 without a body and takes descendants and booked time along, wherever they are', async () => {
		server.store.move(4, 'payroll');
		server.store.logTime(3, 2.5);
		server.store.update(3, { estimatedHours: 2 });
		expect((await client.read(3)).json.spentTime).toBe('PT2H30M');
		const before = version(1);
		const reply = await client.remove(2);
		expect([reply.status, reply.text]).toEqual([204, '']);
		expect(server.store.list().map((row) => row.id)).toEqual([1]);
		expect(version(1)).toBe(before + 1);
		for (const id of [2, 3]) expect(errorOf(await client.read(id))).toBe('NotFound');
		expect((await client.remove(2)).status).toBe(404);
	});

	it('needs no lockVersion and no content type', async () => {
		server.store.update(3, { subject: 'Edited meanwhile' });
		expect((await client.remove(3)).status).toBe(204);
		expect((await client.read(2)).json._links.children).toHaveLength(1);
	});

	it('never gives an id a second time', async () => {
		await client.remove(4);
		expect((await client.create({ subject: 'Next' })).json.id).toBe(5);
	});
});

describe('scripts', () => {
	it('copy a work package with its custom fields, as people do', () => {
		server.store.update(3, { customFields: { 'FLRTS ID': 'key' } });
		expect(server.store.copy(3)).toMatchObject({ id: 5, lockVersion: 0, subject: 'Leaf', parentId: 2, authorId: 6, customFields: { 'FLRTS ID': 'key' } });
	});

	it('are told what they got wrong', () => {
		expect(() => server.store.update(3, { status: 'Done' })).toThrow("There is no status 'Done'. There are: New,");
		expect(() => server.store.update(99, {})).toThrow('There is no work package 99.');
		expect(() => server.store.update(3, { subject: '' })).toThrow("Subject can't be blank.");
		expect(() => server.store.move(3, 'nowhere')).toThrow("There is no project 'nowhere'.");
	});
});
