import type { INodeTypeDescription } from 'n8n-workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OpenProject } from '../../../nodes/OpenProject/OpenProject.node';
import { OpenProjectTrigger } from '../../../nodes/OpenProjectTrigger/OpenProjectTrigger.node';
import { choicesOf, everyParameterOf } from '../../support/nodeParameters';

const node = new OpenProject();
const trigger = new OpenProjectTrigger();

describe.each<[string, INodeTypeDescription, string]>([['OpenProject', node.description, 'openProject'], ['OpenProjectTrigger', trigger.description, 'openProjectTrigger']])('%s', (folder, description, icon) => {
	const everyParameter = everyParameterOf(description);

	it('has icons and a codex file', () => {
		for (const file of [`${icon}.svg`, `${icon}.dark.svg`, `${folder}.node.json`]) expect(existsSync(join(__dirname, '../../../nodes', folder, file))).toBe(true);
	});

	it('lists choices and optional parameters from A to Z', () => {
		for (const property of everyParameter) {
			const names = choicesOf(property).map(({ name }) => name);
			expect([property.name, names]).toEqual([property.name, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
			if (property.type !== 'collection') continue;
			const options = (property.options ?? []).map((option) => ('displayName' in option ? option.displayName : ''));
			expect([property.name, options]).toEqual([property.name, [...options].sort((a, b) => a.localeCompare(b, 'en'))]);
		}
	});

	it('words its parameters as n8n does', () => {
		expect(everyParameter.filter(({ type, description: text }) => type === 'boolean' && !/^Whether /.test(text ?? ''))).toEqual([]);
		expect(everyParameter.filter(({ type, placeholder }) => (type === 'string' || type === 'json') && placeholder !== undefined && !/^e\.g\. /.test(placeholder))).toEqual([]);
		expect(everyParameter.map(({ description: text }) => text ?? '').filter((text) => text !== '' && !/\. /.test(text) && text.endsWith('.'))).toEqual([]);
		expect(everyParameter.filter(({ name, type, description: text }) => text === undefined && type !== 'notice' && !['resource', 'operation', 'options', 'filters', 'fields', 'field'].includes(name)).map(({ name }) => name)).toEqual([]);
	});
});

it('has every operation asked for, as a tool too', () => {
	const operations = node.description.properties.filter(({ name }) => name === 'operation');
	const byResource = Object.fromEntries(operations.map((property) => [String(property.displayOptions?.show?.['resource']?.[0]), choicesOf(property).map(({ value }) => value)]));
	expect(byResource).toEqual({ workPackage: ['addComment', 'create', 'upsert', 'delete', 'get', 'getAll', 'update'], priority: ['getAll'], project: ['getAll'], status: ['getAll'], type: ['getAll'], user: ['getAll'] });
	expect(node.description.usableAsTool).toBe(true);
});

it('has lists behind every locator and choice that names one', () => {
	const named = everyParameterOf(node.description).flatMap((property) => [
		...(property.modes ?? []).flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
		...(typeof property.typeOptions?.loadOptionsMethod === 'string' ? [property.typeOptions.loadOptionsMethod] : []),
	]);
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter((name) => !(name in node.methods.listSearch) && !(name in node.methods.loadOptions))).toEqual([]);
});

it('gives every parameter one type under one name', () => {
	const types = new Map<string, Set<string>>();
	for (const { name, type } of node.description.properties) types.set(name, (types.get(name) ?? new Set()).add(type));
	expect([...types].filter(([, all]) => all.size > 1)).toEqual([]);
});
