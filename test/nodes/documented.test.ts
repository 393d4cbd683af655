import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choicesOf, innerOf } from '../support/nodeParameters';

const ROOT = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };

/** A name people see in a node, and the parameter it stands in ('Parameters' on top). */
interface Documented {
	readonly group: string;
	readonly name: string;
	readonly needsExample: boolean;
}

/** A row of a table in a page. */
interface Row {
	/** What the table lists: its first heading. */
	readonly list: string;
	readonly first: string;
	/** Null where the table has no column of examples. */
	readonly example: string | null;
}

async function readNode(file: string): Promise<INodeTypeDescription> {
	const source = join(ROOT, file.replace(/^dist\//, '').replace(/\.js$/, ''));
	const exported = Object.values((await import(source)) as Record<string, new () => INodeType>);
	expect(exported).toHaveLength(1);
	return exported.map((Node) => new Node().description)[0] as INodeTypeDescription;
}

function namesIn(description: INodeTypeDescription): Documented[] {
	const inside = (group: string, properties: readonly INodeProperties[]): Documented[] =>
		properties.filter(({ type }) => type !== 'notice').flatMap((property) => [
			// A collection is the heading of the table that lists what is in it.
			...(property.type === 'collection' ? [] : [{ group, name: property.displayName, needsExample: true }]),
			...(property.name === 'operation' && group === 'Parameters' ? choicesOf(property).map(({ name }) => ({ group: 'Operations', name, needsExample: false })) : []),
			...inside(property.displayName, innerOf(property)),
		]);
	const all = inside('Parameters', description.properties);
	return [...new Map(all.map((one) => [`${one.group}: ${one.name}`, one])).values()];
}

function rowsOf(page: string): Row[] {
	const rows: Row[] = [];
	let heading: readonly string[] | null = null;
	for (const line of page.split('\n')) {
		if (!line.startsWith('|')) {
			heading = null;
			continue;
		}
		const cells = line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.replaceAll('**', '').trim());
		if (heading === null) heading = cells;
		else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
			const column = heading.indexOf('example');
			rows.push({ list: heading[0] ?? '', first: cells[0] ?? '', example: column === -1 ? null : (cells[column] ?? '') });
		}
	}
	return rows;
}

/** Whether a name is among names separated by commas; names may have commas of their own. */
function isAmong(name: string, list: string): boolean {
	return `, ${list}, `.toLowerCase().includes(`, ${name}, `.toLowerCase());
}

/** A table lists a group under its name, in the singular too; a row may name the group before its entries: 'Row Filter: Column, Value'. */
function names({ list, first }: Row, { group, name }: Documented): boolean {
	if (isAmong(group, list) || isAmong(group.replace(/s$/, ''), list)) return isAmong(name, first);
	const colon = first.indexOf(': ');
	return colon !== -1 && isAmong(group, first.slice(0, colon)) && isAmong(name, first.slice(colon + 2));
}

const wordOf = ({ group, name }: Documented): string => `${group}: ${name}`;

describe.each(manifest.n8n.nodes.map((file) => [file.split('/').at(-2) ?? '', file] as const))('the page about %s', (_folder, file) => {
	let known: readonly Documented[];
	let rows: readonly Row[];

	beforeAll(async () => {
		const description = await readNode(file);
		known = namesIn(description);
		rows = rowsOf(readFileSync(join(ROOT, 'docs/nodes', `${description.displayName.toLowerCase().replaceAll(' ', '-')}.md`), 'utf8'));
	});

	it('lists every operation, parameter and option', () => {
		expect(known.length).toBeGreaterThan(5);
		expect(known.filter((one) => !rows.some((row) => names(row, one))).map(wordOf)).toEqual([]);
	});

	it('gives an example of a value for every parameter and option', () => {
		const without = known.filter((one) => one.needsExample && !rows.some((row) => names(row, one) && row.example !== null && row.example !== ''));
		expect(without.map(wordOf)).toEqual([]);
	});

	it('lists nothing that the node does not have', () => {
		const groups = new Set(known.map(({ group }) => group));
		const listing = rows.filter(({ list }) => [...groups].some((group) => isAmong(group, list) || isAmong(group.replace(/s$/, ''), list)));
		expect(listing.length).toBeGreaterThan(3);
		const leftOver = listing.map((row) => {
			const named = known.filter((one) => names(row, one)).flatMap((one) => (row.first.includes(': ') ? [one.group, one.name] : [one.name]));
			const rest = named.sort((a, b) => b.length - a.length).reduce((text, name) => text.replace(name, ''), row.first);
			return { row: row.first, rest: rest.replace(/[,: ]/g, '') };
		});
		expect(leftOver.filter(({ rest }) => rest !== '')).toEqual([]);
	});
});
