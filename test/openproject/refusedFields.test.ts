import { fetchHttp, systemClock, openProjectRemote } from '../../src/openproject';
import type { RemotePort } from '../../src/run/remotePort';
import { createWorkPackage, updateWorkPackage, readWorkPackage } from '../../src/openproject/workPackages';
import { fields, startEngine, type Engine } from './workPackages/engine';

const MUST = "'Cost centre' (customField91) must be filled in OpenProject: fill it in the work package, give it a default value in Administration > Custom fields, or map it to a column that holds a value.";

let engine: Engine;

beforeEach(async () => {
	engine = await startEngine({ version: '15.4' });
});
afterEach(async () => await engine.close());

async function openedRemote(properties: readonly string[]): Promise<RemotePort> {
	const remote = openProjectRemote({ http: fetchHttp({ baseUrl: engine.server.url, apiKey: engine.server.apiKey }), clock: systemClock(), baseUrl: engine.server.url, scope: { project: '1', type: 'Task', provenanceField: 'FLRTS ID' }, properties });
	await remote.open();
	return remote;
}

describe('a write refused for a custom field', () => {
	test('that is required and empty names it and where to fill it in', async () => {
		const old = engine.server.store.create({ subject: 'Old' });
		const remote = await openedRemote(['subject']);
		engine.server.store.setCustomField({ id: 91, name: 'Cost centre', format: 'string', isRequired: true });
		const again = await openedRemote(['subject']);
		expect(await again.create({ subject: 'New' }, 'k1')).toMatchObject({ status: 'refused', message: expect.stringContaining(MUST) as string });
		expect(await again.update(String(old.id), old.lockVersion, { subject: 'Other' })).toMatchObject({ status: 'refused', properties: [], message: expect.stringContaining(MUST) as string });
		// Opened before the field was there: what OpenProject says has to do.
		expect(await remote.create({ subject: 'New' }, 'k2')).toMatchObject({ status: 'refused', message: expect.stringContaining('Cost centre') as string });
	});

	test('does so in the node', async () => {
		const old = engine.server.store.create({ subject: 'Old' });
		engine.server.store.setCustomField({ id: 91, name: 'Cost centre', format: 'string', isRequired: true });
		const project = await engine.places.project('1');
		const request = { project, key: null, requestDeadlineMs: 1000 };
		expect(await createWorkPackage(engine.places, engine.writer, { ...request, fields: fields({ subject: 'New' }) })).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(MUST) as string });
		const present = await readWorkPackage(engine.api, String(old.id));
		expect(await updateWorkPackage(engine.places, engine.writer, { present: present!, fields: fields({ subject: 'Other' }) })).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(MUST) as string });
		expect(await createWorkPackage(engine.places, engine.writer, { ...request, fields: fields({ subject: 'New', 'Cost centre': '4711' }) })).toMatchObject({ outcome: 'created' });
	});

	test('whose value was taken out meanwhile names those there are now', async () => {
		const options = (...values: readonly string[]) => values.map((value, index) => ({ id: 900 + index, value }));
		engine.server.store.setCustomField({ id: 92, name: 'Weather', format: 'list', options: options('Wet', 'Dry') });
		const remote = await openedRemote(['subject', 'customField92']);
		expect(await remote.create({ subject: 'New', customField92: 'Dry' }, 'k1')).toMatchObject({ status: 'done', record: { record: { customField92: 'Dry' } } });
		engine.server.store.setCustomField({ id: 92, name: 'Weather', format: 'list', options: options('Wet') });
		expect(await remote.create({ subject: 'New', customField92: 'Dry' }, 'k2')).toMatchObject({ status: 'refused', properties: ['customField92'], message: expect.stringContaining("'Weather' (customField92) may hold: Wet.") as string });
		// And is not asked for in vain again.
		expect(await remote.create({ subject: 'New', customField92: 'Dry' }, 'k3')).toMatchObject({ status: 'refused', httpStatus: 0, message: "'Dry' is not among OpenProject's values of the custom field 'Weather'. There are: Wet." });
	});

	test('of a list that nothing was sent for says that its value may have been removed, and what there is', async () => {
		const old = engine.server.store.create({ subject: 'Old' });
		engine.server.store.setCustomField({ id: 94, name: 'Shift', format: 'list', isRequired: true, options: [{ id: 940, value: 'Day' }] });
		const remote = await openedRemote(['subject']);
		expect(await remote.update(String(old.id), old.lockVersion, { subject: 'Other' })).toMatchObject({ status: 'refused', message: expect.stringContaining("If it holds one there, that value was removed from its list: choose another. 'Shift' (customField94) may hold: Day.") as string });
	});

	test('of which a value does not suit names it', async () => {
		engine.server.store.setCustomField({ id: 93, name: 'Hours', format: 'int' });
		const remote = await openedRemote(['subject', 'customField93']);
		expect(await remote.create({ subject: 'New', customField93: 'many' }, 'k1')).toMatchObject({ status: 'refused', properties: ['customField93'], message: expect.stringContaining("It is about the custom field 'Hours' (customField93).") as string });
	});
});
