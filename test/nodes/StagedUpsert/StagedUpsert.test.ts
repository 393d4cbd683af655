import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeConnectionTypes, type IDataObject, type INode, type INodeParameters, type INodeProperties, type INodePropertyOptions, type INodeType } from 'n8n-workflow';
import { StagedUpsert } from '../../../nodes/StagedUpsert/StagedUpsert.node';
import { runWorkflow, type RunOutcome } from '../../support/n8nEngine';
import { credentialOf } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';
import { usePostgres } from '../../support/usePostgres';

const postgres = usePostgres();
beforeEach(() => sql(`drop schema if exists public cascade; drop schema if exists batch_sync cascade; create schema public; create table tasks (id int primary key, title text not null, hours numeric(6, 2), done boolean, meta jsonb)`));

const sql = postgres.sql;

/** Hands on the items it was made with, and notes whether anybody changed them. */
function source(records: readonly IDataObject[]): INodeType {
	return {
		description: { displayName: 'Source', name: 'source', group: ['trigger'], version: 1, description: '', defaults: {}, inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main], properties: [] },
		execute: () => Promise.resolve([records.map((json, item) => ({ json, pairedItem: { item } }))]),
	};
}

async function run(records: readonly IDataObject[], parameters: INodeParameters, node: Partial<INode> = {}): Promise<RunOutcome> {
	const plain = (name: string, type: string): INode => ({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} });
	const ends = ['Result', 'Failed', 'Errors'];
	return await runWorkflow({
		workflow: {
			name: 'Test',
			nodes: [
				plain('Start', 'n8n-nodes-base.manualTrigger'), plain('Source', 'test.source'), ...ends.map((name) => plain(name, 'n8n-nodes-base.noOp')),
				{
					...plain('Staged Upsert', 'n8n-nodes-batch-sync.stagedUpsert'), credentials: { postgres: { id: '1', name: 'PostgreSQL' } },
					parameters: { operation: 'insertOrUpdate', schema: { __rl: true, mode: 'name', value: 'public' }, table: { __rl: true, mode: 'name', value: 'tasks' }, matchColumns: '', columns: { mappingMode: 'autoMapInputData', value: null }, options: {}, ...parameters },
					...node,
				},
			],
			connections: {
				Start: { main: [[{ node: 'Source', type: 'main', index: 0 }]] }, Source: { main: [[{ node: 'Staged Upsert', type: 'main', index: 0 }]] },
				'Staged Upsert': { main: ends.map((name) => [{ node: name, type: 'main' as const, index: 0 }]) },
			},
		},
		nodeTypes: { ...plainNodes, 'test.source': source(records), 'n8n-nodes-batch-sync.stagedUpsert': new StagedUpsert() },
		credentials: { postgres: credentialOf(postgres.url) },
		startAt: 'Start',
	});
}

const jsonOf = (outcome: RunOutcome, node: string): readonly IDataObject[] => outcome.itemsOf(node).map(({ json }) => json);
const records: readonly IDataObject[] = [{ id: 1, title: 'a', hours: 0, done: false }, { id: 2, title: '', meta: { x: [] } }, { id: 3, title: 'c' }];

it('inserts, updates and leaves alone, told in one summary that points at the items', async () => {
	const first = await run(records, {});
	expect(first.error).toBeUndefined();
	expect(jsonOf(first, 'Result')).toMatchObject([{ operation: 'insertOrUpdate', table: 'public.tasks', given: 3, inserted: 3, updated: 0, unchanged: 0, failed: 0, lastError: null }]);
	expect(first.itemsOf('Staged Upsert')[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	const before = await sql('select xmin::text, * from tasks order by id');
	expect(before).toMatchObject([{ id: 1, title: 'a', hours: '0.00', done: false }, { id: 2, title: '', meta: { x: [] } }, { id: 3 }]);
	expect(jsonOf(await run(records, {}), 'Result')).toMatchObject([{ inserted: 0, updated: 0, unchanged: 3 }]);
	expect(await sql('select xmin::text, * from tasks order by id')).toEqual(before);
});

it('tells each record what happened to it, in order, pointing at its item, and changes no item', async () => {
	await sql(`insert into tasks (id, title) values (3, 'c'), (2, 'b')`);
	const given = JSON.stringify(records);
	const outcome = await run(records, { options: { output: 'records' } });
	expect(outcome.itemsOf('Staged Upsert').map(({ json, pairedItem }) => [json['outcome'], (json['record'] as IDataObject)['id'], pairedItem])).toEqual([['inserted', 1, { item: 0 }], ['updated', 2, { item: 1 }], ['unchanged', 3, { item: 2 }]]);
	expect(JSON.stringify(records)).toBe(given);
});

it('sends isolated records to the Failed output with column and reason', async () => {
	const outcome = await run([...records, { id: 4, title: 'd', hours: 'many' }, { id: 5, title: null }], { options: { badRecords: 'isolate' } });
	expect(jsonOf(outcome, 'Result')).toMatchObject([{ inserted: 3, failed: 2 }]);
	expect(outcome.itemsOf('Staged Upsert', 1).map(({ json, pairedItem }) => [json['index'], json['column'], json['reason'], (json['record'] as IDataObject)['id'], pairedItem])).toEqual([
		[3, 'hours', expect.stringContaining('invalid input syntax for type numeric: "many"'), 4, { item: 3 }], [4, 'title', expect.stringContaining("Column 'title' of public.tasks needs a value"), 5, { item: 4 }],
	]);
});

it('stops at a bad record with a sentence, and goes on with an error item where it continues on failure', async () => {
	const bad = [...records, { id: 4, title: 'd', hours: 'many' }];
	expect((await run(bad, {})).error).toMatch(/^Record 4 of 4 was refused \(column 'hours'\)|^Record 4 of 4 was refused: PostgreSQL refused a value of column 'hours'/);
	expect(await sql('select id from tasks')).toEqual([]);
	const outcome = await run(bad, {}, { onError: 'continueRegularOutput' });
	expect(outcome.itemsOf('Staged Upsert')).toMatchObject([{ json: { error: expect.stringContaining('Record 4 of 4 was refused') as string }, pairedItem: { item: 3 } }]);
	const split = await run(bad, {}, { onError: 'continueErrorOutput' });
	expect(jsonOf(split, 'Errors')).toMatchObject([{ error: expect.stringContaining('Record 4 of 4 was refused') as string }]);
});

it('writes what is defined below instead of the properties', async () => {
	const columns = { mappingMode: 'defineBelow', value: { id: '={{ $json.id }}', title: '={{ "Task " + $json.title }}' }, matchingColumns: [], schema: ['id', 'title'].map((id) => ({ id, displayName: id, type: 'string', required: false, defaultMatch: false, display: true, canBeUsedToMatch: true })) };
	expect(jsonOf(await run(records, { columns }), 'Result')).toMatchObject([{ inserted: 3 }]);
	expect(await sql('select id, title from tasks order by id')).toEqual([{ id: 1, title: 'Task a' }, { id: 2, title: 'Task ' }, { id: 3, title: 'Task c' }]);
});

it('validates without writing, deletes, replaces behind a guard, and undoes', async () => {
	expect(jsonOf(await run([...records, { id: 4 }], { operation: 'validate' }), 'Result')).toMatchObject([{ dryRun: true, inserted: 3, failed: 1 }]);
	expect(await sql('select id from tasks')).toEqual([]);
	await run(records, {});
	expect((await run([{ id: 1, title: 'a' }], { operation: 'replace' })).error).toContain('2 of 3 rows of public.tasks would be deleted');
	const replaced = jsonOf(await run([{ id: 1, title: 'A' }], { operation: 'replace', options: { maxDeletePercent: 100, keepImages: true } }), 'Result')[0] ?? {};
	expect(replaced).toMatchObject({ updated: 1, deleted: 2, writeId: expect.any(String) as string });
	expect(jsonOf(await run([{}], { operation: 'undo', writeId: replaced['writeId'] as string }), 'Result')).toMatchObject([{ restored: 3, changedSince: [] }]);
	expect(await sql('select id, title from tasks order by id')).toEqual([{ id: 1, title: 'a' }, { id: 2, title: '' }, { id: 3, title: 'c' }]);
	expect(jsonOf(await run([{ id: 2 }, { id: 9 }], { operation: 'delete' }), 'Result')).toMatchObject([{ deleted: 1, notFound: 1 }]);
});

it('inserts without a key where the table makes it', async () => {
	await sql('create table notes (id int primary key generated always as identity, note text)');
	const table = { __rl: true, mode: 'name', value: 'notes' };
	expect(jsonOf(await run([{ note: 'x' }, { note: 'y' }], { operation: 'insert', table }), 'Result')).toMatchObject([{ inserted: 2 }]);
	expect(await sql('select id, note from notes order by id')).toEqual([{ id: 1, note: 'x' }, { id: 2, note: 'y' }]);
});

it.each<[string, INodeParameters, RegExp]>([
	['an empty table from an expression', { table: { __rl: true, mode: 'name', value: '={{ "" }}' } }, /^Table is empty\. Choose the table to write to\.$/],
	['a table that is not there', { table: { __rl: true, mode: 'name', value: 'task' } }, /There is no table 'task' in schema 'public'/],
	['a match column that is not there', { matchColumns: 'idd' }, /Column 'idd' is not in public\.tasks/],
	['a match column without unique index', { matchColumns: 'title' }, /create unique index on "public"\."tasks" \("title"\)/],
	['an odd option', { options: { batches: 'some' } }, /Batches is 'some'\. Pick one of: one, fixed, adaptive\./],
	['a write id that is none', { operation: 'undo', writeId: 'x' }, /'x' is not the id of a write/],
])('refuses %s in a sentence', async (_what, parameters, message) => {
	expect((await run(records, parameters)).error).toMatch(message);
	expect(await sql('select id from tasks')).toEqual([]);
});

it('is registered, with icons, codex file, named outputs, and choices from A to Z', () => {
	const { description } = new StagedUpsert();
	const folder = join(__dirname, '../../../nodes/StagedUpsert');
	const manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { n8n: { nodes: string[] } };
	expect(manifest.n8n.nodes).toContain('dist/nodes/StagedUpsert/StagedUpsert.node.js');
	expect(['stagedUpsert.svg', 'stagedUpsert.dark.svg', 'StagedUpsert.node.json'].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
	expect(description).toMatchObject({ usableAsTool: true, outputNames: ['Result', 'Failed'] });
	for (const property of description.properties.flatMap((one): INodeProperties[] => [one, ...(one.type === 'collection' ? (one.options as INodeProperties[]) : [])])) {
		if (property.type !== 'options') continue;
		const names = (property.options as INodePropertyOptions[]).map(({ name }) => name);
		expect([property.name, names]).toEqual([property.name, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
	}
});
