import { comparing, findWorkPackages, simplify, type FindOrder, type FindWords, type WorkPackage } from '../../../src/openproject/workPackages';
import { startEngine, type Engine } from './engine';

let engine: Engine;

beforeEach(async () => {
	engine = await startEngine();
});
afterEach(async () => await engine.close());

const ANY: FindWords = { project: null, changedSince: null, state: 'all', statuses: [], types: [], priorities: [], assignee: null, parent: null, text: null, subject: null, raw: [] };

async function find(words: Partial<FindWords>, more: { readonly limit?: number | null; readonly order?: FindOrder; readonly pageSize?: number } = {}): Promise<readonly WorkPackage[]> {
	const found = new Map<string, WorkPackage>();
	for await (const page of findWorkPackages(engine.api, { words: { ...ANY, ...words }, limit: null, order: 'idAscending', pageSize: 200, names: engine.places.names, ...more })) for (const one of page) found.set(one.id, one);
	return [...found.values()];
}

const ids = (found: readonly WorkPackage[]): readonly number[] => found.map(({ id }) => Number(id));

describe('words', () => {
	it('find closed work packages too, unless told otherwise', async () => {
		const { store } = engine.server;
		const [open, closed] = [store.create({ subject: 'Open' }), store.create({ subject: 'Closed', status: 'Closed' })];
		expect(ids(await find({}))).toEqual([open.id, closed.id]);
		expect(ids(await find({ state: 'open' }))).toEqual([open.id]);
		expect(ids(await find({ state: 'closed' }))).toEqual([closed.id]);
		expect(ids(await find({ state: 'open', statuses: ['closed'] }))).toEqual([closed.id]);
		expect(ids(await find({ raw: [{ name: 'status_id', operator: 'o', values: [] }] }))).toEqual([open.id]);
	});

	it('hold together, by name or by id', async () => {
		const { store } = engine.server;
		const wanted = store.create({ subject: 'Fix the roof', description: 'Bring a ladder', status: 'In progress', priority: 'High', assigneeId: 6 });
		store.create({ subject: 'Fix the roof', status: 'New', assigneeId: 6 });
		store.create({ subject: 'Other', project: 'head-office', status: 'In progress', priority: 'High' });
		const child = store.create({ subject: 'Below', parentId: wanted.id, type: 'Phase' });
		expect(ids(await find({ project: 'FLRTS Field Work', statuses: ['in progress'], types: ['1'], priorities: ['High', '10'], assignee: 'Maria Alvarez', text: 'LADDER bring' }))).toEqual([wanted.id]);
		expect(ids(await find({ subject: 'roof', assignee: '6', statuses: ['7'] }))).toEqual([wanted.id]);
		expect(ids(await find({ parent: String(wanted.id) }))).toEqual([child.id]);
		expect(ids(await find({ assignee: 'none', project: '1' }))).toEqual([child.id]);
		expect(await find({ assignee: 'me' })).toEqual([]);
	});

	it.each([
		[{ statuses: ['Closd'] }, "'Closd' is not among OpenProject's statuses. Closest: Closed."],
		[{ types: ['Feature'], project: 'flrts-field-work' }, "'Feature' is not among OpenProject's types enabled in project 'FLRTS Field Work'."],
		[{ priorities: ['Hihg'] }, "'Hihg' is not among OpenProject's priorities. Closest: High."],
		[{ project: 'FLRTS Feld Work' }, "OpenProject has no project 'FLRTS Feld Work' that the API user can see. Closest: FLRTS Field Work"],
		[{ assignee: 'Nobody Here' }, "Nobody in OpenProject whom the API user can see goes by 'Nobody Here'."],
		[{ parent: 'roof' }, "'roof' cannot be the parent: the id of a work package is expected."],
	])('that stand for nothing are named: %j', async (words, message) => {
		await expect(find(words)).rejects.toThrow(message);
	});

	it('say what OpenProject says of a filter it does not know', async () => {
		await expect(find({ raw: [{ name: 'colour', operator: '=', values: ['red'] }] })).rejects.toThrow('Colour filter does not exist.');
	});
});

describe('all of them', () => {
	it('come though others edit while the pages are read', async () => {
		const { store } = engine.server;
		const rows = Array.from({ length: 60 }, (_, index) => store.create({ subject: `Task ${index}` }));
		await new Promise((resolve) => setTimeout(resolve, 5));
		let edited = 0;
		// Each edit moves a work package to the end, and the one after it over the border of a page already read.
		// As many as two pages for each page full of the beginning have room for: later ones may wait for the next reading.
		const stop = engine.server.onRequest({ before: (request) => void (request.path.endsWith('/work_packages') && edited < 10 && store.update(rows[edited++]!.id, { subject: 'Edited' })) });
		const found = await find({}, { pageSize: 7 });
		stop();
		expect([...ids(found)].sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
		expect(found.filter(({ json }) => json['subject'] === 'Edited')).toHaveLength(10);
	});

	it('are read from a time on, included, comments counting as changes', async () => {
		const { store } = engine.server;
		const [old, commented] = [store.create({ subject: 'Old' }), store.create({ subject: 'Commented' })];
		await new Promise((resolve) => setTimeout(resolve, 10));
		const { updatedAt } = store.comment(commented.id, 'Hello');
		expect(ids(await find({ changedSince: updatedAt }))).toEqual([commented.id]);
		expect(ids(await find({ changedSince: old.updatedAt }))).toEqual([old.id, commented.id]);
		expect(await find({ changedSince: '2100-01-01T00:00:00.000Z' })).toEqual([]);
	});

	it('may be none', async () => {
		expect(await find({})).toEqual([]);
		expect(await find({}, { limit: 10 })).toEqual([]);
	});

	it('ask for no more pages than there are', async () => {
		for (let index = 0; index < 450; index += 1) engine.server.store.create({ subject: `Task ${index}` });
		engine.server.requests.clear();
		expect(await find({})).toHaveLength(450);
		expect(engine.server.requests.count()).toBeLessThanOrEqual(6);
	});
});

describe('a filter of OpenProject’s own on the time of change', () => {
	const wait = async () => await new Promise((resolve) => setTimeout(resolve, 5));

	it('as a range joins the time asked for, over several pages', async () => {
		const { store } = engine.server;
		const rows = [];
		for (let index = 0; index < 30; index += 1) {
			rows.push(store.create({ subject: `Task ${index}` }));
			if (index % 10 === 9) await wait();
		}
		const raw = [{ name: 'updatedAt', operator: '<>d', values: ['', new Date(Date.parse(rows[19]!.updatedAt) + 1).toISOString()] }];
		expect(ids(await find({ raw }, { pageSize: 4 }))).toEqual(rows.slice(0, 20).map(({ id }) => id));
		expect(ids(await find({ raw, changedSince: rows[10]!.updatedAt }, { pageSize: 4 }))).toEqual(rows.slice(10, 20).map(({ id }) => id));
		expect(ids(await find({ raw, changedSince: rows[10]!.updatedAt }, { pageSize: 4, limit: 100 }))).toEqual(rows.slice(10, 20).map(({ id }) => id));
		expect(await find({ raw, changedSince: rows[29]!.updatedAt }, { pageSize: 4 })).toEqual([]);
	});

	it('of another kind is read whole, though others edit meanwhile', async () => {
		const { store } = engine.server;
		const rows = Array.from({ length: 30 }, (_, index) => store.create({ subject: `Task ${index}` }));
		let edited = 0;
		const stop = engine.server.onRequest({ before: (request) => void (request.path.endsWith('/work_packages') && edited < 10 && store.update(rows[edited++]!.id, { subject: 'Edited' })) });
		const found = await find({ project: '1', raw: [{ name: 'updated_at', operator: '>t-', values: ['1'] }] }, { pageSize: 4 });
		stop();
		expect([...ids(found)].sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
		expect(await find({ raw: [{ name: 'updatedAt', operator: '<t-', values: ['1'] }] }, { pageSize: 4 })).toEqual([]);
	});

	it('of another kind is refused beside the time asked for, and so is any condition given twice', async () => {
		await expect(find({ changedSince: '2026-01-01T00:00:00.000Z', raw: [{ name: 'updatedAt', operator: '>t-', values: ['1'] }] })).rejects.toThrow("Two filters are about 'updatedAt'");
		await expect(find({ statuses: ['New'], raw: [{ name: 'status', operator: 'o', values: [] }] })).rejects.toThrow("Two filters are about 'status'");
		expect(engine.server.requests.entries.filter(({ path }) => path.endsWith('/work_packages'))).toEqual([]);
	});
});

describe('a custom field that is no filter', () => {
	const by = (key: string) => [{ name: key, operator: '=', values: ['x'] }];

	it.each([
		['not ticked', { project: 'flrts-field-work' }, 'Plain', /not filter by the custom field 'Plain' .* though it is enabled there\. Tick 'Used as a filter'/],
		['of another project', { project: 'head-office' }, 'Own', /is no filter in project 'Head Office': it is not enabled for this project, or for none of its types\./],
		['on the list of all projects', {}, 'Own', /is no filter on work packages of all projects.*Choose the project among the filters\./],
	] as ReadonlyArray<readonly [string, Partial<FindWords>, string, RegExp]>)('is told apart: %s', async (_name, words, field, message) => {
		engine.server.store.setCustomField({ id: 91, name: 'Plain', format: 'string', isFilter: false });
		engine.server.store.setCustomField({ id: 92, name: 'Own', format: 'string', projectIds: [1] });
		const key = field === 'Plain' ? 'customField91' : 'customField92';
		await expect(find({ ...words, raw: by(key) })).rejects.toThrow(message);
		if (field === 'Own') expect(await find({ project: 'flrts-field-work', raw: by(key) })).toEqual([]);
	});
});

describe('the first ones', () => {
	it.each<[FindOrder, readonly number[]]>([['idAscending', [1, 2, 3]], ['idDescending', [10, 9, 8]], ['changedAscending', [1, 2, 3]], ['changedDescending', [5, 10, 9]]])('come %s, over several pages', async (order, expected) => {
		for (let index = 0; index < 10; index += 1) {
			engine.server.store.create({ subject: `Task ${index}` });
			await new Promise((resolve) => setTimeout(resolve, 2));
		}
		engine.server.store.touch(5);
		const found = await find({}, { limit: 3, order, pageSize: 2 });
		expect(ids(found)).toEqual(expected);
		expect([...found].sort(comparing(order))).toEqual(found);
	});

	it('are asked for in one request where they fit', async () => {
		for (let index = 0; index < 10; index += 1) engine.server.store.create({ subject: `Task ${index}` });
		engine.server.requests.clear();
		expect(await find({}, { limit: 5 })).toHaveLength(5);
		expect(engine.server.requests.entries.map(({ query }) => query['pageSize'])).toEqual(['5']);
	});
});

describe('simplified', () => {
	it('are flat, with names beside ids and custom fields by their names', async () => {
		const parent = engine.server.store.create({ subject: 'Parent' });
		engine.server.store.create({ subject: 'Fix roof', description: '*Now*', assigneeId: 6, parentId: parent.id, dueDate: '2026-04-01', estimatedHours: 34.5, customFields: { 'FLRTS ID': 'k', Area: [1], Trades: [11, 12], 'Site contact': [7], 'Crew size': 0, 'Access notes': 'Key at the gate' } });
		const one = (await find({})).find(({ json }) => json['subject'] === 'Fix roof');
		const names = await engine.places.names.of('1', '1');
		expect(simplify(one as WorkPackage, names, 'https://op.example.com')).toEqual({
			id: 2, subject: 'Fix roof', description: '*Now*', project: 'FLRTS Field Work', projectId: 1, type: 'Task', typeId: 1, status: 'New', statusId: 1, priority: 'Normal', priorityId: 8,
			author: 'Maria Alvarez', authorId: 6, assignee: 'Maria Alvarez', assigneeId: 6, responsible: null, responsibleId: null, version: null, versionId: null, category: null, categoryId: null,
			parentId: parent.id, parentSubject: 'Parent', startDate: null, dueDate: '2026-04-01', estimatedHours: 34.5, remainingHours: 34.5, spentHours: 0, percentageDone: 0, scheduleManually: true,
			lockVersion: 0, createdAt: expect.any(String) as string, updatedAt: expect.any(String) as string, url: 'https://op.example.com/work_packages/2',
			'FLRTS ID': 'k', Area: 'North yard', Trades: ['Electrical', 'Plumbing'], 'Site contact': 'Devon Clark', 'Crew size': 0, 'Access notes': 'Key at the gate',
			Budget: null, Inspected: null, 'Inspection date': null, Location: null, Manual: null, Release: null,
		});
	});

	it('have one date twice where they are milestones', async () => {
		engine.server.store.create({ subject: 'Opening', type: 'Milestone', dueDate: '2026-05-01' });
		expect(simplify((await find({}))[0] as WorkPackage, new Map(), '')).toMatchObject({ startDate: '2026-05-01', dueDate: '2026-05-01' });
	});

	it('keep the keys of custom fields whose names are taken, and never have a field called error', async () => {
		for (const [index, name] of ['error', 'status', 'Same', 'Same', '__proto__'].entries()) engine.server.store.setCustomField({ id: 20 + index, name, format: 'string' });
		const { id } = engine.server.store.create({ subject: 'S' });
		engine.server.store.update(id, { customFields: { error: 'e', status: 's' } });
		const simple = simplify((await find({}))[0] as WorkPackage, await engine.places.names.of('1', '1'), '');
		expect(simple).toMatchObject({ status: 'New', customField20: 'e', customField21: 's', customField22: null, customField23: null });
		expect(Object.hasOwn(simple, 'error')).toBe(false);
		expect(Object.hasOwn(simple, '__proto__')).toBe(true);
	});
});
