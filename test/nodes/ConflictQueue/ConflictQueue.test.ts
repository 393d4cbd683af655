import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ConflictQueue } from '../../../nodes/ConflictQueue/ConflictQueue.node';
import { readConflict } from '../../../src/conflicts';
import { useQueue } from '../../conflicts/queueWorld';
import { runWorkflow, type RunOutcome } from '../../support/n8nEngine';
import { choicesOf, everyParameterOf } from '../../support/nodeParameters';
import { credentialOf, CREDENTIALS } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';

const world = useQueue();
const NODE = 'n8n-nodes-batch-sync.conflictQueue';

interface Run {
	readonly outcome: RunOutcome;
	readonly items: readonly INodeExecutionData[];
	readonly json: readonly IDataObject[];
	/** Items of the second output. */
	readonly second: readonly INodeExecutionData[];
}

async function run(parameters: INodeParameters, { items = [{}], node = {}, credential = credentialOf(world().url) }: { readonly items?: readonly IDataObject[]; readonly node?: Partial<INode>; readonly credential?: IDataObject } = {}): Promise<Run> {
	const plain = (name: string, type: string, more: INodeParameters = {}): INode => ({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters: more });
	const ends = ['First', 'Second', 'Third'];
	const input = items.map((json) => ({ json }));
	const before = structuredClone(input);
	const outcome = await runWorkflow({
		workflow: {
			name: 'Review',
			nodes: [plain('Start', 'n8n-nodes-base.manualTrigger'), { ...plain('Queue', NODE, parameters), credentials: { postgres: { id: '1', name: 'PostgreSQL' } }, ...node }, ...ends.map((name) => plain(name, 'n8n-nodes-base.noOp'))],
			connections: { Start: { main: [[{ node: 'Queue', type: 'main', index: 0 }]] }, Queue: { main: ends.map((name) => [{ node: name, type: 'main' as const, index: 0 }]) } },
			settings: { executionOrder: 'v1', timezone: 'America/New_York' },
		},
		nodeTypes: { ...plainNodes, [NODE]: new ConflictQueue() },
		credentials: { postgres: credential as never },
		startAt: 'Start',
		items: input,
	});
	expect(input).toEqual(before);
	const found = outcome.itemsOf('Queue');
	return { outcome, items: found, json: found.map(({ json }) => json), second: outcome.itemsOf('Queue', 1) };
}

const fileOf = ({ items }: Run): string => Buffer.from(items[0]?.binary?.['data']?.data ?? '', 'base64').toString('utf8');
const statusOf = async (id: string): Promise<string | undefined> => (await readConflict(world().database, 'batch_sync', id))?.status;

describe('Get Many', () => {
	it('gives open conflicts, oldest first, with values, suggestion and reason, each pointing at its item', async () => {
		const [first, second] = [await world().addOne({}, { title: 'Roof', remoteId: 1528 }), await world().addOne({ field: 'status', local: 'Done', remote: 'To Do' })];
		await world().addOne({ status: 'superseded' });
		const { items, json, outcome } = await run({ operation: 'getAll', pair: 'flrts' });
		expect(outcome.error).toBeUndefined();
		expect(json.map(({ id }) => id)).toEqual([first, second]);
		expect(json[0]).toMatchObject({ pair: 'flrts', title: 'Roof', remoteId: '1528', field: 'subject', base: 'Base', local: 'Mine', remote: 'Theirs', suggestion: { choice: 'newest', reason: expect.any(String) as string }, policies: expect.any(Array) as unknown[] });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		expect(json.some((one) => 'error' in one)).toBe(false);
	});

	it('takes filters, sort, limit, and an empty pair for all of them', async () => {
		await world().addPair('other');
		const [a, b] = [await world().addOne({ raised: 600 }, { remoteId: 11 }), await world().addOne({ kind: 'no_base', field: 'status', status: 'resolved', resolvedBy: 'Ada', resolution: { chosen: 1 } })];
		const c = await world().addOne({}, { pair: 'other' });
		const idsOf = async (parameters: INodeParameters) => (await run({ operation: 'getAll', pair: '', returnAll: true, ...parameters })).json.map(({ id }) => id);
		expect(await idsOf({})).toEqual([a, c]);
		expect(await idsOf({ pair: 'flrts' })).toEqual([a]);
		expect(await idsOf({ filters: { statuses: [] } })).toEqual([a, b, c]);
		expect(await idsOf({ filters: { statuses: ['resolved', 'pending_review'], kinds: ['no_base'] } })).toEqual([b]);
		expect(await idsOf({ filters: { statuses: ['resolved'], resolvedBy: 'Ada', fields: 'status, due' } })).toEqual([b]);
		expect(await idsOf({ filters: { olderThanHours: 2 } })).toEqual([a]);
		expect(await idsOf({ filters: { newerThanHours: 2 } })).toEqual([c]);
		expect(await idsOf({ filters: { record: 11 } })).toEqual([a]);
		expect(await idsOf({ returnAll: false, limit: 1, options: { order: 'newest' } })).toEqual([c]);
	});

	it('gives nothing for no items, and nothing for an empty queue', async () => {
		expect((await run({ operation: 'getAll', pair: 'flrts' })).items).toEqual([]);
		expect((await run({ operation: 'resolve', choice: 'local' }, { items: [] })).items).toEqual([]);
	});
});

describe('Resolve', () => {
	it('decides for every item at once: resolved ones first, refused ones on an output of their own', async () => {
		const [first, second] = [await world().addOne(), await world().addOne({}, { localEdited: 1, remoteEdited: 1 })];
		const { json, items, second: refused } = await run({ operation: 'resolve', choice: 'newest' }, { items: [{ id: second }, { id: Number(first) }, { id: '999' }] });
		expect(json).toMatchObject([{ id: first, status: 'resolved', field: 'subject', choice: 'newest', chosen: 'Mine', lost: [{ side: 'remote', value: 'Theirs' }], resolvedBy: "n8n workflow 'Review'", message: expect.stringContaining('next run') as string }]);
		expect(items[0]?.pairedItem).toEqual({ item: 1 });
		expect(refused.map(({ json: one, pairedItem }) => [one['id'], one['code'], pairedItem])).toEqual([[second, 'TIE', { item: 0 }], ['999', 'NOT_FOUND', { item: 2 }]]);
		expect([await statusOf(first), await statusOf(second)]).toEqual(['resolved', 'pending_review']);
	});

	it.each<[string, INodeParameters, unknown]>([
		['text', { valueIs: 'text', value: 'A third wording' }, 'A third wording'],
		['an expression that gives text', { valueIs: 'text', value: '={{ $json.wording }}' }, 'from the item'],
		['JSON', { valueIs: 'json', value: '"from JSON"' }, 'from JSON'],
		['JSON false, where it is a value', { valueIs: 'json', value: 'false', options: { by: 'Ada' } }, false],
		['JSON null', { valueIs: 'json', value: 'null', options: { by: 'Ada' } }, null],
	])('takes a value of one’s own as %s', async (_what, parameters, chosen) => {
		const id = await world().addOne(typeof chosen === 'string' ? {} : { field: 'done', base: null, local: true, remote: false });
		const { json, outcome } = await run({ operation: 'resolve', choice: 'custom', options: { by: 'Ada' }, ...parameters }, { items: [{ id, wording: 'from the item' }] });
		expect(outcome.error).toBeUndefined();
		expect(json).toMatchObject([{ chosen, choice: 'custom', resolvedBy: 'Ada' }]);
		expect(json[0]).toHaveProperty('chosen', chosen);
	});

	it('settles a whole record, named by its work package', async () => {
		const link = await world().addLink({ remoteId: 1528 });
		for (const field of ['subject', 'description']) await world().addConflict(link, { field });
		const { json } = await run({ operation: 'resolve', target: 'record', pair: 'flrts', record: '1528', choice: 'local' });
		expect(json.map(({ field, status }) => [field, status])).toEqual([['subject', 'resolved'], ['description', 'resolved']]);
	});

	it('gives refusals as errors where it continues on failure', async () => {
		const { second } = await run({ operation: 'resolve', choice: 'local', conflict: '999' }, { node: { onError: 'continueRegularOutput' } });
		expect(second).toEqual([{ json: { error: 'There is no conflict 999. Give the number of one, as Get Many shows it.' }, pairedItem: { item: 0 } }]);
	});

	it('refuses what has changed since it was seen', async () => {
		const id = await world().addOne();
		const [seen] = (await run({ operation: 'getAll', pair: 'flrts' })).json;
		await world().sql(`update batch_sync.conflict set local = '"Newer"', updated_at = now() where id = $1`, [id]);
		const { json, second } = await run({ operation: 'resolve', choice: 'local', options: { seen: '={{ $json.version }}' } }, { items: [seen ?? {}] });
		expect(json).toEqual([]);
		expect(second).toMatchObject([{ json: { id, status: 'refused', code: 'CHANGED', reason: expect.stringContaining('look at it again') as string } }]);
		expect(await statusOf(id)).toBe('pending_review');
	});

	it('stops at a parameter that makes no sense before anything is decided, or makes an item of it', async () => {
		const id = await world().addOne();
		const parameters: INodeParameters = { operation: 'resolve', choice: '={{ $json.choice }}' };
		const items = [{ id, choice: 'local' }, { id, choice: 'mine' }];
		expect((await run(parameters, { items })).outcome.error).toMatch(/^Choice is 'mine'\. Pick one of: base, custom, local, newest, remote\.$/);
		expect(await statusOf(id)).toBe('pending_review');
		const going = await run(parameters, { items, node: { onError: 'continueRegularOutput' } });
		expect(going.items).toMatchObject([{ json: { id, status: 'resolved' }, pairedItem: { item: 0 } }, { json: { error: expect.stringContaining("Choice is 'mine'") as string }, pairedItem: { item: 1 } }]);
		expect(Object.keys(going.items[1]?.json ?? {})).toEqual(['error']);
	});
});

describe('Resolve Many', () => {
	it('makes one choice for all that meet the filters, after a dry run if wished', async () => {
		for (let n = 0; n < 3; n += 1) await world().addOne({ field: 'status', local: 'Done', remote: 'To Do' });
		const other = await world().addOne();
		const tie = await world().addOne({ field: 'status', local: 'Done', remote: 'To Do' }, { localEdited: 1, remoteEdited: 1 });
		const parameters: INodeParameters = { operation: 'resolveMany', pair: 'flrts', filters: { fields: 'status' }, choice: 'newest' };
		const expected = { pair: 'flrts', choice: 'newest', matched: 4, resolved: 3, refused: 1, refusals: [{ code: 'TIE', count: 1 }] };
		expect((await run({ ...parameters, options: { dryRun: true } })).json).toMatchObject([{ ...expected, dryRun: true, confirmation: expect.stringMatching(/^[0-9a-f]{16}$/) as string, writes: Array.from({ length: 3 }, () => ({ field: 'status', local: 'Done', remote: 'To Do', chosen: 'Done' })) }]);
		const done = await run(parameters);
		expect(done.json).toEqual([{ ...expected, dryRun: false, message: 'Of 4 open conflicts 3 were resolved and 1 refused.' }]);
		expect(done.second).toMatchObject([{ json: { id: tie, status: 'refused', code: 'TIE' }, pairedItem: { item: 0 } }]);
		expect(await statusOf(other)).toBe('pending_review');
	});

	it('follows suggestions only once it has shown what that writes, and writes exactly that', async () => {
		const texts = await world().addOne({ field: 'description', base: 'Bring the rope.\nCall first.', local: 'Bring the long rope.\nCall first.', remote: 'Bring the rope.\nCall me last.' });
		const due = await world().addOne({ field: 'due', base: '2026-11-05', local: '2026-12-05', remote: '2026-11-20' });
		const tie = await world().addOne({ field: 'status', local: 'Done', remote: 'To Do' }, { localEdited: 1, remoteEdited: 1 });
		const parameters: INodeParameters = { operation: 'resolveMany', pair: 'flrts', choice: 'suggestion' };
		const first = await run(parameters);
		expect(first.json).toMatchObject([{ dryRun: true, matched: 3, resolved: 2, refused: 1, refusals: [{ code: 'NO_SUGGESTION', count: 1 }], writes: [{ id: texts, chosen: 'Bring the long rope.\nCall me last.', reason: 'Both edits fit into one text. Nothing is lost.' }, { id: due, chosen: '2026-12-05' }] }]);
		expect(await Promise.all([texts, due, tie].map(statusOf))).toEqual(['pending_review', 'pending_review', 'pending_review']);
		const confirmation = String(first.json[0]?.['confirmation']);
		await world().sql(`update batch_sync.conflict set local = '"2026-12-06"', updated_at = now() where id = $1`, [due]);
		const moved = await run({ ...parameters, options: { confirmation } });
		expect(moved.json).toMatchObject([{ dryRun: true, message: expect.stringContaining('What would be written is not what was confirmed') as string, writes: [{ id: texts }, { id: due, chosen: '2026-12-06' }] }]);
		expect(await statusOf(texts)).toBe('pending_review');
		expect((await run({ ...parameters, options: { confirmation: String(moved.json[0]?.['confirmation']) } })).json).toMatchObject([{ dryRun: false, resolved: 2, refused: 1 }]);
		expect(await Promise.all([texts, due, tie].map(statusOf))).toEqual(['resolved', 'resolved', 'pending_review']);
	});

	it('is never about all pairs', async () => {
		expect((await run({ operation: 'resolveMany', pair: '={{ "" }}', choice: 'local' })).outcome.error).toBe('Pair Name is empty. Name the pair whose conflicts are to be resolved.');
	});
});

describe('Reopen', () => {
	it('puts resolutions back to review, and names those it cannot', async () => {
		const [waiting, carried] = [await world().addOne({ status: 'resolved', resolvedBy: 'Ada', resolution: { chosen: 'Mine' } }), await world().addOne({ status: 'resolved', resolvedBy: 'Ada', resolution: { chosen: 'Mine' }, isCarriedOut: true })];
		const { json, second } = await run({ operation: 'reopen', options: { by: 'Grace' } }, { items: [{ id: carried }, { id: waiting }] });
		expect(json).toMatchObject([{ id: waiting, status: 'reopened', field: 'subject', pair: 'flrts', reopenedBy: 'Grace' }]);
		expect(second).toMatchObject([{ json: { id: carried, code: 'CARRIED_OUT' }, pairedItem: { item: 0 } }]);
		expect(await statusOf(waiting)).toBe('pending_review');
	});
});

describe('Get Report', () => {
	it('counts, and says which policy would settle the open ones', async () => {
		for (let n = 0; n < 2; n += 1) await world().addOne({ raised: 60 });
		await world().addOne({ raised: 100_000 }, { localEdited: 1, remoteEdited: 1 });
		const [all] = (await run({ operation: 'getReport', pair: '' })).json;
		expect(all).toMatchObject({ pair: null, total: { raised: 3, open: 3 }, open: { count: 3, message: 'newest_wins would settle 2 of 3.' } });
		const yesterday = new Date(Date.now() - 86_400_000).toISOString();
		expect((await run({ operation: 'getReport', pair: 'flrts', options: { from: yesterday } })).json[0]).toMatchObject({ pair: 'flrts', from: yesterday, total: { raised: 2 } });
		expect((await run({ operation: 'getReport', pair: 'flrts', options: { from: 'soon' } })).outcome.error).toMatch(/^From is 'soon'\./);
	});
});

describe('Export CSV', () => {
	it('gives a file with the conflicts, formulas made harmless', async () => {
		await world().addOne({ local: '=1+1' }, { title: 'Roof; "old"' });
		const done = await run({ operation: 'exportCsv', pair: 'flrts', options: { delimiter: ';', fileName: 'review.csv' } });
		expect(done.outcome.error).toBeUndefined();
		expect(done.items).toMatchObject([{ json: { fileName: 'review.csv' }, binary: { data: { fileName: 'review.csv', mimeType: 'text/csv' } }, pairedItem: { item: 0 } }]);
		expect(fileOf(done)).toMatch(/^\uFEFFid;pair;title;/);
		expect(fileOf(done)).toContain(`;"Roof; ""old""";`);
		expect(fileOf(done)).toContain(`;Base;'=1+1;Theirs;`);
	});

	it('gives headings alone for an empty queue', async () => {
		expect(fileOf(await run({ operation: 'exportCsv', pair: 'flrts' })).split('\r\n')).toHaveLength(2);
	});
});

describe('what is in the way', () => {
	it.each<[string, INodeParameters, RegExp]>([
		['a pair that is not there', { operation: 'getAll', pair: 'flrt' }, /^There is no pair 'flrt' in schema 'batch_sync'\. Pairs there: flrts\.$/],
		['a schema that was not set up', { operation: 'getReport', pair: '', options: { packageSchema: 'elsewhere' } }, /^The tables of Batch Sync are not in schema 'elsewhere'/],
		['a kind that does not exist', { operation: 'getAll', pair: '', filters: { kinds: ['odd'] } }, /^Kinds is 'odd'\./],
		['an odd number of hours', { operation: 'exportCsv', pair: '', filters: { olderThanHours: -1 } }, /^Older Than \(Hours\) is -1\./],
		['JSON that is none', { operation: 'resolve', choice: 'custom', valueIs: 'json', value: '{', conflict: '1' }, /^Value is '\{'\. Give valid JSON/],
		['no conflict', { operation: 'resolve', choice: 'local', conflict: '={{ "" }}' }, /^Conflict ID is empty\. Give the id of an item of Get Many\.$/],
		['a name of a policy', { operation: 'resolve', choice: 'local', conflict: '1', options: { by: 'policy:x' } }, /cannot stand for who decides/],
	])('%s is told in a sentence, also as an item', async (_what, parameters, message) => {
		expect((await run(parameters)).outcome.error).toMatch(message);
		const { items } = await run(parameters, { node: { onError: 'continueRegularOutput' } });
		expect(items).toEqual([{ json: { error: expect.stringMatching(message) as string }, pairedItem: { item: 0 } }]);
	});

	it('a database that does not answer is told once for each item', async () => {
		const { items } = await run({ operation: 'resolve', choice: 'local' }, { items: [{ id: 1 }, { id: 2 }], credential: CREDENTIALS.postgres, node: { onError: 'continueRegularOutput' } });
		expect(items).toMatchObject([{ json: { error: expect.stringContaining('127.0.0.1:1') as string }, pairedItem: { item: 0 } }, { pairedItem: { item: 1 } }]);
	});
});

describe('its description', () => {
	const { description } = new ConflictQueue();
	const everyParameter = everyParameterOf(description);

	it('has icons, a codex file, every operation, and can be a tool', () => {
		for (const file of ['conflictQueue.svg', 'conflictQueue.dark.svg', 'ConflictQueue.node.json']) expect(existsSync(join(__dirname, '../../../nodes/ConflictQueue', file))).toBe(true);
		const [operation] = description.properties;
		expect(operation === undefined ? [] : choicesOf(operation).map(({ value }) => value)).toEqual(['exportCsv', 'getAll', 'getReport', 'reopen', 'resolve', 'resolveMany']);
		expect(description.usableAsTool).toBe(true);
	});

	it('lists choices and optional parameters from A to Z, and words them as n8n does', () => {
		for (const property of everyParameter) {
			const names = property.type === 'collection' ? (property.options ?? []).map((option) => ('displayName' in option ? option.displayName : '')) : choicesOf(property).map(({ name }) => name);
			expect([property.name, names]).toEqual([property.name, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
		}
		expect(everyParameter.filter(({ type, description: text }) => type === 'boolean' && !/^Whether /.test(text ?? ''))).toEqual([]);
		expect(everyParameter.filter(({ placeholder, type }) => type === 'string' && placeholder !== undefined && !/^e\.g\. /.test(placeholder))).toEqual([]);
		expect(everyParameter.map(({ description: text }) => text ?? '').filter((text) => text !== '' && !/[.:;] /.test(text) && text.endsWith('.'))).toEqual([]);
		expect(everyParameter.filter(({ name, description: text }) => text === undefined && !['operation', 'options', 'filters'].includes(name))).toEqual([]);
	});
});
