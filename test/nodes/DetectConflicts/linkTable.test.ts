import { Client } from 'pg';
import type { INodeParameters } from 'n8n-workflow';
import type { JsonObject } from '../../../src/record';
import { CREDENTIALS, credentialOf } from '../../support/oneNodeWorkflow';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { createSyncWorld, type SyncWorld } from '../../support/syncWorld';
import { kindsOf, outputsOf, runDetect, type DetectRun } from './runDetect';

function tableParameters(table: string, more: INodeParameters = {}): INodeParameters {
	return {
		baseSource: 'linkTable',
		linkTable: 'table',
		schema: { __rl: true, mode: 'name', value: 'Sync' },
		table: { __rl: true, mode: 'name', value: table },
		baseColumn: '',
		...more,
	};
}

describe('any table', () => {
	let database: TestDatabase;
	const credentials = () => ({ postgres: credentialOf(database.url) });
	beforeAll(async () => {
		database = await createTestDatabase();
		const client = new Client({ connectionString: database.url });
		await client.connect();
		await client.query(`
			create schema "Sync";
			create table "Sync".plain (id bigint primary key, title text, done boolean, amount numeric);
			insert into "Sync".plain values (1, 'A', false, 1.50), (2, 'B', false, null), (3, 'C', true, 0);
			create table "Sync"."In JSON" (site text, no int, seen jsonb, note text, primary key (site, no));
			insert into "Sync"."In JSON" values ('x', 1, '{"title": "A", "count": 0}', 'n'), ('x', 2, '{"title": "B", "count": null, "site": "y"}', 'n'), ('x', 3, null, 'n');
			create table "Sync".broken (id int primary key, seen json);
			insert into "Sync".broken values (7, '[1]');
			create table "Sync".times (id int primary key, changed_at timestamptz);
			insert into "Sync".times select n, timestamptz '2026-03-30 14:00:00.123456+00' + n * interval '1.000007 second' from generate_series(1, 3) n;
			create view "Sync".only_a as select id, title from "Sync".plain where title = 'A';
		`);
		await client.end();
	});
	afterAll(async () => await database.drop());

	const run = async (inputs: DetectRun['inputs'], parameters: INodeParameters) => await runDetect({ inputs, parameters, credentials: credentials() });

	it('is Base with its columns as fields, and two inputs are enough', async () => {
		const outcome = await run({ Local: [{ id: 1, title: 'A', done: false, amount: '1.50' }, { id: 2, title: 'B', done: 0, amount: null }], Remote: [{ id: '1', title: 'A', done: true, amount: '1.50' }, { id: '2', title: 'B', done: false, amount: null }, { id: '3', title: 'C', done: true, amount: '0' }] }, tableParameters('plain'));

		expect(outcome.error).toBeUndefined();
		expect(kindsOf(outcome)).toEqual({ 1: 'Remote Changed: remote_updated', 2: 'Local Changed: local_updated', '"3"': 'Local Changed: local_deleted' });
		expect(outcome.itemsOf('Detect', 1)[0]).toMatchObject({ json: { base: { id: '1', title: 'A', done: false, amount: '1.50' } }, pairedItem: [{ item: 0, input: 0 }, { item: 0, input: 1 }] });
	});

	it('is Base with the record in a JSON column, by a key of several columns; rows without a record say nothing', async () => {
		const Local: readonly JsonObject[] = [{ site: 'x', no: 1, title: 'A', count: 0 }, { site: 'x', no: 2, title: 'B', count: 0 }, { site: 'x', no: 3, title: 'C' }];
		const outcome = await run({ Local, Remote: [] }, tableParameters('In JSON', { baseColumn: 'seen', matchFields: { fields: [{ local: 'site' }, { local: 'no' }] } }));

		expect(outputsOf(outcome)['Remote Changed']).toMatchObject([{ key: { site: 'x', no: 1 }, kind: 'remote_deleted' }]);
		expect(outputsOf(outcome).Conflicts).toMatchObject([{ key: { site: 'x', no: 2 }, kind: 'local_updated_remote_deleted', fields: ['count'] }]);
		expect(outputsOf(outcome)['Local Changed']).toMatchObject([{ key: { site: 'x', no: 3 }, kind: 'local_created' }]);
	});

	it('holding microseconds is compared by instants to the millisecond, which is all that dates in n8n hold', async () => {
		const inMilliseconds = [1, 2, 3].map((id) => ({ id, changed_at: new Date(Date.UTC(2026, 2, 30, 14, 0, id, 123)).toISOString() }));
		const inMicroseconds = [1, 2, 3].map((id) => ({ id, changed_at: `2026-03-30 16:00:0${id}.${123_456 + 7 * id}+02` }));
		for (const remote of [inMilliseconds, inMicroseconds]) {
			const outcome = await run({ Local: inMilliseconds, Remote: remote }, tableParameters('times', { matchFields: { fields: [{ local: 'id' }] }, options: { instants: true, numberText: true } }));
			expect(kindsOf(outcome)).toEqual({ 1: 'Unchanged: unchanged', 2: 'Unchanged: unchanged', 3: 'Unchanged: unchanged' });
		}
	});

	it('may be a view', async () => {
		const outcome = await run({ Local: [{ id: 1, title: 'A' }], Remote: [{ id: 1, title: 'A' }] }, tableParameters('only_a'));
		expect(kindsOf(outcome)).toEqual({ 1: 'Unchanged: unchanged' });
	});

	it('is only read', async () => {
		const outcome = await run({ Local: [{ id: 1 }], Remote: [{ id: 1 }] }, tableParameters('plain'));
		expect(outcome.error).toBeUndefined();
		const client = new Client({ connectionString: database.url });
		await client.connect();
		const { rows } = await client.query(`select count(*)::int as count from "Sync".plain`);
		await client.end();
		expect(rows).toEqual([{ count: 3 }]);
	});

	const one = { Local: [{ id: 1 }], Remote: [{ id: 1 }] };
	const refusals: ReadonlyArray<readonly [string, INodeParameters, string]> = [
		['does not exist', tableParameters('plane'), "There is no table 'plane' in schema 'Sync'. Pick one of: plain"],
		['is in a schema that does not exist', tableParameters('plain', { schema: { __rl: true, mode: 'name', value: 'Sink' } }), "There is no schema 'Sink' in the database. Pick one of: Sync."],
		['was not chosen', tableParameters('={{ "" }}'), 'Table is empty. Pick the table that holds what both sides last agreed on.'],
		['lacks the key column', tableParameters('plain', { matchFields: { fields: [{ local: 'id', base: 'idd' }] } }), "Column 'idd' is not in Sync.plain. Pick one of: id"],
		['lacks the JSON column', tableParameters('In JSON', { baseColumn: 'sen', matchFields: { fields: [{ local: 'id', base: 'no' }] } }), "Column 'sen' is not in Sync.In JSON. Pick one of: seen"],
		['has another type in the JSON column', tableParameters('In JSON', { baseColumn: 'note', matchFields: { fields: [{ local: 'id', base: 'no' }] } }), "JSON Column 'note' is of type text, not json or jsonb. Pick one of: seen."],
		['holds JSON that is no object', tableParameters('broken', { baseColumn: 'seen' }), "JSON Column 'seen' holds [1] where id is 7. Each row needs a JSON object there"],
	];
	it.each(refusals)('that %s is refused with a sentence', async (_what, parameters, message) => {
		const outcome = await run(one, parameters);
		expect(outcome.status).toBe('error');
		expect(outcome.error).toContain(message);
	});

	it('without a database says what is wrong with the credential', async () => {
		const outcome = await runDetect({ inputs: one, parameters: tableParameters('plain'), credentials: CREDENTIALS });
		expect(outcome.error).toContain('Nothing accepts connections at 127.0.0.1:1.');
	});

	it('asks for no credential where Base comes from elsewhere', async () => {
		const outcome = await runDetect({ inputs: { ...one, Base: [{ id: 1 }] }, node: { credentials: {} } });
		expect(kindsOf(outcome)).toEqual({ 1: 'Unchanged: unchanged' });
	});
});

describe('a Batch Sync pair', () => {
	let world: SyncWorld;
	let rows: readonly JsonObject[];
	let packages: readonly JsonObject[];
	const parameters: INodeParameters = { baseSource: 'linkTable', linkTable: 'pair', pair: 'flrts', options: { instants: true, empty: 'all' } };
	const run = async (inputs: DetectRun['inputs'], more: INodeParameters = {}) => await runDetect({ inputs, parameters: { ...parameters, ...more }, credentials: { postgres: credentialOf(world.databaseUrl) } });

	beforeAll(async () => {
		world = await createSyncWorld();
		await world.sql(`insert into tasks (task_id_display, task_title, due_date, due_at, priority, status) values ('T-1', 'A', '2026-03-01', '2026-03-01T12:00:00Z', 'High', 'To Do'), ('T-2', 'B', null, null, null, 'Done'), ('T-3', 'C', null, null, null, 'Done')`);
		await world.run('full_sync');
		rows = (await world.sql<{ record: JsonObject }>('select to_jsonb(t) as record from tasks t order by task_id_display')).map(({ record }) => record);
		packages = (await world.sql<{ record: JsonObject }>(`select l.base_remote || jsonb_build_object('id', l.remote_id) as record from batch_sync.link l join tasks t on t.openproject_id = l.remote_id order by t.task_id_display`)).map(({ record }) => record);
	});
	afterAll(async () => await world.close());

	it('links rows and work packages, each side against what it held', async () => {
		const [first, second, third] = packages as readonly [JsonObject, JsonObject, JsonObject];
		const [a, b, c] = rows as readonly [JsonObject, JsonObject, JsonObject];
		const outcome = await run({ Local: [{ ...a, task_title: 'A here' }, b, c, { ...c, id: 'new' }], Remote: [{ ...first, subject: 'A there' }, second, { ...third, id: 99_999 }] });

		expect(outcome.error).toBeUndefined();
		expect(outputsOf(outcome).Conflicts).toMatchObject([
			{
				key: { id: a['id'] },
				kind: 'both_updated',
				fields: ['subject', 'task_title'],
				conflictingFields: null,
				changes: [{ field: 'subject', side: 'remote', base: 'A', remote: 'A there' }, { field: 'task_title', side: 'local', base: 'A', local: 'A here' }],
				base: { local: { task_title: 'A' }, remote: { subject: 'A' } },
			},
		]);
		expect(outputsOf(outcome).Unchanged).toMatchObject([{ key: { id: b['id'] }, kind: 'unchanged' }]);
		expect(outputsOf(outcome)['Local Changed']).toMatchObject([{ key: { id: 'new' }, kind: 'local_created' }]);
		expect(outputsOf(outcome)['Remote Changed'].map(({ key, kind }) => [key, kind])).toEqual([[{ id: c['id'] }, 'remote_deleted'], [{ id: 99_999 }, 'remote_created']]);
	});

	it('compares the fields the pair carries, and no others', async () => {
		const outcome = await run({ Local: rows.map((row) => ({ ...row, created_at: 'elsewhere', extra: 1 })), Remote: packages.map((one) => ({ ...one, lockVersion: 7 })) });
		expect(outputsOf(outcome).Unchanged).toHaveLength(3);
	});

	const refusals: ReadonlyArray<readonly [string, INodeParameters, string]> = [
		['that was never synced', { pair: 'flrt' }, "There is no pair 'flrt' in schema 'batch_sync'. Pick one of: flrts."],
		['without a name', { pair: ' ' }, 'Pair Name is empty. Name a pair of the node Batch Sync, e.g. flrts.'],
		['in a schema without its tables', { options: { packageSchema: 'public' } }, "There is no table 'pair' in schema 'public'. It is in 'batch_sync'."],
		['matched by too many fields', { matchFields: { fields: [{ local: 'id' }, { local: 'task_title' }] } }, "Pair 'flrts' knows rows by 1 key column, and Fields to Match names 2 (id, task_title). Name the pair's key columns in their order."],
		['matched by several fields of Remote', { matchFields: { fields: [{ local: 'id', remote: 'a' }, { local: 'task_title', remote: 'b' }] } }, 'A Batch Sync pair knows remote records by one field, their ID: name it once.'],
	];
	it.each(refusals)('%s is refused with a sentence', async (_what, more, message) => {
		const outcome = await run({ Local: rows, Remote: packages }, more);
		expect(outcome.status).toBe('error');
		expect(outcome.error).toContain(message);
	});
});
