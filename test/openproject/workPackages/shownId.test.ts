import { OpenProjectApi } from '../../../src/openproject';
import { findProject } from '../../../src/openproject/findProject';
import { Places, createWorkPackage, findWorkPackages, listWorkPackages, noWorkPackage, numericId, shownIdIn } from '../../../src/openproject/workPackages';
import { fakeClock } from '../fakeClock';
import { json } from '../scriptedServer';
import { fields, startEngine, type Engine } from './engine';

const at = 'https://op.example.com/sub';

describe('an id in what people give', () => {
	test.each([
		...['1528', ' 1528 ', '#1528', '##1528', '###1528'].map((given) => [given, '1528'] as const),
		...['PROJ-12', '#PROJ-12', ' PROJ-12\n', `${at}/work_packages/PROJ-12`, `${at}/wp/PROJ-12`, `${at}/projects/proj/work_packages/PROJ-12/activity`].map((given) => [given, 'PROJ-12'] as const),
		...[
			'/work_packages/1528', '/work_packages/1528/', '/work_packages/1528/activity#activity-3', '/work_packages/1528?query_id=3', '/wp/1528', '/work_packages/details/1528', '/work_packages/details/1528/overview',
			'/projects/x/work_packages/1528/overview?query_props=%7B%7D', '/projects/x/work_packages/details/1528/overview?query_id=77', '/notifications/details/1528/activity', '/notifications/details/1528/activity?filter=reason&name=mentioned',
			'/projects/x/boards/4/details/1528', '/projects/2/boards/4/details/1528/overview', '/projects/x/team_planners/5/details/1528', '/projects/x/calendars/9/details/1528/overview', '/my/page/details/1528', '/api/v3/work_packages/1528', '/projects/x/gantt/details/1528/overview',
		].map((path) => [`${at}${path}`, '1528'] as const),
	])('%s is %s', (given, id) => {
		expect(shownIdIn(given)).toBe(id);
	});

	test.each(['', 'roof', '0', '-1', '1.5', '12 13', '#', 'PROJ-', 'PROJ-0', '-12', `${at}/projects/x`, `${at}/work_packages/new`, `${at}/work_packages`, `${at}/projects/1528/work_packages`, `${at}/boards/4`, `${at}/work_packages/1528abc`, 'ftp://op.example.com/wp/1528', '/wp/1528'])('%p is none', (given) => {
		expect(shownIdIn(given)).toBeNull();
	});

	test('is asked for where it is not the number itself', async () => {
		const asked: string[] = [];
		const send = async ({ path }: { readonly path: string }) => await Promise.resolve((asked.push(path), json({ _type: 'WorkPackage', id: 1528, displayId: 'PROJ-12' })));
		const api = new OpenProjectApi({ http: { send }, clock: fakeClock(), baseUrl: at });
		expect([await numericId(api, '12'), await numericId(api, 'PROJ-12')]).toEqual(['12', '1528']);
		expect(asked).toEqual(['/api/v3/work_packages/PROJ-12']);
	});

	test('that is not there is told, with the version such ids need', () => {
		expect(noWorkPackage('12')).toBe('There is no work package 12 that the API user can see.');
		expect(noWorkPackage('PROJ-12')).toMatch(/^There is no work package PROJ-12 that the API user can see\. .*17\.5/);
	});
});

describe('against the stand-in', () => {
	let engine: Engine;
	beforeEach(async () => void (engine = await startEngine()));
	afterEach(async () => await engine.close());

	test.each(['flrts-field-work', '1', 'FLRTS Field Work', 'FLRTS\u00a0field  work', `${at}/projects/flrts-field-work`, `${at}/projects/flrts-field-work/work_packages?query_id=3`, `${at}/projects/flrts-field-work/settings/general`, `${at}/api/v3/projects/1`])('a project is found by %p', async (given) => {
		expect((await findProject(engine.api, given)).id).toBe('1');
	});

	test('an address without a project is refused in words', async () => {
		await expect(findProject(engine.api, 'https://me:secret@op.example.com/work_packages/5')).rejects.toThrow(/^'https:\/\/op\.example\.com\/work_packages\/5' is not the address of an OpenProject project\./);
	});

	test.each(['#1', `${at}/wp/1`, `${at}/projects/x/work_packages/details/1/overview`, 1])('a parent is given as %p', async (parent) => {
		engine.server.store.create({ subject: 'Above' });
		const project = await engine.places.project('1');
		const made = await createWorkPackage(new Places(engine.api), engine.writer, { project, key: null, requestDeadlineMs: 1000, fields: fields({ subject: 'Below', parent }) });
		expect(made).toMatchObject({ outcome: 'created', workPackage: { json: { _links: { parent: { href: '/api/v3/work_packages/1' } } } } });
		const words = { project: null, changedSince: null, state: 'all' as const, statuses: [], types: [], priorities: [], assignee: null, parent: String(parent), text: null, subject: null, raw: [] };
		const found = [];
		for await (const page of findWorkPackages(engine.api, { words, order: 'idAscending', limit: null, pageSize: 10, names: engine.places.names })) found.push(...page);
		expect(found.map(({ id }) => id)).toEqual(['2']);
	});

	test.each(['1', '#1', `${at}/work_packages/1/activity`])('a list for people to pick from finds the one of %p', async (search) => {
		engine.server.store.create({ subject: 'Roof' });
		expect((await listWorkPackages(engine.api, { project: null, search, page: 1 })).entries).toContainEqual({ id: '1', subject: 'Roof' });
	});
});
