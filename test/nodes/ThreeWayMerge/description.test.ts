import { NodeHelpers, Workflow, type INode, type INodeProperties, type INodePropertyCollection } from 'n8n-workflow';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configuredInputs } from '../../../nodes/ThreeWayMerge/inputs';
import { ThreeWayMerge } from '../../../nodes/ThreeWayMerge/ThreeWayMerge.node';
import { choicesOf, everyParameterOf } from '../../support/nodeParameters';

const { description } = new ThreeWayMerge();
const everyParameter = everyParameterOf(description);
const folder = join(__dirname, '../../../nodes/ThreeWayMerge');

it('has icons for light and dark, a codex file of its own name, named outputs, and can be a tool', () => {
	expect(['threeWayMerge.svg', 'threeWayMerge.dark.svg'].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
	expect(JSON.parse(readFileSync(join(folder, 'ThreeWayMerge.node.json'), 'utf8'))).toMatchObject({ node: `n8n-nodes-batch-sync.${description.name}` });
	expect(description.outputNames).toEqual(['Merged', 'Unresolved']);
	expect(description.usableAsTool).toBe(true);
});

it.each([
	[{ source: 'item' }, ['Records']],
	[{ source: 'item', base: 'input', useAuthority: true }, ['Records']],
	[{ source: 'inputs', base: 'input', useAuthority: false }, ['Local', 'Remote', 'Base']],
	[{ source: 'inputs', base: 'none', useAuthority: true }, ['Local', 'Remote', 'Authority']],
	[{ source: 'inputs', base: 'input', useAuthority: true }, ['Local', 'Remote', 'Base', 'Authority']],
])('with %j has the inputs %j, as n8n evaluates them, too', (parameters, names) => {
	expect(configuredInputs(parameters).map(({ displayName }) => displayName)).toEqual(names);
	const node: INode = { id: '1', name: 'Merge', type: 'merge', typeVersion: 1, position: [0, 0], parameters };
	const nodeType = new ThreeWayMerge();
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) } });
	expect(NodeHelpers.getNodeInputs(workflow, node, description)).toEqual(configuredInputs(parameters));
});

it('lists options and choices from A to Z', () => {
	for (const property of everyParameter) {
		const names = choicesOf(property).map(({ name }) => name);
		expect([property.name, names]).toEqual([property.name, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
	}
	const options = (description.properties.find(({ name }) => name === 'options')?.options ?? []) as INodeProperties[];
	const names = options.map(({ displayName }) => displayName);
	expect(names.length).toBeGreaterThan(10);
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
});

it.each([
	['booleans start with Whether', everyParameter.filter(({ type }) => type === 'boolean').map((property) => property.description ?? ''), /^Whether /],
	['placeholders of text start with e.g.', everyParameter.filter(({ type }) => type === 'string').flatMap(({ placeholder }) => placeholder ?? []), /^e\.g\. /],
	['single sentences end without a period', everyParameter.map((property) => property.description ?? '').filter((text) => text !== '' && !/\. /.test(text)), /[^.]$/],
])('%s', (_rule, texts, pattern) => {
	expect(texts.length).toBeGreaterThan(2);
	expect(texts.filter((text) => !pattern.test(text))).toEqual([]);
});

it('says what every parameter is for', () => {
	expect(everyParameter.filter((property) => property.description === undefined && property.name !== 'options').map(({ name }) => name)).toEqual([]);
});

it('has nested choices that name the properties they set', () => {
	const nested = everyParameter.flatMap((property) => (property.type === 'fixedCollection' ? ((property.options ?? []) as INodePropertyCollection[]) : []));
	expect(nested.length).toBe(4);
	for (const group of nested) expect(new Set(group.values.map(({ name }) => name)).size).toBe(group.values.length);
});
