import { deflateSync } from 'node:zlib';
import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { clientOf, errorOf, filter, idsOf, PATH, type Json } from './openprojectClient';

const START = Date.parse('2026-03-18T12:00:00.000Z');
let nowMs = START;
let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

/** Six work packages, a minute apart; 4 is closed, 5 is in another project. */
beforeEach(async () => {
	nowMs = START;
	server = await startOpenProject({ now: () => nowMs, maxPageSize: 50 });
	client = clientOf(server);
	for (const [index, subject] of ['Pump', 'Gate', 'Fence', 'Pipe', 'Desk', 'pump house'].entries()) {
		nowMs = START + index * 60_000;
		server.store.create({ subject, ...(subject === 'Desk' ? { project: 'head-office' } : {}), customFields: { 'FLRTS ID': `key-${index + 1}` } });
	}
	server.store.update(4, { status: 'Closed' });
	nowMs = START + 3_600_000;
});
afterEach(() => server.close());

const stored = (id: number): number => server.store.get(id)!.updatedAtMicroseconds;
const shown = (id: number): string => server.store.get(id)!.updatedAt;
/** Microseconds as an ISO time with six decimals. */
const exact = (microseconds: number): string => new Date(Math.floor(microseconds / 1000)).toISOString().replace('Z', `${String(microseconds % 1000).padStart(3, '0')}Z`);

describe('the default filter', () => {
	it('leaves closed work packages out when no filters are given', async () => {
		const { json } = await client.list();
		expect(json._type).toBe('WorkPackageCollection');
		expect(json.total).toBe(5);
	});

	it('is gone with an empty list of filters, and with any other filter', async () => {
		expect((await client.list({ filters: [] })).json.total).toBe(6);
		expect((await client.list({ filters: [filter('updatedAt', '<>d', ['', ''])] })).json.total).toBe(6);
	});
});

describe('filters', () => {
	it.each([
		['status', 'o', [], [1, 2, 3, 5, 6]],
		['status', 'c', [], [4]],
		['status', '*', [], [1, 2, 3, 4, 5, 6]],
		['status_id', '=', ['12'], [4]],
		['status', '!', ['1'], [4]],
		['project', '=', ['2'], [5]],
		['type', '=', ['1'], [1, 2, 3, 4, 5, 6]],
		['author', '=', ['6'], [1, 2, 3, 4, 5, 6]],
		['author', '=', ['me'], []],
		['assignee', '!*', [], [1, 2, 3, 4, 5, 6]],
		['id', '=', ['3', '1'], [1, 3]],
		['subject', '~', ['PUMP'], [1, 6]],
		['subject', '!~', ['p'], [2, 3, 5]],
		['customField1', '=', ['key-2'], [2]],
		['customField1', '=', ['KEY-2'], []],
		['customField1', '~', ['KEY-2'], [2]],
	])('%s %s %j finds %j', async (name, operator, values, ids) => {
		expect(idsOf(await client.list({ filters: [filter(name, operator, values)] }))).toEqual(ids);
	});

	it('are all to be met', async () => {
		expect(idsOf(await client.list({ filters: [filter('subject', '~', ['p']), filter('status', 'c')] }))).toEqual([4]);
	});

	it.each([
		['an unknown filter', filter('colour', '=', ['red'])],
		['a status by name', filter('status', '=', ['New'])],
		['an unknown status', filter('status', '=', ['99'])],
		['a project that is not visible', filter('project', '=', ['3'])],
		['equality of subjects', filter('subject', '=', ['Pump'])],
		['an operator the filter does not have', filter('updatedAt', '>', ['2026-01-01'])],
		['a time that is none', filter('updatedAt', '<>d', ['yesterday', ''])],
		['no values', filter('id', '=', [])],
		['a custom field that does not exist', filter('customField99', '=', ['x'])],
	])('refuse %s', async (_, condition) => {
		const reply = await client.list({ filters: [condition] });
		expect([reply.status, errorOf(reply)]).toEqual([400, 'InvalidQuery']);
	});

	it('refuse what is no JSON', async () => {
		expect(errorOf(await client.list({ filters: '[{' }))).toBe('InvalidQuery');
	});

	it('by id refuse the whole request when one id is deleted or invisible', async () => {
		server.store.delete(2);
		expect(errorOf(await client.list({ filters: [filter('id', '=', ['1', '2'])] }))).toBe('InvalidQuery');
		server.store.hide(3);
		expect(errorOf(await client.list({ filters: [filter('id', '=', ['1', '3'])] }))).toBe('InvalidQuery');
	});

	it('with valid_subset drop bad values, and vanish when all are bad', async () => {
		server.store.delete(2);
		expect(idsOf(await client.list({ filters: [filter('id', '=', ['1', '2'])], valid_subset: 'true' }))).toEqual([1]);
		expect((await client.list({ filters: [filter('id', '=', ['2'])], valid_subset: 'true' })).json.total).toBe(5);
	});
});

describe('times of change', () => {
	it('are shown in milliseconds, cut off, and stored in microseconds', async () => {
		const { json } = await client.read(1);
		expect(json.updatedAt).toBe('2026-03-18T12:00:00.000Z');
		expect(stored(1) % 1000).toBeGreaterThan(0);
		expect(Math.floor(stored(1) / 1000)).toBe(START);
	});

	it('include the shown time as lower bound and exclude the row itself as upper bound', async () => {
		expect(idsOf(await client.list({ filters: [filter('updatedAt', '<>d', [shown(3), ''])], sortBy: [['id', 'asc']] }))).toEqual([3, 4, 5, 6]);
		expect(idsOf(await client.list({ filters: [filter('updatedAt', '<>d', ['', shown(3)])] }))).toEqual([1, 2]);
	});

	it('are inclusive on both ends when given in full', async () => {
		expect(idsOf(await client.list({ filters: [filter('updated_at', '<>d', [exact(stored(2)), exact(stored(3))])] }))).toEqual([2, 3]);
		expect(idsOf(await client.list({ filters: [filter('updatedAt', '<>d', [exact(stored(2) + 1), exact(stored(3) - 1)])] }))).toEqual([]);
	});

	it('without a zone are UTC, with one are converted', async () => {
		const from = (text: string) => client.list({ filters: [filter('updatedAt', '<>d', [text, '']), filter('project', '=', ['2'])] });
		expect((await from('2026-03-18T12:04:00')).json.total).toBe(1);
		expect((await from('2026-03-18T14:04:00+02:00')).json.total).toBe(1);
		expect((await from('2026-03-18T12:04:00-01:00')).json.total).toBe(0);
	});

	it('can be asked for by day', async () => {
		server.faults.shiftClock(86_400_000);
		server.store.touch(1);
		expect(idsOf(await client.list({ filters: [filter('updatedAt', '>t-', ['0'])] }))).toEqual([1]);
		expect((await client.list({ filters: [filter('updatedAt', '>t-', ['1'])] })).json.total).toBe(6);
		expect(idsOf(await client.list({ filters: [filter('updatedAt', 't-', ['1'])] }))).toEqual([2, 3, 4, 5, 6]);
		expect(idsOf(await client.list({ filters: [filter('updatedAt', '=d', ['2026-03-19'])] }))).toEqual([1]);
		expect(idsOf(await client.list({ filters: [filter('createdAt', '<>d', ['2026-03-18T12:03:00Z', '2026-03-18T12:04:59Z'])] }))).toEqual([4, 5]);
	});
});

describe('order', () => {
	it('is by id unless told otherwise', async () => {
		server.store.touch(1);
		expect(idsOf(await client.list({ filters: [] }))).toEqual([1, 2, 3, 4, 5, 6]);
	});

	it('by time of change puts the touched last', async () => {
		server.store.touch(1);
		expect(idsOf(await client.list({ filters: [], sortBy: [['updatedAt', 'asc']] }))).toEqual([2, 3, 5, 6, 4, 1]);
		expect(idsOf(await client.list({ filters: [], sortBy: [['updatedAt', 'desc'], ['id', 'desc']] }))).toEqual([1, 4, 6, 5, 3, 2]);
	});

	it('breaks ties by id descending unless the id is asked for', async () => {
		expect(idsOf(await client.list({ filters: [], sortBy: [['status', 'asc']] }))).toEqual([6, 5, 3, 2, 1, 4]);
		expect(idsOf(await client.list({ filters: [], sortBy: [['status', 'asc'], ['id', 'asc']] }))).toEqual([1, 2, 3, 5, 6, 4]);
		for (let count = 0; count < 700; count += 1) server.store.touch(1 + (count % 6));
		const tied = server.store.list().filter((row) => row.updatedAtMicroseconds === stored(1)).map((row) => row.id);
		expect(tied).toEqual([1, 2, 3, 4, 5, 6]);
		expect(idsOf(await client.list({ filters: [], sortBy: [['updatedAt', 'asc']] }))).toEqual([6, 5, 4, 3, 2, 1]);
		expect(idsOf(await client.list({ filters: [], sortBy: [['updatedAt', 'asc'], ['id', 'asc']] }))).toEqual([1, 2, 3, 4, 5, 6]);
	});

	it('by an unknown column is refused', async () => {
		expect(errorOf(await client.list({ sortBy: [['colour', 'asc']] }))).toBe('InvalidQuery');
	});
});

describe('pages', () => {
	it('begin at 1, and 0 and negative numbers are 1 too', async () => {
		const page = (offset: string) => client.list({ filters: [], pageSize: '4', offset });
		expect(idsOf(await page('1'))).toEqual([1, 2, 3, 4]);
		expect(idsOf(await page('2'))).toEqual([5, 6]);
		expect(idsOf(await page('0'))).toEqual([1, 2, 3, 4]);
		expect((await page('-3')).json.offset).toBe(1);
		expect((await page('7')).json).toMatchObject({ total: 6, count: 0 });
	});

	it('have a link to the next only where there is one, and to the previous from page 2 on', async () => {
		const first = (await client.list({ filters: [], pageSize: '3' })).json._links;
		const second = (await client.list({ filters: [], pageSize: '3', offset: '2' })).json._links;
		expect(first).not.toHaveProperty('previousByOffset');
		expect(second).not.toHaveProperty('nextByOffset');
		expect(idsOf(await client.get(first.nextByOffset.href))).toEqual([4, 5, 6]);
		expect(idsOf(await client.get(second.previousByOffset.href))).toEqual([1, 2, 3]);
	});

	it('hold 20 unless told otherwise, never more than the maximum, and the answer says how many', async () => {
		for (let count = 0; count < 60; count += 1) server.store.create({ subject: `More ${count}` });
		expect((await client.list({ filters: [] })).json).toMatchObject({ total: 66, count: 20, pageSize: 20, offset: 1 });
		expect((await client.list({ filters: [], pageSize: '1000' })).json).toMatchObject({ total: 66, count: 50, pageSize: 50 });
		expect((await client.list({ filters: [], pageSize: '-1' })).json).toMatchObject({ count: 50, pageSize: 50 });
		expect((await client.list({ filters: [], pageSize: '0' })).json).toMatchObject({ total: 66, count: 0, pageSize: 0 });
	});

	it('are not isolated from each other: an edit between two pages makes a row slip through', async () => {
		const page = (offset: string) => client.list({ filters: [], sortBy: [['updatedAt', 'asc'], ['id', 'asc']], pageSize: '3', offset });
		const first = idsOf(await page('1'));
		server.store.touch(1);
		expect([...first, ...idsOf(await page('2'))]).not.toContain(5);
	});

	it('embed the schemas of what they show', async () => {
		const { json } = await client.list({ filters: [] });
		expect(json._embedded.schemas._embedded.elements.map((schema: Json) => schema._links.self.href)).toEqual([`${PATH}/schemas/1-1`, `${PATH}/schemas/2-1`]);
	});
});

describe('select', () => {
	it('gives only what was asked for', async () => {
		expect((await client.list({ filters: [], pageSize: '1000', select: 'total,elements/id' })).json).toEqual({ total: 6, _embedded: { elements: [1, 2, 3, 4, 5, 6].map((id) => ({ id })) } });
		expect((await client.list({ filters: [filter('id', '=', ['1'])], select: 'elements/subject,elements/self' })).json).toEqual({
			_embedded: { elements: [{ subject: 'Pump', _links: { self: { href: `${PATH}/1`, title: 'Pump' } } }] },
		});
	});

	it.each(['elements/updatedAt', 'elements/lockVersion', 'elements/customField1', 'pages'])('cannot give %s', async (select) => {
		const reply = await client.list({ select });
		expect([reply.status, errorOf(reply)]).toEqual([400, 'InvalidSignal']);
	});
});

describe('scope', () => {
	it('of a project includes its sub-projects unless told otherwise', async () => {
		const child = server.store.addProject({ identifier: 'north', name: 'North', parentId: 1 });
		server.store.setMembership({ userId: 5, project: child.id, role: 'member' });
		const { id } = server.store.create({ subject: 'Below', project: 'north' });
		const path = '/api/v3/projects/flrts-field-work/work_packages';
		expect(idsOf(await client.list({ filters: [] }, path))).toEqual([1, 2, 3, 4, 6, id]);
		expect(idsOf(await client.list({ filters: [], includeSubprojects: 'false' }, path))).toEqual([1, 2, 3, 4, 6]);
	});

	it('leaves out what is not visible, without a trace', async () => {
		server.store.move(2, 'payroll');
		server.store.hide(3);
		expect(idsOf(await client.list({ filters: [] }))).toEqual([1, 4, 5, 6]);
		expect((await client.read(2)).status).toBe(404);
		expect((await client.read(3)).status).toBe(404);
		server.store.show(3);
		expect((await client.read(3)).json.updatedAt).toBe('2026-03-18T12:02:00.000Z');
	});
});

it('takes all parameters packed into eprops', async () => {
	const packed = deflateSync(JSON.stringify({ filters: JSON.stringify([filter('status', 'c')]), pageSize: '5' })).toString('base64');
	expect((await client.list({ eprops: packed })).json).toMatchObject({ total: 1, pageSize: 5 });
	expect(errorOf(await client.list({ eprops: 'nonsense' }))).toBe('BadRequest');
});
