import { Client } from 'pg';
import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { BatchSync } from '../../../nodes/BatchSync/BatchSync.node';
import { startOpenProject, type OpenProjectServer } from '../../../sandbox/openproject';
import { loadOptionsContext } from '../../support/n8nEngine';
import { CREDENTIALS, credentialOf, oneNodeWorkflow, RUN_SYNC } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';

const node = new BatchSync();

/** What the drop-down list shows, asked as the editor asks. */
async function search(list: keyof BatchSync['methods']['listSearch'], options: { credentials?: object; parameters?: INodeParameters; filter?: string; page?: string }): Promise<INodeListSearchResult> {
	const context = loadOptionsContext({
		workflow: oneNodeWorkflow({ ...RUN_SYNC, ...options.parameters }),
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': node },
		credentials: { ...CREDENTIALS, ...options.credentials },
		node: 'Batch Sync',
	});
	return await node.methods.listSearch[list].call(context, options.filter, options.page);
}

describe('projects', () => {
	let server: OpenProjectServer;
	beforeAll(async () => {
		server = await startOpenProject();
	});
	afterAll(async () => await server.close());
	const credentials = () => ({ batchSyncOpenProjectApi: { baseUrl: `${server.url}/`, apiKey: server.apiKey } });

	it('are listed by name, with the id as value and a link', async () => {
		const { results, paginationToken } = await search('searchProjects', { credentials: credentials() });
		expect(results).toContainEqual({ name: `FLRTS Field Work (${server.projectIdentifier})`, value: String(server.projectId), url: `${server.url}/projects/${server.projectIdentifier}` });
		expect(results.map(({ name }) => name)).toEqual([...results.map(({ name }) => name)].sort((a, b) => a.localeCompare(b, 'en')));
		expect(paginationToken).toBeUndefined();
	});

	it('are narrowed by what is typed', async () => {
		const { results } = await search('searchProjects', { credentials: credentials(), filter: 'field work' });
		expect(results.map(({ value }) => value)).toEqual([String(server.projectId)]);
		expect((await search('searchProjects', { credentials: credentials(), filter: 'no such project' })).results).toEqual([]);
	});

	it('say what is wrong with the credential instead of showing none', async () => {
		await expect(search('searchProjects', { credentials: { batchSyncOpenProjectApi: { baseUrl: server.url, apiKey: 'wrong' } } })).rejects.toThrow('OpenProject refused the credential when asked for its projects (HTTP 401).');
		await expect(search('searchProjects', { credentials: { batchSyncOpenProjectApi: { baseUrl: 'openproject', apiKey: 'k' } } })).rejects.toThrow("'openproject' is not the address of an OpenProject.");
		await expect(search('searchProjects', {})).rejects.toThrow('ECONNREFUSED');
	});
});

describe('schemas and tables', () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await createTestDatabase();
		const client = new Client({ connectionString: database.url });
		await client.connect();
		await client.query('create schema "Field Work"; create table "Field Work"."Tasks%" (id int primary key); create table "Field Work".sites (id int primary key); create view "Field Work".seen as select 1');
		await client.end();
	});
	afterAll(async () => await database.drop());
	const credentials = () => ({ postgres: credentialOf(database.url) });
	const parameters = { schema: { __rl: true, mode: 'list', value: 'Field Work' } };

	it('are listed without those of PostgreSQL itself', async () => {
		const { results } = await search('searchSchemas', { credentials: credentials() });
		expect(results.map(({ value }) => value)).toEqual(['Field Work', 'public']);
	});

	it('are tables of the schema chosen that can be written to', async () => {
		const { results } = await search('searchTables', { credentials: credentials(), parameters });
		expect(results).toEqual([{ name: 'Tasks%', value: 'Tasks%' }, { name: 'sites', value: 'sites' }]);
	});

	it('are narrowed by what is typed, taken literally', async () => {
		expect((await search('searchTables', { credentials: credentials(), parameters, filter: 'TASKS%' })).results.map(({ value }) => value)).toEqual(['Tasks%']);
		expect((await search('searchTables', { credentials: credentials(), parameters, filter: '%s' })).results).toEqual([]);
	});

	it('say what is wrong with the credential instead of showing none', async () => {
		await expect(search('searchTables', { credentials: { postgres: { ...credentialOf(database.url), database: 'no_such_database' } }, parameters })).rejects.toThrow('no_such_database');
	});
});
