import type { INodeParameters } from 'n8n-workflow';
import type { JsonObject } from '../../../src/record';
import { kindsOf, outputsOf, runDetect, type DetectRun } from './runDetect';

const BASE: readonly JsonObject[] = [
	{ id: 1, title: 'A', done: false },
	{ id: 2, title: 'B', done: false },
	{ id: 3, title: 'C', done: false },
	{ id: 4, title: 'D', done: false },
	{ id: 5, title: 'E', done: false },
];
const LOCAL: readonly JsonObject[] = [
	{ id: 1, title: 'A', done: false },
	{ id: 2, title: 'B here', done: false },
	{ id: 4, title: 'D here', done: 0 },
	{ id: 6, title: '', done: null },
];
const REMOTE: readonly JsonObject[] = [
	{ id: 5, title: 'E', done: false },
	{ id: 4, title: 'D there', done: false },
	{ id: 3, title: 'C', done: false },
	{ id: 2, title: 'B', done: false },
	{ id: 1, title: 'A', done: true },
];
const INPUTS = { Local: LOCAL, Remote: REMOTE, Base: BASE };

describe('with Base from an input', () => {
	it('lays each record on the output that says what to do with it', async () => {
		const outcome = await runDetect({ inputs: INPUTS });

		expect(outcome.error).toBeUndefined();
		expect(kindsOf(outcome)).toEqual({
			1: 'Remote Changed: remote_updated',
			2: 'Local Changed: local_updated',
			3: 'Local Changed: local_deleted',
			4: 'Conflicts: both_updated',
			5: 'Local Changed: local_deleted',
			6: 'Local Changed: local_created',
		});
	});

	it('gives the key, the kind, the fields, the values and the whole records', async () => {
		const [conflict] = outputsOf(await runDetect({ inputs: INPUTS })).Conflicts;

		expect(conflict).toEqual({
			key: { id: 4 },
			kind: 'both_updated',
			fields: ['done', 'title'],
			localFields: ['done', 'title'],
			remoteFields: ['title'],
			conflictingFields: ['title'],
			changes: [
				{ field: 'done', base: false, local: 0, remote: false },
				{ field: 'title', base: 'D', local: 'D here', remote: 'D there' },
			],
			local: { id: 4, title: 'D here', done: 0 },
			remote: { id: 4, title: 'D there', done: false },
			base: { id: 4, title: 'D', done: false },
		});
	});

	it('points every item at the input items it is about', async () => {
		const outcome = await runDetect({ inputs: INPUTS });

		expect(outcome.itemsOf('Conflicts').map(({ pairedItem }) => pairedItem)).toEqual([expect.anything()]);
		expect(outcome.itemsOf('Detect', 2)[0]?.pairedItem).toEqual([{ item: 2, input: 0 }, { item: 1, input: 1 }, { item: 3, input: 2 }]);
		expect(outcome.itemsOf('Detect', 0).find(({ json }) => json['kind'] === 'local_deleted')?.pairedItem).toEqual([{ item: 0, input: 1 }, { item: 4, input: 2 }]);
		expect(outcome.itemsOf('Detect', 0).find(({ json }) => json['kind'] === 'local_created')?.pairedItem).toEqual([{ item: 3, input: 0 }]);
	});

	it('leaves falsy values as they came, and its input items too', async () => {
		const before = structuredClone(INPUTS);
		const outcome = await runDetect({ inputs: INPUTS });
		const created = outputsOf(outcome)['Local Changed'].find(({ kind }) => kind === 'local_created');

		expect(created).toMatchObject({ local: { id: 6, title: '', done: null }, remote: null, base: null, fields: [], changes: [] });
		expect(INPUTS).toEqual(before);
	});

	it('keeps an absent value apart from null in the changes', async () => {
		const outcome = await runDetect({ inputs: { Local: [{ id: 1, a: null }], Remote: [{ id: 1 }], Base: [{ id: 1, a: 0 }] } });
		expect(outputsOf(outcome).Conflicts[0]?.['changes']).toEqual([{ field: 'a', base: 0, local: null }]);
	});

	it('shows fifty changes of an item at most, and names all fields', async () => {
		const wide = (value: number) => Object.fromEntries([['id', 1], ...Array.from({ length: 60 }, (_, number) => [`f${number}`, value])]) as JsonObject;
		const [item] = outputsOf(await runDetect({ inputs: { Local: [wide(1)], Remote: [wide(0)], Base: [wide(0)] } }))['Local Changed'];
		expect(item).toMatchObject({ changesNote: 'The first 50 of 60 changed fields.' });
		expect([(item?.['fields'] as string[]).length, (item?.['changes'] as string[]).length]).toEqual([60, 50]);
	});

	it.each([
		['all', ['agreed_updated', 'unchanged']],
		['agreed', ['agreed_updated']],
		['none', []],
	])('with Unchanged Items %p gives %p', async (unchangedItems, kinds) => {
		const inputs: DetectRun['inputs'] = { Local: [{ id: 1 }, { id: 2, a: 1 }], Remote: [{ id: 1 }, { id: 2, a: 1 }], Base: [{ id: 1 }, { id: 2, a: 0 }] };
		const outcome = await runDetect({ inputs, parameters: { options: { unchangedItems } } });
		expect(outputsOf(outcome).Unchanged.map(({ kind }) => kind).sort()).toEqual(kinds);
		expect(outcome.taskOf('Detect')?.hints?.[0]?.message).toBe('Compared 2 of Local, 2 of Remote, 2 of Base: 0 Local Changed, 0 Remote Changed, 0 Conflicts, 2 Unchanged (1 of them changed alike on both sides).');
	});
});

describe('inputs without items', () => {
	it.each<[string, DetectRun['inputs'], Record<string, string>]>([
		['Local', { Local: [], Remote: [{ id: 1 }], Base: [{ id: 1 }] }, { 1: 'Local Changed: local_deleted' }],
		['Remote', { Local: [{ id: 1 }], Remote: [], Base: [{ id: 1 }] }, { 1: 'Remote Changed: remote_deleted' }],
		['Base', { Local: [{ id: 1 }], Remote: [{ id: 1 }, { id: 2 }], Base: [] }, { 1: 'Unchanged: agreed_created', 2: 'Remote Changed: remote_created' }],
		['Local and Remote', { Local: [], Remote: [], Base: [{ id: 1 }] }, { 1: 'Unchanged: agreed_deleted' }],
		['Local and Base', { Local: [], Remote: [{ id: 1 }], Base: [] }, { 1: 'Remote Changed: remote_created' }],
		['Remote and Base', { Local: [{ id: 1 }], Remote: [], Base: [] }, { 1: 'Local Changed: local_created' }],
	])('%s is an empty set', async (_which, inputs, kinds) => {
		const outcome = await runDetect({ inputs });
		expect(outcome.error).toBeUndefined();
		expect(kindsOf(outcome)).toEqual(kinds);
	});

	it('all of them start nothing, as always in n8n', async () => {
		const outcome = await runDetect({ inputs: { Local: [], Remote: [], Base: [] } });
		expect([outcome.status, outcome.taskOf('Detect')]).toEqual(['success', undefined]);
	});

	it.each<[string, DetectRun['inputs'], string]>([
		['Base', { Local: [{ id: 1 }], Remote: [{ id: 1 }], Base: [] }, 'Base is empty, so every record counts as created.'],
		['Remote', { Local: [{ id: 1 }], Remote: [], Base: [{ id: 1 }, { id: 2 }] }, 'Remote gave no items, so all 2 records of Base count as deleted there. Make sure that is so before anything is deleted.'],
	])('%s is pointed out in a hint', async (_which, inputs, message) => {
		expect((await runDetect({ inputs })).taskOf('Detect')?.hints?.map((hint) => hint.message)).toContain(message);
	});
});

describe('without Base', () => {
	const parameters: INodeParameters = { baseSource: 'none', versionField: 'version' };

	it('has two inputs and tells by version', async () => {
		const outcome = await runDetect({
			inputs: { Local: [{ id: 1, version: 1, a: 0 }, { id: 2, version: 2, a: 0 }, { id: 3, version: 1, a: 0 }, { id: 4, version: 1 }, { id: 6, version: 1, a: 0 }], Remote: [{ id: 1, version: 2, a: 1 }, { id: 2, version: 1, a: 1 }, { id: 3, version: 1, a: 1 }, { id: 5, version: 1 }, { id: 6, version: 9, a: 0 }] },
			parameters,
		});
		expect(kindsOf(outcome)).toEqual({
			1: 'Remote Changed: local_behind',
			2: 'Local Changed: remote_behind',
			3: 'Conflicts: concurrent_modification',
			4: 'Local Changed: only_local',
			5: 'Remote Changed: only_remote',
			6: 'Unchanged: unchanged',
		});
		expect(outputsOf(outcome).Conflicts).toEqual([{ key: { id: 3 }, kind: 'concurrent_modification', reason: 'same_version', fields: ['a'], changes: [{ field: 'a', local: 0, remote: 1 }], local: { id: 3, version: 1, a: 0 }, remote: { id: 3, version: 1, a: 1 } }]);
	});

	it('puts the checksums to store into each item, where what was last seen is one', async () => {
		const seen = { baseSource: 'none', versionField: '', options: { lastSeenChecksumField: 'seen' } };
		const first = await runDetect({ inputs: { Local: [{ id: 1, a: 0, seen: null }], Remote: [{ id: 1, a: 0 }] }, parameters: seen });
		const checksum = outputsOf(first).Unchanged[0]?.['localChecksum'];
		expect(checksum).toMatch(/^[0-9a-f]{64}$/);

		const second = await runDetect({ inputs: { Local: [{ id: 1, a: 0, seen: checksum as string }], Remote: [{ id: 1, a: 7 }] }, parameters: seen });
		expect(kindsOf(second)).toEqual({ 1: 'Remote Changed: local_behind' });
	});
});

describe('keys and fields', () => {
	it('match under different names on each side', async () => {
		const outcome = await runDetect({
			inputs: { Local: [{ row: 7, a: 1 }], Remote: [{ external: { id: '7' }, a: 0 }], Base: [{ row_id: 7, a: 0 }] },
			parameters: { matchFields: { fields: [{ local: 'row', remote: 'external.id', base: 'row_id' }] } },
		});
		expect(outputsOf(outcome)['Local Changed']).toMatchObject([{ key: { row: 7 }, kind: 'local_updated', fields: ['a'] }]);
	});

	it('match by several fields together', async () => {
		const outcome = await runDetect({
			inputs: { Local: [{ a: 'x', b: 'yz' }, { a: 'xy', b: 'z', c: 1 }], Remote: [{ a: 'xy', b: 'z', c: 1 }], Base: [] },
			parameters: { matchFields: { fields: [{ local: 'a' }, { local: 'b' }] } },
		});
		expect(outputsOf(outcome)['Local Changed']).toMatchObject([{ key: { a: 'x', b: 'yz' }, kind: 'local_created' }]);
		expect(outputsOf(outcome).Unchanged).toMatchObject([{ key: { a: 'xy', b: 'z' }, kind: 'agreed_created' }]);
	});

	it.each<[string, INodeParameters, string]>([
		['only one field', { compare: 'only', fields: 'b' }, 'unchanged'],
		['only a field inside another', { compare: 'only', fields: 'nested.x' }, 'remote_updated'],
		['all fields but two', { compare: 'except', fields: 'a, nested' }, 'unchanged'],
		['all fields but one inside another', { compare: 'except', fields: '["a", "nested.x"]' }, 'unchanged'],
		['all fields', { compare: 'all' }, 'remote_updated'],
	])('compares %s', async (_what, parameters, kind) => {
		const record = { id: 1, a: 0, b: 0, nested: { x: 0, y: 0 } };
		const outcome = await runDetect({ inputs: { Local: [record], Remote: [{ ...record, a: 1, nested: { x: 1, y: 0 } }], Base: [record] }, parameters });
		expect(Object.values(kindsOf(outcome))).toEqual([expect.stringMatching(new RegExp(`: ${kind}$`))]);
	});
});

describe('failures', () => {
	const inputs = { Local: [], Remote: [{ id: 1 }, { id: 1 }], Base: [{ id: 1 }] };
	const message = "Several items of Remote have the same key: id 1 (items 0 and 1). Match by fields that tell them apart, or set Items with the Same Key to 'First Counts' or 'Last Counts'.";

	it('stop the node with a sentence', async () => {
		const outcome = await runDetect({ inputs });
		expect([outcome.status, outcome.error]).toEqual(['error', message]);
	});

	it('become one item with nothing but the message where the node continues on failure, pointing at an input that has items', async () => {
		const outcome = await runDetect({ inputs, node: { onError: 'continueRegularOutput' } });
		expect(outcome.status).toBe('success');
		expect([0, 1, 2, 3].map((output) => outcome.itemsOf('Detect', output))).toEqual([[{ json: { error: message }, pairedItem: { item: 0, input: 1 } }], [], [], []]);
	});

	it('go to the error output where the node has one', async () => {
		const outcome = await runDetect({ inputs, node: { onError: 'continueErrorOutput' } });
		expect(outcome.itemsOf('Errors')).toMatchObject([{ json: { error: message } }]);
		expect(outcome.itemsOf('Local Changed')).toEqual([]);
	});
});

describe('what makes no sense is refused with a sentence', () => {
	const one: DetectRun['inputs'] = { Local: [{ id: 1, title: 'A' }], Remote: [{ id: 1, title: 'A' }], Base: [{ id: 1, title: 'A' }] };
	const cases: ReadonlyArray<readonly [string, DetectRun, string]> = [
		['no connection to Base', { inputs: { Local: one.Local, Remote: one.Remote } }, "Nothing is connected to the input Base. Connect what both sides looked like after the last sync, or set Base to 'None (Version and Checksum)' or 'From Link Table'."],
		['no connection to Remote', { inputs: { Local: one.Local }, parameters: { baseSource: 'none' } }, 'Nothing is connected to the input Remote. Connect a node to each; one that gives no items is fine and means an empty set.'],
		['only Remote connected', { inputs: { Remote: one.Remote } }, 'Nothing is connected to the inputs Local and Base.'],
		['an item without the key', { inputs: { ...one, Remote: [{ id: 1 }, { title: 'B' }, { id: null }] } }, "2 items of Remote have no value in 'id': items 1, 2. Give each a value, or set Items Without a Key to 'Count as Created'."],
		['an item without the key in Base', { inputs: { ...one, Base: [{ id: 1 }, {}] }, parameters: { options: { withoutKey: 'created' } } }, "1 item of Base has no value in 'id': item 1. Base needs a value in each of them."],
		['a key field that no item has', { inputs: one, parameters: { matchFields: { fields: [{ local: 'id', remote: 'idd' }] } } }, "No item of Remote has the field 'idd' to match by. Closest: id. Correct Fields to Match."],
		['no field to match', { inputs: one, parameters: { matchFields: {} } }, 'Fields to Match: Local Field is empty. Name at least one field'],
		['a row without its Local Field', { inputs: one, parameters: { matchFields: { fields: [{ local: ' ', remote: 'id' }] } } }, 'Fields to Match: Local Field is empty. Name at least one field'],
		['a field to compare that no item has', { inputs: one, parameters: { compare: 'only', fields: 'titel' } }, "No item has the field 'titel'. Closest: title."],
		['no field to compare', { inputs: one, parameters: { compare: 'only', fields: ' , ' } }, 'Fields is \' , \'. Name at least one field to compare, or set Compare to All Fields.'],
		['a version field that no item has', { inputs: { Local: one.Local, Remote: one.Remote }, parameters: { baseSource: 'none', versionField: 'version' } }, "No item has the field 'version'."],
		['keys of unequal types that are told apart', { inputs: { ...one, Remote: [{ id: '1' }] }, parameters: { options: { tellTypesApart: true } } }, "The keys in 'id' of Local are numbers, those in 'id' of Remote are text, so none of them match. Switch Tell Key Types Apart off, or convert one of them."],
		['an unknown option', { inputs: one, parameters: { options: { whiteSpace: '={{ "some" }}' } } }, "White Space is 'some'. Pick one of: ends, keep, runs."],
		['an unknown Base', { inputs: one, parameters: { baseSource: 'sometimes' } }, "Base is 'sometimes'. Pick one of: input, linkTable, none."],
	];

	it.each(cases)('%s', async (_what, run, message) => {
		const outcome = await runDetect(run);
		expect(outcome.status).toBe('error');
		expect(outcome.error).toContain(message);
	});

	it('names several keys and how many more, and shortens long ones', async () => {
		const twice = Array.from({ length: 5 }, (_, number) => ({ id: `${'x'.repeat(80)}${number}` }));
		const outcome = await runDetect({ inputs: { ...one, Local: [...twice, ...twice] } });
		expect(outcome.error).toMatch(/^Several items of Local have the same key: id "x{59}… \(items 0 and 5\); .*; .* and 2 more\. Match/);
	});

	it('points out keys of unequal types where they are not told apart', async () => {
		const outcome = await runDetect({ inputs: { Local: [{ id: 'a-1' }], Remote: [{ id: 1 }], Base: [{ id: 'a-1' }] } });
		expect(outcome.taskOf('Detect')?.hints?.map((hint) => hint.message)).toContain("The keys in 'id' of Local are text, those in 'id' of Remote are numbers, so none of them match. Look at Fields to Match.");
	});
});

describe('items that share a key or have none', () => {
	it.each([
		['first', 'unchanged'],
		['last', 'local_updated'],
	])('with the %s one counting are set aside, and a hint says how many', async (duplicates, kind) => {
		const outcome = await runDetect({ inputs: { Local: [{ id: 1, a: 0 }, { id: 1, a: 1 }], Remote: [{ id: 1, a: 0 }], Base: [{ id: 1, a: 0 }] }, parameters: { options: { duplicates } } });
		expect(Object.values(kindsOf(outcome))).toEqual([expect.stringContaining(kind)]);
		expect(outcome.taskOf('Detect')?.hints?.map((hint) => hint.message)).toContain('1 item of Local was set aside, because another item has the same key.');
	});

	it('count as created, each on its own, where that is wished', async () => {
		const outcome = await runDetect({ inputs: { Local: [{ id: null, a: 1 }, { id: null, a: 1 }], Remote: [{ id: 5 }], Base: [{ id: 5 }] }, parameters: { options: { withoutKey: 'created' } } });
		expect(outputsOf(outcome)['Local Changed'].map(({ kind, key }) => [kind, key])).toEqual([['local_created', { id: null }], ['local_created', { id: null }], ['local_deleted', { id: 5 }]]);
	});
});
