import { Places, upsertWorkPackages, type UpsertItem, type UpsertReport } from '../../../src/openproject/workPackages';
import type { UpsertRequest } from '../../../src/openproject/workPackages/upsert/types';
import type { Fault } from '../../../sandbox/openproject';
import { fields, startEngine, type Engine } from './engine';

let engine: Engine;

beforeEach(async () => {
	engine = await startEngine();
});
afterEach(async () => await engine.close());

const item = (key: unknown, values: Record<string, unknown> = {}, more: Partial<UpsertItem> = {}): UpsertItem => ({ key, fields: fields(values), ...more });

async function upsert(items: readonly UpsertItem[], more: Partial<UpsertRequest> = {}): Promise<readonly UpsertReport[]> {
	return await upsertWorkPackages(new Places(engine.api), { project: 'flrts-field-work', match: { by: 'customField', field: 'FLRTS ID' }, items, workers: 3, notify: false, requestDeadlineMs: 60_000, ...more });
}

const byId = { match: { by: 'id', createWithoutId: false } } as const;
const outcomes = (reports: readonly UpsertReport[]): readonly string[] => reports.map(({ outcome }) => outcome);
const reasons = (reports: readonly UpsertReport[]): readonly (string | null)[] => reports.map(({ reason }) => reason);

/** What a request was for, by method. */
const written = (): readonly string[] => engine.server.requests.writes.map(({ method }) => method);

describe('by a custom field', () => {
	it('creates, then changes only what differs, then nothing', async () => {
		const items = [item('row-1', { subject: 'Fix roof', status: 'In progress', assignee: 'Maria Alvarez', estimatedHours: 2.5, Area: 'North yard', Trades: ['Plumbing', 'Electrical'], 'Site contact': 7 })];
		expect(await upsert(items)).toEqual([{ outcome: 'created', key: 'row-1', id: 1, subject: 'Fix roof', lockVersion: 0, changedFields: ['subject', 'status', 'assignee', 'estimatedHours', 'Area', 'Trades', 'Site contact'], reason: null }]);
		expect(engine.server.store.get(1)).toMatchObject({ subject: 'Fix roof', type: 'Task', status: 'In progress', assigneeId: 6, estimatedHours: 2.5, customFields: { 'FLRTS ID': 'row-1', 'Site contact': [7] } });

		engine.server.requests.clear();
		const [changed] = await upsert([item('row-1', { subject: 'Fix roof', status: 7, assignee: 6, priority: 'High', Trades: 'Electrical, Plumbing', Area: 'South yard' })]);
		expect(changed).toMatchObject({ outcome: 'updated', changedFields: ['priority', 'Area'], lockVersion: 1 });
		expect(JSON.parse(engine.server.requests.writes[0]?.body ?? '')).toEqual({ lockVersion: 0, _links: { priority: { href: '/api/v3/priorities/9' }, customField2: { href: '/api/v3/custom_options/2' } } });

		engine.server.requests.clear();
		expect(outcomes(await upsert([item('row-1', { subject: 'Fix roof ', description: '', priority: 9, estimatedHours: 'PT2H30M' })]))).toEqual(['unchanged']);
		expect(written()).toEqual([]);
	});

	it('writes 1,000 items once and not again, whatever order and number of workers', async () => {
		const items = Array.from({ length: 1000 }, (_, index) => item(`row-${index}`, { subject: `Task ${index}`, description: `Line one\r\nline two of ${index}`, dueDate: '2026-04-01', status: index % 2 === 0 ? 'Closed' : 'New' }));
		expect(new Set(outcomes(await upsert(items, { workers: 10 })))).toEqual(new Set(['created']));
		expect(engine.server.store.count).toBe(1000);
		engine.server.requests.clear();
		const again = await upsert([...items].reverse(), { workers: 2 });
		expect(new Set(outcomes(again))).toEqual(new Set(['unchanged']));
		expect(again.map(({ key }) => key)).toEqual(items.map(({ key }) => key).reverse());
		expect(written()).toEqual([]);
		expect(engine.server.requests.count('GET')).toBeLessThan(30);
	});

	it('finds keys whatever they are made of, also in long lists', async () => {
		const keys = ['a,b', 'ä ö ü', '"quoted"', '日本語', '%&=?#', "it's", ...Array.from({ length: 150 }, (_, index) => `${'long '.repeat(20)}${index}`)];
		await upsert(keys.map((key) => item(key, { subject: 'S' })));
		engine.server.requests.clear();
		expect(new Set(outcomes(await upsert(keys.map((key) => item(key, { subject: 'S' })))))).toEqual(new Set(['unchanged']));
		expect(engine.server.requests.entries.filter(({ status }) => status !== 200)).toEqual([]);
	});

	it('takes closed work packages for present, and those of other projects not', async () => {
		const closed = engine.server.store.create({ subject: 'Old', status: 'Closed', customFields: { 'FLRTS ID': 'k' } });
		engine.server.store.create({ subject: 'Elsewhere', project: 'head-office', customFields: { 'FLRTS ID': 'other' } });
		const [first, second] = await upsert([item('k', { subject: 'New words' }), item('other', { subject: 'Here' })]);
		expect([first?.outcome, first?.id, second?.outcome]).toEqual(['updated', closed.id, 'created']);
	});

	it('refuses a key that several work packages hold', async () => {
		const one = engine.server.store.create({ subject: 'Original', customFields: { 'FLRTS ID': 'k' } });
		const copy = engine.server.store.copy(one.id);
		expect(reasons(await upsert([item('k', { subject: 'X' })]))).toEqual([`2 work packages hold the key 'k': ${one.id}, ${copy.id}. Work packages are copied with their keys; take it away from all but one.`]);
		expect(written()).toEqual([]);
	});

	it('does not change the key itself, even where an item gives another value for its field', async () => {
		await upsert([item('k', { subject: 'S', 'FLRTS ID': 'other', customField1: 'third' })]);
		expect(engine.server.store.get(1)?.customFields).toEqual({ 'FLRTS ID': 'k' });
	});

	it('matches by a whole number too', async () => {
		const match = { by: 'customField', field: 'Crew size' } as const;
		expect(outcomes(await upsert([item('4', { subject: 'Four' }), item('x', { subject: 'X' })], { match }))).toEqual(['created', 'failed']);
		expect(engine.server.store.get(1)?.customFields).toEqual({ 'Crew size': 4 });
		expect(outcomes(await upsert([item(4, { subject: 'Four' })], { match }))).toEqual(['unchanged']);
	});
});

describe('bad input', () => {
	it('is nothing to do where there are no items', async () => {
		expect(await upsert([])).toEqual([]);
		expect(engine.server.requests.count()).toBe(0);
	});

	it.each([
		[null, 'This item has no key, so its work package can be neither found nor made only once. Give a key that stays the same.'],
		['', 'This item has no key, so its work package can be neither found nor made only once. Give a key that stays the same.'],
		[undefined, 'This item has no key, so its work package can be neither found nor made only once. Give a key that stays the same.'],
		[{ a: 1 }, 'The key of this item is {"a":1}. Give text or a number.'],
		[['a'], 'The key of this item is ["a"]. Give text or a number.'],
	])('a key %j is refused, and the other items are written', async (key, reason) => {
		const reports = await upsert([item(key, { subject: 'A' }), item('k', { subject: 'B' })]);
		expect([reports[0]?.reason, reports[1]?.outcome]).toEqual([reason, 'created']);
	});

	it('refuses all items with one key, numbers and texts alike, but not 0 and false', async () => {
		const reports = await upsert([item(5, { subject: 'A' }), item('5', { subject: 'B' }), item(0, { subject: 'Zero' }), item(false, { subject: 'No' })]);
		expect(outcomes(reports)).toEqual(['failed', 'failed', 'created', 'created']);
		expect(reports[0]?.reason).toBe("2 items have the key '5' (items 0, 1, counted from 0). None of them was written, since which one is meant cannot be told.");
	});

	it.each([
		['status', { status: 'In progres' }, "'In progres' is not among OpenProject's statuses. Closest: In progress"],
		['type', { type: 'Taks' }, "'Taks' is not among OpenProject's types enabled in project 'FLRTS Field Work'. Closest: Task"],
		['priority', { priority: 99 }, "'99' is not among OpenProject's priorities. There are: Low, Normal, High, Immediate."],
		['assignee', { assignee: 'Maria Alvares' }, "'Maria Alvares' is not among OpenProject's people of this project. Closest: Maria Alvarez"],
		['custom field', { Arae: 'North yard' }, "The custom field 'Arae' is not among those of type 'Task' in project 'FLRTS Field Work'. Closest: Area, Trades."],
		['list value', { Area: 'Nord yard' }, "'Nord yard' is not among OpenProject's values of the custom field 'Area'. Closest: North yard, South yard."],
		['date', { dueDate: '2026-02-30' }, '"2026-02-30" cannot be the dueDate: a date as YYYY-MM-DD, without a time is expected.'],
		['date of a number', { dueDate: 5 }, '5 cannot be the dueDate: a date as YYYY-MM-DD'],
		['object', { subject: { a: 1 } }, '{"a":1} cannot be the subject: text is expected.'],
		['percent', { percentageDone: 'half' }, '"half" cannot be the percentageDone: a whole number from 0 to 100 is expected.'],
		['whole number', { 'Crew size': '2.5' }, `"2.5" cannot be the custom field 'Crew size': a whole number is expected.`],
		['parent', { parent: 'the first' }, '"the first" cannot be the parent: the id of a work package is expected.'],
		['empty subject', { subject: ' ' }, 'The subject is empty. Give text.'],
		['empty status', { status: '' }, 'The status is empty. Give the name or id of one, or leave the field out.'],
	])('an unknown or unfit %s fails that item alone', async (_what, values, reason) => {
		const reports = await upsert([item('bad', { subject: 'Bad', ...values }), item('good', { subject: 'Good' })]);
		expect(outcomes(reports)).toEqual(['failed', 'created']);
		expect(reports[0]?.reason).toContain(reason);
		expect(engine.server.store.count).toBe(1);
	});

	it('says what a new work package lacks', async () => {
		expect(reasons(await upsert([item('k', { status: 'New' })]))).toEqual(['A new work package needs a subject.']);
	});

	it('names the project, the field and its kind where one is not there', async () => {
		await expect(upsert([item('k')], { project: 'flrts-feld-work' })).rejects.toThrow("OpenProject has no project 'flrts-feld-work' that the API user can see. Closest: flrts-field-work");
		await expect(upsert([item('k')], { match: { by: 'customField', field: 'FLRT ID' } })).rejects.toThrow("The custom field 'FLRT ID' is not among those of project 'FLRTS Field Work'. Closest: FLRTS ID.");
		await expect(upsert([item('k')], { match: { by: 'customField', field: 'Access notes' } })).rejects.toThrow("The custom field 'Access notes' (customField6) is of type Formattable.");
	});

	it('says that a parent does not exist', async () => {
		const [report] = await upsert([item('k', { subject: 'S', parent: 999 })]);
		expect(report?.reason).toBe('OpenProject refused it (422): Parent does not exist.');
	});

	it('names the permission that a read-only user lacks', async () => {
		engine.server.store.setMembership({ userId: engine.server.apiUserId, project: 1, role: 'reader' });
		engine.server.store.create({ subject: 'There', customFields: { 'FLRTS ID': 'k' } });
		const [update, create] = await upsert([item('k', { subject: 'S' }), item('new', { subject: 'S' })]);
		expect(update?.reason).toBe("The API user may not edit work packages in project 'FLRTS Field Work' (403: You are not authorized to access this resource.). Give the user a role with OpenProject's permission 'Edit work packages' there.");
		expect(create?.reason).toContain("permission 'Add work packages'");
	});

	it('says which step a workflow lacks, and writes nothing of that item', async () => {
		engine.server.store.create({ subject: 'S', customFields: { 'FLRTS ID': 'k' } });
		const [report] = await upsert([item('k', { status: 'Tested', subject: 'Other' })]);
		expect(report?.reason).toMatch(/^With the status going from 'New' to 'Tested': OpenProject refused it \(422\)/);
		expect(engine.server.store.get(1)?.subject).toBe('S');
	});
});

describe('by id', () => {
	it('updates those that are there, and says which are not, whatever the ids look like', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => engine.server.store.create({ subject: `Task ${index}` }).id);
		engine.server.store.delete(7);
		engine.server.store.hide(130);
		engine.server.requests.clear();
		const items = [...ids.map((id) => item(id % 2 === 0 ? String(id) : id, { subject: `Task ${id - 1}` })), item('1528', { subject: 'X' }), item('abc', { subject: 'X' }), item(-1, { subject: 'X' })];
		const reports = await upsert(items, byId);
		expect(reports.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(248);
		expect(reports.filter(({ outcome }) => outcome === 'failed').map(({ key, reason }) => [key, reason])).toEqual([
			['7', 'There is no work package 7 that the API user can see.'],
			['130', 'There is no work package 130 that the API user can see.'],
			['1528', 'There is no work package 1528 that the API user can see.'],
			['abc', "'abc' cannot be the ID of a work package: a whole number from 1 is expected."],
			['-1', "'-1' cannot be the ID of a work package: a whole number from 1 is expected."],
		]);
		expect(engine.server.requests.count('GET')).toBeLessThan(60);
	});

	it('creates items without an id only where that is asked for', async () => {
		expect(outcomes(await upsert([item(null, { subject: 'New' })], byId))).toEqual(['failed']);
		expect(outcomes(await upsert([item(null, { subject: 'New' }), item('', { subject: 'New too' })], { match: { by: 'id', createWithoutId: true } }))).toEqual(['created', 'created']);
		expect(engine.server.store.count).toBe(2);
	});

	it('writes work packages of other projects by the names of theirs', async () => {
		const { id } = engine.server.store.create({ subject: 'Bug here', project: 'head-office', type: 'Feature' });
		expect(outcomes(await upsert([item(id, { type: 'Bug', assignee: 'Ruth Hartmann' })], byId))).toEqual(['updated']);
		expect(engine.server.store.get(id)).toMatchObject({ type: 'Bug', assigneeId: 13 });
	});

	it('turns a parent and its child over in one go', async () => {
		const top = engine.server.store.create({ subject: 'Top' });
		const child = engine.server.store.create({ subject: 'Child', parentId: top.id });
		expect(outcomes(await upsert([item(top.id, { parent: child.id }), item(child.id, { parent: null })], byId))).toEqual(['updated', 'updated']);
		expect([engine.server.store.get(top.id)?.parentId, engine.server.store.get(child.id)?.parentId]).toEqual([child.id, null]);
	});

	it('refuses parents that form a circle, and writes the rest', async () => {
		const [a, b, c] = ['A', 'B', 'C'].map((subject) => engine.server.store.create({ subject }).id);
		const reports = await upsert([item(a, { parent: b }), item(b, { parent: String(a) }), item(c, { parent: a })], byId);
		expect(reasons(reports).slice(0, 2)).toEqual(['Its parents form a circle: 1 below 2 below 1. Nothing of it was written.', 'Its parents form a circle: 2 below 1 below 2. Nothing of it was written.']);
		expect(reports[2]?.outcome).toBe('updated');
		expect((await upsert([item(a, { parent: a })], byId))[0]?.reason).toContain('circle: 1 below 1');
	});
});

describe('families by key', () => {
	it('writes parents first, wherever they come, and finds those that are there already', async () => {
		const there = engine.server.store.create({ subject: 'There', customFields: { 'FLRTS ID': 'there' } });
		const reports = await upsert([item('leaf', { subject: 'Leaf' }, { parentKey: 'mid' }), item('mid', { subject: 'Mid' }, { parentKey: 'top' }), item('top', { subject: 'Top' }, { parentKey: 'there' }), item('lost', { subject: 'Lost' }, { parentKey: 'nobody' })]);
		expect(outcomes(reports)).toEqual(['created', 'created', 'created', 'failed']);
		expect(reports[3]?.reason).toBe("No item and no work package of the project has the key 'nobody' of its parent.");
		const parentOf = (position: number) => engine.server.store.get(reports[position]?.id as number)?.parentId;
		expect([parentOf(0), parentOf(1), parentOf(2)]).toEqual([reports[1]?.id, reports[2]?.id, there.id]);
		expect(outcomes(await upsert([item('leaf', {}, { parentKey: null }), item('mid', {})]))).toEqual(['updated', 'unchanged']);
	});

	it('does not write what is below something that failed', async () => {
		const reports = await upsert([item('child', { subject: 'Child' }, { parentKey: 'top' }), item('top', { subject: '' })]);
		expect(reasons(reports)).toEqual(["Its parent, the item with the key 'top', was not written.", 'The subject is empty. Give text.']);
	});

	it('gets through a family that is written by many workers at once, though each child moves its parent on', async () => {
		const items = [item('top', { subject: 'Top', startDate: '2026-03-01' }), ...Array.from({ length: 40 }, (_, index) => item(`c${index}`, { subject: `Child ${index}`, dueDate: '2026-05-01' }, { parentKey: 'top' }))];
		expect(new Set(outcomes(await upsert(items, { workers: 10 })))).toEqual(new Set(['created']));
		const moved = [item('top', { subject: 'Top 2', dueDate: '2026-06-01' }), ...items.slice(1).map(({ key }) => item(key, { dueDate: '2026-05-02', estimatedHours: 1 }))];
		expect(new Set(outcomes(await upsert(moved, { workers: 10 })))).toEqual(new Set(['updated']));
	});
});

describe('what is asked', () => {
	const asked = (): readonly string[] => engine.server.requests.entries.filter(({ method }) => method === 'GET').map(({ path, query }) => `${path} ${JSON.stringify(query)}`);

	it('is asked once, whatever needs it', async () => {
		await upsert([item('a', { subject: 'A', type: 'Task', status: 'New', priority: 'High', assignee: 'Maria Alvarez', Area: 'North yard' }), item('b', { subject: 'B', type: 'Feature', status: 'New', Area: 'South yard' })]);
		expect(asked().filter((one, index, all) => all.indexOf(one) !== index)).toEqual([]);
	});

	const nine = Array.from({ length: 900 }, (_, index) => item(`k${index}`, { subject: `S ${index}` }));
	const until = async (isSo: () => boolean): Promise<void> => {
		while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
	};

	it('goes on beside an item that takes long', async () => {
		const many = nine.slice(0, 300);
		let isHeld = false;
		let created = 0;
		const stop = engine.server.onRequest({
			async before(request) {
				if (request.method !== 'POST' || isHeld) return;
				isHeld = true;
				await until(() => engine.server.store.count === many.length - 1);
				created = engine.server.store.count;
			},
		});
		const reports = await upsert(many, { workers: 10, requestDeadlineMs: 600_000 });
		stop();
		expect(created).toBe(many.length - 1);
		expect(new Set(outcomes(reports))).toEqual(new Set(['created']));
	});

	it('is read only so far ahead of what is written', async () => {
		const lists = (): number => engine.server.requests.entries.filter(({ method, path }) => method === 'GET' && path.endsWith('/work_packages')).length;
		let read = 0;
		const stop = engine.server.onRequest({
			async before(request) {
				if (request.method !== 'POST' || read > 0) return;
				await until(() => lists() >= 7);
				// Time for a list more than there should be.
				await new Promise((resolve) => setTimeout(resolve, 50));
				read = lists();
			},
		});
		await upsert(nine, { workers: 10 });
		stop();
		// Six lists of a hundred, and the question whether the field can be asked for.
		expect(read).toBe(7);
	});
});

describe('when things go wrong', () => {
	it.each<Fault>([{ kind: 'resetAfterEffect' }, { kind: 'truncatedJson' }, { kind: 'resetMidAnswer' }, { kind: 'serverError', status: 502, hasEffect: true }, { kind: 'resetThenEffect', ms: 5 }])('makes no second work package of a creation whose answer is lost (%j)', async (fault) => {
		engine.server.faults.next(fault, { method: 'POST' });
		expect(outcomes(await upsert([item('k', { subject: 'Once' })]))).toEqual(['created']);
		expect(engine.server.store.list().map(({ customFields }) => customFields['FLRTS ID'])).toEqual(['k']);
		expect(written()).toEqual(['POST']);
	});

	it('makes a creation again that certainly had no effect, and gives up where it never has', async () => {
		engine.server.faults.next({ kind: 'serverError', status: 503 }, { method: 'POST' });
		expect(outcomes(await upsert([item('k', { subject: 'Twice' })]))).toEqual(['created']);
		engine.server.faults.add({ fault: { kind: 'serverError', status: 503 }, method: 'POST' });
		expect((await upsert([item('never', { subject: 'Never' })]))[0]).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/^It was sent 2 times and is not there: /) as string });
	});

	it('reports a creation without a key as unknown, and does not send it again', async () => {
		engine.server.faults.next({ kind: 'resetAfterEffect' }, { method: 'POST' });
		const [report] = await upsert([item(null, { subject: 'Perhaps' })], { match: { by: 'id', createWithoutId: true } });
		expect(report).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining("Look for 'Perhaps' in project 'FLRTS Field Work' before it is made again.") as string });
		expect(engine.server.store.count).toBe(1);
	});

	it('says so where OpenProject does not keep the key', async () => {
		const stop = engine.server.onRequest({ before: (request) => void (request.method === 'POST' && engine.server.store.removeCustomField(1)) });
		const [report] = await upsert([item('k', { subject: 'Keyless' })]);
		stop();
		expect(report).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining("Work package 1 was created, but OpenProject did not keep its key 'k' in customField1.") as string });
	});

	it('finds out what became of an update whose answer is lost', async () => {
		engine.server.store.create({ subject: 'Before', customFields: { 'FLRTS ID': 'k' } });
		for (const [index, fault] of ([{ kind: 'resetAfterEffect' }, { kind: 'resetBeforeEffect' }, { kind: 'truncatedJson' }, { kind: 'serverError', status: 500 }] as const).entries()) {
			engine.server.faults.next(fault, { method: 'PATCH' });
			expect((await upsert([item('k', { subject: `After ${index}` })]))[0]).toMatchObject({ outcome: 'updated', changedFields: ['subject'] });
			expect(engine.server.store.get(1)).toMatchObject({ subject: `After ${index}`, lockVersion: index + 1 });
		}
	});

	it('gets through rate limits and failing reads', async () => {
		engine.server.faults.add({ fault: { kind: 'tooManyRequests', retryAfterSeconds: 1 }, times: 2 });
		engine.server.faults.add({ fault: { kind: 'serverError', status: 503 }, method: 'GET', times: 2 });
		engine.server.faults.next({ kind: 'tooManyRequests', rateLimitResetSeconds: 2 }, { method: 'POST', times: 2 });
		expect(outcomes(await upsert([item('k', { subject: 'S' })]))).toEqual(['created']);
	});

	it('keeps its values and those of others through a storm of conflicts', async () => {
		engine.server.store.create({ subject: 'S', customFields: { 'FLRTS ID': 'k' } });
		let edits = 0;
		const stop = engine.server.onRequest({ before: (request) => void (request.method === 'PATCH' && edits < 5 && engine.server.store.update(1, { description: `edit ${(edits += 1)}` })) });
		expect(await upsert([item('k', { subject: 'Ours', priority: 'High' })])).toMatchObject([{ outcome: 'updated', changedFields: ['subject', 'priority'] }]);
		stop();
		expect(engine.server.store.get(1)).toMatchObject({ subject: 'Ours', priority: 'High', description: 'edit 5', lockVersion: 6 });
	});

	it('gives up after a bounded number of conflicts', async () => {
		engine.server.store.create({ subject: 'S', customFields: { 'FLRTS ID': 'k' } });
		const stop = engine.server.onRequest({ before: (request) => void (request.method === 'PATCH' && engine.server.store.update(1, { description: `${Math.random()}` })) });
		const [report] = await upsert([item('k', { subject: 'Ours' })]);
		stop();
		expect(report).toMatchObject({ outcome: 'failed', reason: 'Work package 1 could not be written in 8 tries. Others kept editing it at the same time.' });
		expect(engine.server.store.get(1)?.subject).toBe('S');
	});

	it('sends nothing where somebody else has made the same change meanwhile', async () => {
		engine.server.store.create({ subject: 'S', customFields: { 'FLRTS ID': 'k' } });
		const stop = engine.server.onRequest({ before: (request) => void (request.method === 'PATCH' && engine.server.store.update(1, { subject: 'Ours' })) });
		expect(outcomes(await upsert([item('k', { subject: 'Ours' })]))).toEqual(['unchanged']);
		stop();
	});

	it('stops trying once OpenProject is out, and says of every item what became of it', async () => {
		await upsert([item('warm', { subject: 'Warm' })]);
		engine.server.requests.clear();
		const stop = engine.server.onRequest({ before: (request) => void (request.method === 'POST' && engine.server.tokens.revoke(engine.server.apiKey)) });
		const reports = await upsert(Array.from({ length: 200 }, (_, index) => item(`k${index}`, { subject: 'S' })));
		stop();
		expect(new Set(outcomes(reports))).toEqual(new Set(['failed']));
		expect(reports.at(-1)?.reason).toMatch(/^Not tried: OpenProject failed for 5 items in a row before this one\. OpenProject at .* does not accept the credential \(401\)/);
		expect(written().length).toBeLessThan(10);
	});

	it('tells what it has written though the rest can no longer be read', async () => {
		const items = Array.from({ length: 1100 }, (_, index) => item(`k${index}`, { subject: 'S' }));
		let lists = 0;
		const stop = engine.server.onRequest({ before: (request) => {
			if (request.method === 'GET' && request.path.endsWith('/work_packages') && (lists += 1) === 10) engine.server.faults.add({ fault: { kind: 'loginPage' }, method: 'GET', path: /work_packages$/ });
		} });
		const reports = await upsert(items, { workers: 10 });
		stop();
		expect(outcomes(reports).filter((outcome) => outcome === 'created')).toHaveLength(engine.server.store.count);
		expect(engine.server.store.count).toBe(800);
		expect(reports.at(-1)?.reason).toMatch(/^Not tried, since OpenProject could not be asked for it: .* answered an HTML page/);
	});

	it('throws where nothing could be read at all, and writes nothing', async () => {
		engine.server.faults.add({ fault: { kind: 'loginPage' }, method: 'GET', path: /work_packages$/, skip: 1 });
		await expect(upsert([item('k', { subject: 'S' })])).rejects.toThrow('answered an HTML page, not the OpenProject API');
		expect(engine.server.store.count).toBe(0);
	});

	it('begins nothing more once it is cancelled', async () => {
		let count = 0;
		const reports = await upsert(Array.from({ length: 20 }, (_, index) => item(`k${index}`, { subject: 'S' })), { workers: 1, isCancelled: () => (count += 1) > 5 });
		expect(outcomes(reports).filter((outcome) => outcome === 'created')).toHaveLength(5);
		expect(reports.at(-1)?.reason).toBe('Not tried: the execution was cancelled.');
	});
});
