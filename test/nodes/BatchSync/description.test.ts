import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchSync } from '../../../nodes/BatchSync/BatchSync.node';
import { runSettingsOf } from '../../../nodes/BatchSync/input/runSettings';
import { runWorkflow } from '../../support/n8nEngine';
import { choicesOf, everyParameterOf } from '../../support/nodeParameters';
import { CREDENTIALS, oneNodeWorkflow, RUN_SYNC } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';
import { defaultSettings } from '../../../src/run';
import { nodeWith, recordingEngine, result } from './scriptedEngine';

const { description } = new BatchSync();
const everyParameter = everyParameterOf(description);
const manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { n8n: { nodes: string[]; credentials: string[] } };

function optionsOf(operation: string): INodeProperties[] {
	const collection = description.properties.find((property) => property.name === 'options' && property.displayOptions?.show?.['operation']?.includes(operation));
	return (collection?.options ?? []) as INodeProperties[];
}

it('is registered, with its icons, codex file and credentials', () => {
	const folder = join(__dirname, '../../../nodes/BatchSync');
	expect(manifest.n8n.nodes).toContain('dist/nodes/BatchSync/BatchSync.node.js');
	expect(['batchSync.svg', 'batchSync.dark.svg', 'BatchSync.node.json'].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
	expect(description.credentials?.map(({ name }) => name)).toEqual(['postgres', 'batchSyncOpenProjectApi', 'batchSyncOpenProjectOAuth2Api']);
	expect(manifest.n8n.credentials.map((file) => file.split('/').at(-1))).toEqual(expect.arrayContaining(['BatchSyncOpenProjectApi.credentials.js', 'BatchSyncOpenProjectOAuth2Api.credentials.js']));
});

it('has three named outputs and can be a tool', () => {
	expect(description.outputs).toHaveLength(3);
	expect(description.outputNames).toEqual(['Summary', 'Conflicts', 'Failures']);
	expect(description.usableAsTool).toBe(true);
});

it('lists every choice from A to Z', () => {
	for (const property of everyParameter) {
		const names = choicesOf(property).map(({ name }) => name).filter((name) => name !== 'As the Pair Says');
		expect([property.name, names]).toEqual([property.name, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
	}
	for (const operation of ['runSync', 'previewPlan', 'setUp']) {
		const names = optionsOf(operation).map((option) => option.displayName);
		expect(names.length).toBeGreaterThan(10);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
	}
});

it.each([
	['booleans start with Whether', everyParameter.filter(({ type }) => type === 'boolean').map((property) => property.description ?? ''), /^Whether /],
	['placeholders of text start with e.g.', everyParameter.filter(({ type }) => type === 'string' || type === 'json').flatMap(({ placeholder }) => placeholder ?? []), /^e\.g\. /],
	['single sentences end without a period', everyParameter.map((property) => property.description ?? '').filter((text) => text !== '' && !/\. /.test(text)), /[^.]$/],
	['names of parameters are in title case', everyParameter.map(({ displayName }) => displayName), /^[A-Z0-9(]/],
])('%s', (_rule, texts, pattern) => {
	expect(texts.length).toBeGreaterThan(2);
	expect(texts.filter((text) => !pattern.test(text))).toEqual([]);
});

it('says what every parameter is for', () => {
	const silent = everyParameter.filter((property) => property.description === undefined && !['operation', 'options', 'fields'].includes(property.name));
	expect(silent.map(({ name }) => name)).toEqual([]);
});

it('shows each parameter for the operation it belongs to, under one name across operations', () => {
	const byName = new Map<string, Set<string>>();
	for (const { name, type } of description.properties) byName.set(name, (byName.get(name) ?? new Set()).add(type));
	expect([...byName].filter(([, types]) => types.size > 1)).toEqual([]);
});

it('has the same defaults in the form as in the engine', async () => {
	expect(runSettingsOf({})).toEqual(defaultSettings);

	const atDefaults = Object.fromEntries(optionsOf('runSync').map(({ name, default: value }) => [name, value]));
	const { engine, calls } = recordingEngine(result());
	for (const options of [{}, atDefaults]) {
		await runWorkflow({
			workflow: oneNodeWorkflow({ ...RUN_SYNC, options }),
			nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': nodeWith(engine) },
			credentials: CREDENTIALS,
			startAt: 'Start',
		});
	}
	const [bare, full] = calls.map(({ pair, settings, request, allowSetUp }) => ({ pair, settings, request, allowSetUp }));
	expect(bare).toBeDefined();
	expect(full).toEqual(bare);
});

it('has nested choices that name the properties they set', () => {
	const nested = everyParameter.flatMap((property) => (property.type === 'fixedCollection' ? ((property.options ?? []) as INodePropertyCollection[]) : []));
	expect(nested.length).toBeGreaterThan(5);
	for (const group of nested) expect(new Set(group.values.map(({ name }) => name)).size).toBe(group.values.length);
});

it('shows its credentials by authentication alone, since n8n hides every parameter a credential is shown by', () => {
	const names = (description.credentials ?? []).map((credential) => Object.keys(credential.displayOptions?.show ?? {}));
	expect(names).toEqual([['@version'], ['authentication'], ['authentication']]);
	expect(description.properties.find(({ name }) => name === 'authentication')?.displayOptions).toBeUndefined();
});
