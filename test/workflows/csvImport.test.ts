import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeConnectionTypes, type IDataObject, type INode, type INodeType } from 'n8n-workflow';
import { StagedUpsert } from '../../nodes/StagedUpsert/StagedUpsert.node';
import { runWorkflow, type WorkflowJson } from '../support/n8nEngine';
import { credentialOf } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { asRole } from '../support/asRole';
import { usePostgres } from '../support/usePostgres';

const shipped = JSON.parse(readFileSync(join(__dirname, '../../workflows/csv-import.json'), 'utf8')) as WorkflowJson & { active: boolean };

const postgres = usePostgres();

/** What n8n's reader of CSV files hands on: every value a text. */
function rowsOfFile(records: readonly IDataObject[]): INodeType {
	return {
		description: { displayName: 'Rows', name: 'rows', group: ['transform'], version: 1, description: '', defaults: {}, inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main], properties: [] },
		execute: () => Promise.resolve([records.map((json, item) => ({ json, pairedItem: { item } }))]),
	};
}

/** The part of the workflow that is ours: the file is read before it and written behind it by nodes of n8n's own. */
function ours(): WorkflowJson {
	const keep = new Set(['Import', 'Rows', 'Staged Upsert', 'Imported', 'Row and reason']);
	const nodes = shipped.nodes.filter(({ name }) => keep.has(name)).map((node): INode => (node.name === 'Rows' ? { ...node, type: 'test.rows' } : node.name === 'Row and reason' ? { ...node, type: 'n8n-nodes-base.noOp', parameters: {} } : node));
	const { Rows, 'Staged Upsert': upsert } = shipped.connections;
	return { name: shipped.name, nodes, connections: { Import: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] }, Rows: Rows!, 'Staged Upsert': upsert! }, settings: shipped.settings ?? {} };
}

it('imports the good rows of a file, sends the bad ones on with column and reason, and writes nothing the second time', async () => {
	await asRole(postgres.database).transaction((tx) => tx.execute({ text: 'create table tasks (id int primary key, title text not null, due date, hours numeric)' }));
	const records = [{ id: '1', title: 'a', due: '2026-01-01', hours: '1.5' }, { id: '2', title: 'b', due: '', hours: '' }, { id: '3', title: 'c', due: 'soon', hours: '' }, { id: '2', title: 'B', due: '', hours: '2' }];
	const run = async (): Promise<Awaited<ReturnType<typeof runWorkflow>>> => await runWorkflow({
		workflow: ours(), startAt: 'Import', credentials: { postgres: credentialOf(postgres.url) },
		nodeTypes: { ...plainNodes, 'test.rows': rowsOfFile(records), 'n8n-nodes-batch-sync.stagedUpsert': new StagedUpsert() },
	});
	const first = await run();
	expect(first.error).toBeUndefined();
	expect(first.itemsOf('Imported')[0]?.json).toMatchObject({ inserted: 2, failed: 1, duplicate: 1 });
	expect(first.itemsOf('Row and reason').map(({ json }) => json)).toMatchObject([{ column: 'due', reason: expect.stringContaining('"soon"') as string, record: records[2] }]);
	expect(await asRole(postgres.database).transaction((tx) => tx.query({ text: 'select id, title, due::text, hours from tasks order by id' }))).toEqual([{ id: 1, title: 'a', due: '2026-01-01', hours: '1.5' }, { id: 2, title: 'B', due: null, hours: '2' }]);
	expect((await run()).itemsOf('Imported')[0]?.json).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 });
});

it('names what problems are in the file of bad rows', () => {
	expect(shipped.nodes.find(({ name }) => name === 'Row and reason')?.parameters['jsonOutput']).toContain('problem_column: $json.column');
});

it('has empty cells and byte order marks read as they are meant', () => {
	// n8n's reader leaves empty cells out by default, so that nothing would ever be emptied, and keeps the mark its writer sets.
	expect(shipped.nodes.find(({ name }) => name === 'Rows')?.parameters['options']).toEqual({ enableBOM: true, includeEmptyCells: true });
});

it('empties what the file has emptied, takes its own file of bad rows, and leaves blank rows out', async () => {
	await postgres.sql('drop table if exists tasks; create table tasks (id int primary key, title text not null, due date, note text)');
	const importAs = async (records: readonly IDataObject[]): Promise<IDataObject | undefined> => (await runWorkflow({
		workflow: ours(), startAt: 'Import', credentials: { postgres: credentialOf(postgres.url) },
		nodeTypes: { ...plainNodes, 'test.rows': rowsOfFile(records), 'n8n-nodes-batch-sync.stagedUpsert': new StagedUpsert() },
	})).itemsOf('Imported')[0]?.json;
	await importAs([{ id: '1', title: 'a', due: '2026-01-01', note: 'old note' }]);
	expect(await importAs([{ id: '1', title: 'a', due: '', note: '' }, { id: '', title: '', due: '', note: '' }])).toMatchObject({ updated: 1, skipped: 1, failed: 0 });
	expect(await postgres.sql('select due, note from tasks')).toEqual([{ due: null, note: '' }]);
	expect(await importAs([{ '\ufeffid': '2', title: 'b', due: '13/04/2026', note: 'n' }, { '\ufeffid': '3', title: 'c', due: '03/04/2026', note: 'M\ufffdller' }])).toMatchObject({ inserted: 1, failed: 1 });
	expect(await postgres.sql('select id, due::text from tasks order by 1')).toEqual([{ id: 1, due: null }, { id: 2, due: '2026-04-13' }]);
});
