import type { INodeParameters } from 'n8n-workflow';
import { OpenProject } from '../../../nodes/OpenProject/OpenProject.node';
import { startOpenProject, type OpenProjectServer } from '../../../sandbox/openproject';
import { loadOptionsContext } from '../../support/n8nEngine';
import { credentialsFor, locator, nodeTypes, workflowOf } from './runNode';

let server: OpenProjectServer;
beforeAll(async () => {
	server = await startOpenProject();
	for (const subject of ['Fix the roof', 'Paint the gate', 'Roof inspection']) server.store.create({ subject });
});
afterAll(async () => await server.close());

const { methods } = new OpenProject();

const contextFor = (parameters: INodeParameters, apiKey?: string) => loadOptionsContext({ workflow: workflowOf(parameters), nodeTypes, credentials: credentialsFor(server, apiKey), node: 'OpenProject' });
const search = async (list: keyof typeof methods.listSearch, parameters: INodeParameters = {}, filter?: string) => (await methods.listSearch[list].call(contextFor(parameters), filter)).results;

it('lists what can be chosen, by name with the id as value', async () => {
	expect(await search('searchStatuses', {}, 'progr')).toEqual([{ name: 'In progress', value: '7' }]);
	expect(await search('searchPriorities')).toContainEqual({ name: 'High', value: '9' });
	expect(await search('searchPeople', { project: locator('list', '1') }, 'maria')).toEqual([{ name: 'Maria Alvarez', value: '6' }]);
	expect((await search('searchProjects')).map(({ value }) => value)).toEqual(['1', '2']);
	expect(await methods.loadOptions.getPriorities.call(contextFor({}))).toContainEqual({ name: 'Low', value: '7' });
});

it('lists the types of the project chosen, on top or in a filter, and all without one', async () => {
	expect((await search('searchTypes', { operation: 'create', project: locator('id', 'flrts-field-work') })).map(({ name }) => name)).toEqual(['Task', 'Milestone', 'Phase']);
	expect((await methods.loadOptions.getTypes.call(contextFor({ operation: 'getAll', filters: { project: locator('list', '2') } }))).map(({ name }) => name)).toContain('Bug');
	expect(await search('searchTypes')).toHaveLength(7);
});

it('lists work packages by words or id, with a link', async () => {
	expect((await search('searchWorkPackages', { operation: 'get' }, 'roof')).map(({ name }) => name)).toEqual(['Roof inspection (3)', 'Fix the roof (1)']);
	expect(await search('searchWorkPackages', { operation: 'get' }, '2')).toEqual([{ name: 'Paint the gate (2)', value: '2', url: `${server.url}/work_packages/2` }]);
});

it('lists custom fields that can hold a key, once a project is chosen', async () => {
	expect(await search('searchKeyFields', { operation: 'upsert', project: locator('list', '1') })).toEqual([{ name: 'FLRTS ID', value: 'customField1' }, { name: 'Crew size', value: 'customField4' }]);
	await expect(search('searchKeyFields', { operation: 'upsert', project: locator('list', '') })).rejects.toThrow('Pick the project first: its custom fields are listed.');
});

it('says what is wrong instead of showing an empty list', async () => {
	await expect(methods.listSearch.searchStatuses.call(contextFor({}, 'wrong'))).rejects.toThrow('does not accept the credential (401)');
});
