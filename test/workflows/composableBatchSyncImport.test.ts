import { NodeHelpers, type INode, type INodeProperties, type INodePropertyCollection, type INodeTypeDescription } from 'n8n-workflow';
import { DetectConflicts } from '../../nodes/DetectConflicts/DetectConflicts.node';
import { OpenProject } from '../../nodes/OpenProject/OpenProject.node';
import { StagedUpsert } from '../../nodes/StagedUpsert/StagedUpsert.node';
import { ThreeWayMerge } from '../../nodes/ThreeWayMerge/ThreeWayMerge.node';
import { shippedWorkflow } from './shippedWorkflow';

const workflow = shippedWorkflow('composable-batch-sync.json');
const isNote = ({ type }: INode): boolean => type === 'n8n-nodes-base.stickyNote';

/** Versions of n8n's nodes that n8n 1.99 already has. */
const OLDEST: Readonly<Record<string, number>> = {
	'n8n-nodes-base.scheduleTrigger': 1.2,
	'n8n-nodes-base.manualTrigger': 1,
	'n8n-nodes-base.postgres': 2.5,
	'n8n-nodes-base.set': 3.4,
	'n8n-nodes-base.code': 2,
	'n8n-nodes-base.merge': 3,
	'n8n-nodes-base.if': 2.2,
	'n8n-nodes-base.noOp': 1,
	'n8n-nodes-base.stickyNote': 1,
};

const OURS: ReadonlyMap<string, INodeTypeDescription> = new Map([new DetectConflicts(), new OpenProject(), new StagedUpsert(), new ThreeWayMerge()].map(({ description }) => [`n8n-nodes-batch-sync.${description.name}`, description]));

/** Names in `given` that none of these parameters has, and values that are not among the choices, down through collections. */
function strangers(given: Readonly<Record<string, unknown>>, properties: readonly INodeProperties[], path: string): string[] {
	return Object.entries(given).flatMap(([name, value]) => {
		const same = properties.filter((property) => property.name === name);
		if (same.length === 0) return [`${path}.${name}`];
		const inner = same.flatMap(({ options = [] }) => options);
		if (same.every(({ type }) => type === 'collection')) return strangers(value as Record<string, unknown>, inner as INodeProperties[], `${path}.${name}`);
		if (same.every(({ type }) => type === 'fixedCollection')) return strangersInGroups(value as Record<string, unknown>, inner as INodePropertyCollection[], `${path}.${name}`);
		const choices = inner.flatMap((option) => ('value' in option ? [option.value] : []));
		return same.every(({ type }) => type === 'options') && !choices.includes(value as string) ? [`${path}.${name} = ${String(value)}`] : [];
	});
}

function strangersInGroups(given: Readonly<Record<string, unknown>>, groups: readonly INodePropertyCollection[], path: string): string[] {
	return Object.entries(given).flatMap(([name, value]) => {
		const values = groups.filter((group) => group.name === name).flatMap((group) => group.values);
		return values.length === 0 ? [`${path}.${name}`] : [value].flat().flatMap((entry) => strangers(entry as Record<string, unknown>, values, `${path}.${name}`));
	});
}

it('uses only nodes and versions that the oldest supported n8n has, and ours', () => {
	const newer = workflow.nodes.filter(({ type, typeVersion }) => typeVersion > (OLDEST[type] ?? (OURS.has(type) ? 1 : 0)));
	expect(newer.map(({ name, type, typeVersion }) => `${name}: ${type} ${typeVersion}`)).toEqual([]);
});

it('sets only parameters and choices that our nodes have, and those that are shown', () => {
	const ours = workflow.nodes.flatMap((node) => { const description = OURS.get(node.type); return description === undefined ? [] : [{ node, description }]; });
	expect(ours).toHaveLength(8);
	expect(ours.flatMap(({ node, description }) => strangers(node.parameters, description.properties, node.name))).toEqual([]);
	const hidden = ours.flatMap(({ node, description }) => {
		const shown = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description) ?? {};
		return Object.keys(node.parameters).filter((name) => !(name in shown)).map((name) => `${node.name}.${name}`);
	});
	expect(hidden).toEqual([]);
});

it('gives every required parameter of our nodes', () => {
	const issues = workflow.nodes.flatMap((node) => {
		const description = OURS.get(node.type);
		return description === undefined ? [] : Object.values(NodeHelpers.getNodeParametersIssues(description.properties, node, description)?.parameters ?? {}).flat().map((issue) => `${node.name}: ${issue}`);
	});
	expect(issues).toEqual([]);
});

it('connects only nodes and inputs that exist, and leaves none but notes unconnected', () => {
	const names = new Set(workflow.nodes.map(({ name }) => name));
	const targets = Object.values(workflow.connections).flatMap(({ main }) => (main ?? []).flatMap((output) => output ?? []));
	expect(names.size).toBe(workflow.nodes.length);
	expect([...Object.keys(workflow.connections), ...targets.map(({ node }) => node)].filter((name) => !names.has(name))).toEqual([]);
	const connected = new Set([...Object.keys(workflow.connections), ...targets.map(({ node }) => node)]);
	expect(workflow.nodes.filter((node) => !connected.has(node.name) && !isNote(node)).map(({ name }) => name)).toEqual([]);
	// With two nodes on one input n8n would run what follows twice; ends for people may run twice.
	const inputs = targets.filter(({ node }) => !node.endsWith('notify here') && node !== 'Prepare base table').map(({ node, index }) => `${node} ${index}`);
	expect(inputs.filter((input, place) => inputs.indexOf(input) !== place)).toEqual([]);
});

it('names only nodes that exist in its expressions and notes', () => {
	const names = new Set(workflow.nodes.map(({ name }) => name));
	const read = workflow.nodes.flatMap(({ parameters }) => [...JSON.stringify(parameters).matchAll(/\$\('([^']+)'\)/g)].map((match) => match[1] ?? ''));
	expect(read.length).toBeGreaterThan(4);
	expect(read.filter((name) => !names.has(name))).toEqual([]);
	const notes = workflow.nodes.filter(isNote).map(({ parameters }) => String(parameters['content'])).join('\n');
	for (const name of ['Work packages', 'Write FLRTS ID', 'Write to OpenProject', 'FLRTS tasks', 'For FLRTS', 'For OpenProject']) {
		expect(notes).toContain(`**${name}**`);
		expect(names).toContain(name);
	}
});

it('translates every field it compares, both ways', () => {
	const detect = workflow.nodes.find(({ name }) => name === 'Detect Conflicts');
	const fields = String(detect?.parameters['fields']).split(', ');
	for (const name of ['For OpenProject', 'For FLRTS', 'FLRTS in common words', 'OpenProject in common words']) {
		const text = String(workflow.nodes.find((node) => node.name === name)?.parameters['jsonOutput']);
		// Parents are a parameter of their own in OpenProject.
		for (const field of fields.filter((one) => name !== 'For OpenProject' || one !== 'parent')) expect(text).toContain(name.startsWith('For') ? `one.merged.${field}` : `${field}: `);
	}
});

it('keeps notes off each other, and nodes off each other', () => {
	const boxes = workflow.nodes.filter((node) => !isNote(node)).map(({ name, position: [x, y] }) => ({ name, x, y }));
	const close = boxes.flatMap((one, place) => boxes.slice(place + 1).filter(({ x, y }) => Math.abs(one.x - x) < 150 && Math.abs(one.y - y) < 130).map((other) => `${one.name} and ${other.name}`));
	expect(close).toEqual([]);
	const notes = workflow.nodes.filter(isNote).map(({ position: [x, y], parameters }) => ({ x, y, right: x + Number(parameters['width']), bottom: y + Number(parameters['height']) }));
	expect(notes.flatMap((one, place) => notes.slice(place + 1).filter((other) => one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom))).toEqual([]);
});

it('carries no credential ids, and is not active', () => {
	const raw = jest.requireActual<{ active: boolean; pinData: object; nodes: Array<{ credentials?: Record<string, { id: string }> }> }>('../../workflows/composable-batch-sync.json');
	expect(raw.active).toBe(false);
	expect(raw.pinData).toEqual({});
	expect(raw.nodes.flatMap(({ credentials }) => Object.values(credentials ?? {}).map(({ id }) => id))).toEqual(Array.from({ length: 10 }, () => ''));
});
