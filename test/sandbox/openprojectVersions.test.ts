import { OPENPROJECT_VERSIONS, startOpenProject, VERSION_RULES, type OpenProjectServer, type OpenProjectVersion } from '../../sandbox/openproject';
import { attributesOf, clientOf, errorOf, PATH, type Json } from './openprojectClient';

let server: OpenProjectServer;

async function clientOn(version: OpenProjectVersion): Promise<ReturnType<typeof clientOf>> {
	server = await startOpenProject({ version });
	return clientOf(server);
}

afterEach(async () => await server.close());

it('plays the newest version unless told otherwise', async () => {
	server = await startOpenProject();
	expect(server.version).toBe('17');
});

describe.each(OPENPROJECT_VERSIONS)('version %s', (version) => {
	const rules = VERSION_RULES[version];

	it('is told to administrators alone', async () => {
		const client = await clientOn(version);
		server.tokens.addApiKey('admin', 4);
		expect((await client.get('/api/v3')).json).not.toHaveProperty('coreVersion');
		expect((await clientOf(server, 'admin').get('/api/v3')).json.coreVersion).toBe(rules.coreVersion);
	});

	it(`schedules new work packages ${rules.newScheduleManually ? 'by hand' : 'automatically'}`, async () => {
		const client = await clientOn(version);
		expect((await client.create({ subject: 'A' })).json.scheduleManually).toBe(rules.newScheduleManually);
	});

	it(`${rules.writesPercentageDone ? 'lets' : 'does not let'} anybody write % complete`, async () => {
		const client = await clientOn(version);
		const created = await client.create({ subject: 'A', percentageDone: 40 });
		if (rules.writesPercentageDone) expect(created.json.percentageDone).toBe(40);
		else expect([errorOf(created), attributesOf(created)]).toEqual(['PropertyIsReadOnly', ['percentageDone']]);
	});

	it(`${rules.hasDisplayId ? 'has' : 'has no'} display ids, and ${rules.namesLargestPage ? 'names' : 'does not name'} its largest page`, async () => {
		const client = await clientOn(version);
		expect('displayId' in (await client.create({ subject: 'A' })).json).toBe(rules.hasDisplayId);
		expect((await client.list({ select: 'elements/displayId' })).status).toBe(rules.hasDisplayId ? 200 : 400);
		expect('maximumAPIV3PageSize' in (await client.get('/api/v3/configuration')).json).toBe(rules.namesLargestPage);
	});

	it('has custom fields of the kinds it knows', async () => {
		const client = await clientOn(version);
		const schema: Json = (await client.get(`${PATH}/schemas/1-1`)).json;
		expect(['customField11' in schema, 'customField12' in schema]).toEqual([rules.hasLinkFields, rules.hasHierarchyFields]);
	});
});
