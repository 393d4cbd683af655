import type { HttpRequest, HttpResponse } from '../../src/openproject';
import { OpenProjectApi } from '../../src/openproject';
import { Lookups } from '../../src/openproject/lookups';
import { toPayload } from '../../src/openproject/toPayload';
import { fakeClock } from './fakeClock';
import { openedRemote } from './remote';
import { apiError, collection, json, scriptedServer, workPackageOf } from './scriptedServer';
import { stored } from './writeBench';

/** As OpenProject 15.4 gives them: the schema without values, the form with them. */
const schema = {
	_type: 'Schema',
	customField1: { type: 'CustomOption', name: 'Weather', _links: {} },
	customField2: { type: '[]CustomOption', name: 'Crew', _links: {} },
	customField3: { type: 'Version', name: 'Found in', _links: {} },
	customField4: { type: 'CustomField::Hierarchy::Item', name: 'Site', _links: {} },
	customField5: { type: 'User', name: 'Inspector', _links: {} },
	customField6: { type: '[]User', name: 'Team', _links: {} },
};
const links = (kind: string, ...names: readonly string[]) => ({ _links: { allowedValues: names.map((title, index) => ({ href: `/api/v3/${kind}/${index + 1}`, title })) } });
const form = {
	_type: 'Form',
	_embedded: {
		schema: {
			_type: 'Schema',
			customField1: { ...schema.customField1, ...links('custom_options', 'Dry', 'Wet') },
			customField2: { ...schema.customField2, ...links('custom_options', 'North', 'South', 'East') },
			customField3: { ...schema.customField3, ...links('versions', 'v1', 'v2') },
			customField4: { ...schema.customField4, _links: { allowedValues: { href: '/api/v3/custom_fields/4/items' } } },
			customField5: { ...schema.customField5, _links: { allowedValues: { href: '/api/v3/principals?filters=%5B%5D&pageSize=-1' } } },
		},
	},
};
const item = (id: number, label: string | null, short: string | null, parent: number | null) => ({
	_type: 'HierarchyItem', id, label, short,
	_links: { self: { href: `/api/v3/custom_field_items/${id}`, ...(label === null ? {} : { title: short === null ? label : `${label} (${short})` }) }, ...(parent === null ? {} : { parent: { href: `/api/v3/custom_field_items/${parent}` } }) },
});
const items = [item(1, null, null, null), item(2, 'West', 'W', 1), item(4, 'Coast', null, 2), item(3, 'East', 'E', 1), item(5, 'Coast', null, 3)];

type Answers = Readonly<Record<string, HttpResponse>>;
const usual: Answers = {
	'GET /api/v3/work_packages/schemas/3-1': json(schema),
	'POST /api/v3/projects/3/work_packages/form': json(form),
	'GET /api/v3/custom_fields/4/items': json(collection(items)),
};

function lookupsOver(answers: Answers): { readonly lookups: Lookups; readonly requests: HttpRequest[] } {
	const requests: HttpRequest[] = [];
	const send = async (request: HttpRequest) => await Promise.resolve((requests.push(request), answers[`${request.method} ${request.path}`] ?? apiError(404, 'NotFound')));
	return { lookups: new Lookups(new OpenProjectApi({ http: { send }, clock: fakeClock(), baseUrl: 'https://op.example.com' }), '3'), requests };
}

const paths = (requests: readonly HttpRequest[]) => requests.map(({ method, path }) => `${method} ${path}`);
const target = { isMilestone: false, typeIds: ['1'] };

describe('values chosen from what a custom field may hold', () => {
	test.each([
		['a list', { customField1: 'Wet' }, { customField1: { href: '/api/v3/custom_options/2' } }],
		['a list emptied', { customField1: null }, { customField1: { href: null } }],
		['a name that reads the same', { customField1: ' Wet\u00a0' }, { customField1: { href: '/api/v3/custom_options/2' } }],
		['several', { customField2: ['South', 'North'] }, { customField2: [{ href: '/api/v3/custom_options/2' }, { href: '/api/v3/custom_options/1' }] }],
		['one of several', { customField2: 'East' }, { customField2: [{ href: '/api/v3/custom_options/3' }] }],
		['none of several', { customField2: null }, { customField2: [] }],
		['a version', { customField3: 'v2' }, { customField3: { href: '/api/v3/versions/2' } }],
		['an item of a hierarchy as it is shown', { customField4: 'West (W)' }, { customField4: { href: '/api/v3/custom_field_items/2' } }],
		['an item by its label', { customField4: 'West' }, { customField4: { href: '/api/v3/custom_field_items/2' } }],
		['an item by its path', { customField4: 'East (E) / Coast' }, { customField4: { href: '/api/v3/custom_field_items/5' } }],
		['a person', { customField5: '14' }, { customField5: { href: '/api/v3/users/14' } }],
		['people', { customField6: ['14', '15'] }, { customField6: [{ href: '/api/v3/users/14' }, { href: '/api/v3/users/15' }] }],
	])('are written: %s', async (_name, values, expected) => {
		expect(await toPayload(values, target, lookupsOver(usual).lookups)).toEqual({ status: 'payload', body: { _links: expected } });
	});

	test.each([
		['a value taken out meanwhile', { customField1: 'Foggy' }, "'Foggy' is not among OpenProject's values of the custom field 'Weather'. There are: Dry, Wet."],
		['one of several', { customField2: ['North', 'Nroth'] }, "'Nroth' is not among OpenProject's values of the custom field 'Crew'. Closest: North."],
		['a name under two parents', { customField4: 'Coast' }, "2 of OpenProject's values of the custom field 'Site' are called 'Coast'; which one is meant cannot be told. They are 'West (W) / Coast', 'East (E) / Coast': give one of them exactly."],
		['a list for one', { customField1: ['Dry', 'Wet'] }, "The custom field 'Weather' holds one value, but a list was given."],
		['a name for a person', { customField5: 'Ann' }, '"Ann" cannot be the Inspector: the id of one in OpenProject is expected.'],
	])('are refused: %s', async (_name, values, message) => {
		expect(await toPayload(values, target, lookupsOver(usual).lookups)).toMatchObject({ status: 'refused', message });
	});

	test('are asked for once, with one form per type, and only where one is written', async () => {
		const { lookups, requests } = lookupsOver(usual);
		await toPayload({ customField1: null, customField2: null, customField5: '14', customField6: [] }, target, lookups);
		expect(paths(requests)).toEqual(['GET /api/v3/work_packages/schemas/3-1']);
		await toPayload({ customField1: 'Dry', customField2: ['North'], customField3: 'v1' }, target, lookups);
		await toPayload({ customField1: 'Wet', customField2: ['South'] }, target, lookups);
		expect(paths(requests).slice(1)).toEqual(['POST /api/v3/projects/3/work_packages/form']);
		expect(requests[1]?.body).toEqual({ _links: { type: { href: '/api/v3/types/1' } } });
	});

	test('come from the form of a type that has the field', async () => {
		const { lookups, requests } = lookupsOver({ ...usual, 'GET /api/v3/work_packages/schemas/3-2': json({ _type: 'Schema' }) });
		expect((await toPayload({ customField1: 'Dry' }, { isMilestone: false, typeIds: ['2', '1'] }, lookups)).status).toBe('payload');
		expect(requests.at(-1)?.body).toEqual({ _links: { type: { href: '/api/v3/types/1' } } });
	});

	test('come from the form of a work package that is there for one who may edit and not add', async () => {
		const forbidden = apiError(403, 'MissingPermission');
		const { lookups, requests } = lookupsOver({
			...usual,
			'POST /api/v3/projects/3/work_packages/form': forbidden,
			'POST /api/v3/work_packages/form': forbidden,
			'GET /api/v3/projects/3/work_packages': json(collection([workPackageOf(stored)])),
			'POST /api/v3/work_packages/12/form': json(form),
		});
		expect((await toPayload({ customField1: 'Dry' }, target, lookups)).status).toBe('payload');
		expect(requests.at(-1)).toMatchObject({ path: '/api/v3/work_packages/12/form', body: { lockVersion: 1 } });
	});

	test('are refused in words where no form is given', async () => {
		const { lookups } = lookupsOver({ 'GET /api/v3/work_packages/schemas/3-1': json(schema), 'POST /api/v3/projects/3/work_packages/form': apiError(403, 'MissingPermission') });
		expect(await toPayload({ customField1: 'Dry' }, target, lookups)).toMatchObject({ status: 'refused', properties: ['customField1'], message: expect.stringMatching(/'Weather' \(customField1\) may hold cannot be told.*'Add work packages'/) as string });
	});

	test('are asked for again after a limit of the number of forms', async () => {
		const answers = [apiError(429, 'Throttled'), json(form)];
		const { lookups, requests } = lookupsOver(usual);
		const api = new OpenProjectApi({ http: { send: async (request) => await Promise.resolve(request.path.endsWith('/form') ? ((requests.push(request), answers.shift()) as HttpResponse) : json(schema)) }, clock: fakeClock(), baseUrl: 'https://op.example.com' });
		expect((await toPayload({ customField1: 'Dry' }, target, new Lookups(api, '3'))).status).toBe('payload');
		expect(requests).toHaveLength(2);
		expect(lookups).toBeDefined();
	});
});

describe('in a sync', () => {
	const server = () => {
		const one = scriptedServer();
		one.override = (request) => {
			if (request.path === '/api/v3/work_packages/schemas/3-1') return json({ ...schema, customField7: { type: 'String', name: 'FLRTS ID' } });
			return usual[`${request.method} ${request.path}`];
		};
		return one;
	};

	test('names of a value map are checked against the form', async () => {
		await expect(openedRemote(server(), { valueNames: { customField1: ['Dry'], customField2: ['South'], customField3: ['v1'], customField4: ['East (E)'] } })).resolves.toBeDefined();
		await expect(openedRemote(server(), { valueNames: { customField1: ['Dry', 'Foggy'] } })).rejects.toThrow("uses 'Foggy', but OpenProject has no such values of the custom field 'Weather'. There are: Dry, Wet.");
	});

	test('no form is asked for where nothing is chosen from one', async () => {
		const one = server();
		await openedRemote(one, { properties: ['subject', 'customField1', 'customField2'] });
		expect(paths(one.requests).filter((path) => path.endsWith('/form'))).toEqual([]);
	});

	test('items of one name under two parents are read by their paths', async () => {
		const one = server();
		one.rows.push({ ...stored });
		const remote = await openedRemote(one, { properties: ['subject', 'customField4'] });
		const base = workPackageOf(stored) as { readonly _links: object };
		const reading = one.override;
		one.override = (request) => (request.path === '/api/v3/work_packages/12' ? json({ ...base, _links: { ...base._links, customField4: { href: '/api/v3/custom_field_items/5', title: 'Coast' } } }) : reading(request));
		expect(await remote.read('12')).toMatchObject({ status: 'found', record: { record: { customField4: 'East (E) / Coast' } } });
	});
});
