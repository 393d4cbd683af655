import { Places, upsertWorkPackages, type UpsertItem, type UpsertReport } from '../../../src/openproject/workPackages';
import { OPENPROJECT_VERSIONS, type OpenProjectVersion, type WorkPackageView } from '../../../sandbox/openproject';
import type { UpsertRequest } from '../../../src/openproject/workPackages/upsert/types';
import { fields, startEngine, type Engine } from './engine';

let engine: Engine | undefined;
afterEach(async () => {
	await engine?.close();
	engine = undefined;
});

type Dates = NonNullable<UpsertRequest['dates']>;
const KEEP: Dates = { scheduling: 'keep', nonWorkingDays: 'keep' };
const SCHEDULED: Dates = { scheduling: 'openproject', nonWorkingDays: 'openproject' };
const MOVED: Dates = { scheduling: 'keep', nonWorkingDays: 'openproject' };

const item = (key: string, values: Record<string, unknown> = {}, parentKey?: string): UpsertItem => ({ key, fields: fields({ subject: key, ...values }), ...(parentKey === undefined ? {} : { parentKey }) });
const store = (): Engine['server']['store'] => (engine as Engine).server.store;
const writes = (): number => (engine as Engine).server.requests.writes.length;

async function start(version: OpenProjectVersion): Promise<void> {
	engine = await startEngine({ version });
}

async function upsert(items: readonly UpsertItem[], dates?: Dates): Promise<readonly UpsertReport[]> {
	const { api, server } = engine as Engine;
	server.requests.clear();
	return await upsertWorkPackages(new Places(api), { project: 'flrts-field-work', match: { by: 'customField', field: 'FLRTS ID' }, items, workers: 3, notify: false, requestDeadlineMs: 60_000, ...(dates === undefined ? {} : { dates }) });
}

function held(key: string): WorkPackageView {
	const found = store().list().find(({ customFields }) => customFields['FLRTS ID'] === key);
	if (found === undefined) throw new Error(`No work package has the key ${key}.`);
	return found;
}
const datesOf = (key: string): readonly (string | null)[] => [held(key).startDate, held(key).dueDate];
const outcomes = (reports: readonly UpsertReport[]): readonly string[] => reports.map(({ outcome }) => outcome);

async function follow(id: number, before: number): Promise<void> {
	const { api } = engine as Engine;
	await api.write({ method: 'POST', path: `/api/v3/work_packages/${id}/relations`, body: { type: 'follows', _links: { to: { href: `/api/v3/work_packages/${before}` } } } }, api.writeDeadline());
}

describe.each(OPENPROJECT_VERSIONS)('dates of many items in OpenProject %s', (version) => {
	beforeEach(async () => await start(version));

	it('are held as they are given: weekends, parents with other dates than their children, none beside a parent that has one; and written once', async () => {
		const family = [item('grandchild', { dueDate: '2026-06-13' }, 'child'), item('child', { dueDate: '2026-06-10', startDate: null }, 'parent'), item('parent', { startDate: '2026-06-01', dueDate: '2026-06-28' }), item('bare', { dueDate: null }, 'parent')];
		expect(outcomes(await upsert(family))).toEqual(['created', 'created', 'created', 'created']);
		const all = { parent: ['2026-06-01', '2026-06-28'], child: [null, '2026-06-10'], grandchild: [null, '2026-06-13'], bare: [null, null] };
		const now = (): object => Object.fromEntries(Object.keys(all).map((key) => [key, datesOf(key)]));
		expect(now()).toEqual(all);
		const again = await upsert(family);
		expect([outcomes(again), writes()]).toEqual([['unchanged', 'unchanged', 'unchanged', 'unchanged'], 0]);
		expect(now()).toEqual(all);
	});

	it('that a parent has worked out are not kept as its own when another is written', async () => {
		await upsert([item('parent')]);
		store().update(held('parent').id, { scheduleManually: false });
		store().create({ subject: 'There', parentId: held('parent').id, startDate: '2026-06-02', dueDate: '2026-06-05', scheduleManually: false });
		expect(datesOf('parent')).toEqual(['2026-06-02', '2026-06-05']);
		expect(await upsert([item('parent', { dueDate: '2026-06-01' })])).toMatchObject([{ outcome: 'updated', changedFields: ['dueDate'] }]);
		expect([datesOf('parent'), held('parent').scheduleManually]).toEqual([[null, '2026-06-01'], true]);
	});

	it('that follow a predecessor give way to those given, asked for once for all items', async () => {
		await upsert(['a', 'b', 'c'].map((key) => item(key)));
		const before = store().create({ subject: 'Before', startDate: '2026-06-01', dueDate: '2026-06-03', scheduleManually: true });
		for (const key of ['a', 'b', 'c']) {
			store().update(held(key).id, { scheduleManually: false });
			await follow(held(key).id, before.id);
		}
		expect(outcomes(await upsert(['a', 'b', 'c'].map((key) => item(key, { dueDate: '2026-06-02' }))))).toEqual(['updated', 'updated', 'updated']);
		expect(['a', 'b', 'c'].map(datesOf)).toEqual([[null, '2026-06-02'], [null, '2026-06-02'], [null, '2026-06-02']]);
		expect((engine as Engine).server.requests.entries.filter(({ path }) => path === '/api/v3/relations')).toHaveLength(1);
	});

	it('stay as OpenProject works them out where it schedules, and the report says so; nothing is sent again and again', async () => {
		await upsert([item('parent')]);
		store().update(held('parent').id, { scheduleManually: false });
		store().create({ subject: 'There', parentId: held('parent').id, startDate: '2026-06-02', dueDate: '2026-06-05', scheduleManually: false });
		const given = [item('parent', { subject: 'Parent', dueDate: '2026-06-30', startDate: '2026-06-02' })];
		expect(await upsert(given, SCHEDULED)).toMatchObject([{ outcome: 'updated', changedFields: ['subject'], heldOtherwise: { dueDate: '2026-06-05' } }]);
		expect([datesOf('parent'), held('parent').scheduleManually]).toEqual([['2026-06-02', '2026-06-05'], false]);
		expect([await upsert(given, SCHEDULED), writes()]).toMatchObject([[{ outcome: 'unchanged', heldOtherwise: { dueDate: '2026-06-05' } }], 0]);
	});

	it('move to a working day where that is the choice, once', async () => {
		const given = [item('a', { dueDate: '2026-06-27' })];
		expect(await upsert(given, MOVED)).toMatchObject([{ outcome: 'created', heldOtherwise: { dueDate: '2026-06-29' } }]);
		expect([await upsert(given, MOVED), writes()]).toMatchObject([[{ outcome: 'unchanged', heldOtherwise: { dueDate: '2026-06-29' } }], 0]);
		// Another date than the one it was moved to is written.
		store().update(held('a').id, { dueDate: '2026-06-30' });
		expect(outcomes(await upsert(given, MOVED))).toEqual(['updated']);
		expect(datesOf('a')).toEqual([null, '2026-06-29']);
		expect(await upsert(given, KEEP)).toMatchObject([{ outcome: 'updated', changedFields: ['dueDate'] }]);
		expect(datesOf('a')).toEqual([null, '2026-06-27']);
	});

	it('are OpenProject’s where the item says that it schedules', async () => {
		await upsert([item('parent', { scheduleManually: false })]);
		store().create({ subject: 'There', parentId: held('parent').id, dueDate: '2026-06-05', scheduleManually: false });
		const given = [item('parent', { scheduleManually: false, dueDate: '2026-06-30' })];
		expect(await upsert(given)).toMatchObject([{ heldOtherwise: { dueDate: '2026-06-05' } }]);
		expect([outcomes(await upsert(given)), writes(), held('parent').scheduleManually]).toEqual([['unchanged'], 0, false]);
	});

	it('are left alone where none is given', async () => {
		await upsert([item('parent', { startDate: '2026-06-01', dueDate: '2026-06-30' }), item('child', {}, 'parent')]);
		expect(datesOf('child')).toEqual(['2026-06-01', '2026-06-30']);
	});
});
