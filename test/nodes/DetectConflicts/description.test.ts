import { NodeHelpers, Workflow, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DetectConflicts } from '../../../nodes/DetectConflicts/DetectConflicts.node';
import { everyParameterOf } from '../../support/nodeParameters';
import { outputsOf, runDetect, type DetectRun } from './runDetect';

const { description } = new DetectConflicts();
const everyParameter = everyParameterOf(description);

it.each([
	['input', ['Local', 'Remote', 'Base']],
	['linkTable', ['Local', 'Remote']],
	['none', ['Local', 'Remote']],
])('with Base %p has the inputs %p', (baseSource, names) => {
	const nodeType = new DetectConflicts();
	const node = { id: '1', name: 'Detect', type: 'test', typeVersion: 1, position: [0, 0] as [number, number], parameters: { baseSource } };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) } });
	const inputs = NodeHelpers.getNodeInputs(workflow, workflow.getNode('Detect') ?? node, description);
	expect(inputs).toEqual(names.map((displayName) => ({ type: 'main', displayName })));
});

const options = (description.properties.find(({ name }) => name === 'options')?.options ?? []) as INodeProperties[];

it('has four named outputs, icons of its own and a codex file', () => {
	const folder = join(__dirname, '../../../nodes/DetectConflicts');
	expect(description.outputs).toHaveLength(4);
	expect(description.outputNames).toEqual(['Local Changed', 'Remote Changed', 'Conflicts', 'Unchanged']);
	expect(['detectConflicts.svg', 'detectConflicts.dark.svg', 'DetectConflicts.node.json'].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});

it('lists options and choices from A to Z', () => {
	const names = options.map(({ displayName }) => displayName);
	expect(names.length).toBeGreaterThan(10);
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
	for (const property of everyParameter.filter(({ type }) => type === 'options')) {
		const choices = ((property.options ?? []) as INodePropertyOptions[]).map(({ name }) => name);
		expect([property.name, choices]).toEqual([property.name, [...choices].sort((a, b) => a.localeCompare(b, 'en'))]);
	}
});

it.each([
	['booleans start with Whether', everyParameter.filter(({ type }) => type === 'boolean').map((property) => property.description ?? ''), /^Whether /],
	['placeholders start with e.g.', everyParameter.filter(({ type }) => type === 'string').flatMap(({ placeholder }) => placeholder ?? ''), /^e\.g\. /],
	['single sentences end without a period', everyParameter.map((property) => property.description ?? '').filter((text) => text !== '' && !/\. /.test(text)), /[^.]$/],
	['names of parameters are in title case', everyParameter.map(({ displayName }) => displayName), /^[A-Z]/],
])('%s', (_rule, texts, pattern) => {
	expect(texts.length).toBeGreaterThan(2);
	expect(texts.filter((text) => !pattern.test(text))).toEqual([]);
});

it('says what every parameter is for', () => {
	const silent = everyParameter.filter((property) => property.description === undefined && !['options', 'fields'].includes(property.name));
	expect(silent.map(({ name }) => name)).toEqual([]);
});

it('shows a credential only where a link table is read', () => {
	expect(description.credentials).toMatchObject([{ name: 'postgres', required: true, displayOptions: { show: { baseSource: ['linkTable'] } } }]);
});

it('leaves the parameter visible that its credential depends on, since not all of its values ask for one', () => {
	const shown = description.credentials?.[0]?.displayOptions?.show?.['baseSource'] ?? [];
	const values = (description.properties.find(({ name }) => name === 'baseSource')?.options as INodePropertyOptions[]).map(({ value }) => value);
	expect(values.filter((value) => !shown.includes(value))).toEqual(['input', 'none']);
});

it('has the same defaults in the form as where an option is not added', async () => {
	const atDefaults = Object.fromEntries(options.map(({ name, default: value }) => [name, value]));
	const inputs: DetectRun['inputs'] = { Local: [{ id: 1, 'a.b': 'X ', list: [1, 2], time: '2026-01-01T00:00:00Z', empty: null }, { id: '2', a: { b: 1 } }], Remote: [{ id: '1', 'a.b': 'x', list: [2, 1], time: '2026-01-01 01:00+01' }, { id: 2, a: { b: '1' } }], Base: [{ id: 1, 'a.b': 'X ', list: [1, 2], time: '2026-01-01T00:00:00Z' }, { id: 2, a: { b: 1 } }] };
	const parameters = { compare: 'except', fields: 'a.c' };
	const bare = await runDetect({ inputs, parameters });
	const full = await runDetect({ inputs, parameters: { ...parameters, options: atDefaults } });
	expect(outputsOf(bare).Conflicts).toMatchObject([{ fields: ['a.b', 'empty', 'list', 'time'] }]);
	expect(outputsOf(full)).toEqual(outputsOf(bare));
});
