import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runDetect } from '../DetectConflicts/runDetect';
import { jsonOf, runMerge } from './mergeWorkflow';

const policy = (name: string, kind: string, more: INodeParameters = {}): INodeParameters => ({ name, kind, ...more });
const fieldPolicies = (...steps: INodeParameters[]): INodeParameters => ({ fieldPolicies: { policy: steps } });
const defaultPolicies = (...kinds: string[]): INodeParameters => ({ defaultPolicies: { policy: kinds.map((kind) => ({ kind })) } });

const base = [{ id: 1, title: 'one', done: false, body: 'a\nb\nc\n' }];
const local = [{ id: 1, title: 'ONE', done: false, body: 'A\nb\nc\n' }];
const remote = [{ id: 1, title: 'one', done: true, body: 'a\nb\nC\n' }];

describe('items of Detect Conflicts', () => {
	const detected = async (options: INodeParameters) => {
		const outcome = await runDetect({
			inputs: { Local: [{ id: 1, hours: 1.5, title: 'New title', at: '2026-03-30 10:00:00' }], Remote: [{ id: 1, hours: '2.00', title: 'Old', at: '2026-03-30T14:00:00Z' }], Base: [{ id: 1, hours: '1.50', title: 'Old', at: '2026-03-30 14:00+00' }] },
			parameters: { baseSource: 'input', matchFields: { fields: [{ local: 'id' }] }, options },
		});
		const [one] = outcome.itemsOf('Detect', 2).map(({ json }) => json);
		return one as IDataObject;
	};

	it.each(['manual', 'local_wins'])('are merged by what counted as equal there (%s)', async (kind) => {
		const item = await detected({ numberText: true, instants: true, timeZone: 'America/New_York' });
		expect(item).toMatchObject({ conflictingFields: [], compare: { numberText: true, instants: true, timeZone: 'America/New_York' } });
		const outcome = await runMerge({ inputs: [[item]], parameters: { source: 'item', ...defaultPolicies(kind) } });
		expect(jsonOf(outcome)).toMatchObject([{ merged: { hours: '2.00', title: 'New title' }, fields: { hours: { winner: 'remote' }, title: { winner: 'local' } } }]);
		expect(jsonOf(outcome, 1)).toEqual([]);
	});

	it('are merged by this node\'s own options where it has some', async () => {
		const item = await detected({ numberText: true, instants: true, timeZone: 'America/New_York' });
		const outcome = await runMerge({ inputs: [[item]], parameters: { source: 'item', options: { ignoreCase: true } } });
		expect((jsonOf(outcome, 1)[0]?.['conflicts'] as IDataObject[]).map(({ field }) => field)).toEqual(['hours', 'at']);
	});

	it('say nothing where values were compared as they are', async () => {
		expect(Object.keys(await detected({}))).not.toContain('compare');
	});
});

describe('outputs', () => {
	it('carries key, base, local, remote, the merged record, who won which field, and every automatic text merge', async () => {
		const outcome = await runMerge({ inputs: [local, remote, base], parameters: fieldPolicies(policy('body', 'text')) });

		expect(outcome.error).toBeUndefined();
		expect(jsonOf(outcome, 1)).toEqual([]);
		expect(jsonOf(outcome)).toEqual([
			{
				key: { id: 1 },
				change: 'updated',
				merged: { id: 1, title: 'ONE', done: true, body: 'A\nb\nC\n' },
				base: base[0],
				local: local[0],
				remote: remote[0],
				fields: { title: { winner: 'local' }, done: { winner: 'remote' }, body: { winner: 'merged', policy: 'text' } },
				notKept: [],
				textMerges: [
					{ field: 'body', status: 'local', line: 1, base: 'a\n', local: 'A\n', remote: 'a\n', merged: 'A\n' },
					{ field: 'body', status: 'remote', line: 3, base: 'c\n', local: 'c\n', remote: 'C\n', merged: 'C\n' },
				],
			},
		]);
	});

	it('points every item at the items of each input it comes from', async () => {
		const records = (ids: number[], title: string): IDataObject[] => ids.map((id) => ({ id, title }));
		const outcome = await runMerge({ inputs: [records([1, 2], 'l'), records([2, 1], 'r'), records([3, 2, 1], 'b')] });

		const paired = (output: number) => outcome.itemsOf('Three-Way Merge', output).map((item) => [item.json['key'], item.pairedItem]);
		expect(paired(1)).toEqual([
			[{ id: 1 }, [{ item: 0, input: 0 }, { item: 1, input: 1 }, { item: 2, input: 2 }]],
			[{ id: 2 }, [{ item: 1, input: 0 }, { item: 0, input: 1 }, { item: 1, input: 2 }]],
		]);
		expect(paired(0)).toEqual([[{ id: 3 }, [{ item: 0, input: 2 }]]]);
	});

	it('sends what a person has to decide to Unresolved, with what is settled, the values, and the reasons', async () => {
		const outcome = await runMerge({
			inputs: [[{ id: 1, n: 1, body: 'l' }], [{ id: 1, n: 0, body: 'r' }], [{ id: 1, n: 0, body: 'b' }]],
			parameters: fieldPolicies(policy('body', 'text')),
		});

		expect(jsonOf(outcome)).toEqual([]);
		expect(jsonOf(outcome, 1)).toMatchObject([
			{
				merged: { id: 1, n: 1 },
				fields: { n: { winner: 'local' }, body: { winner: null } },
				conflicts: [
					{
						field: 'body',
						kind: 'both_changed',
						reasons: [expect.stringContaining("Both sides changed field 'body' at line 1, in different ways.")],
						parts: [{ path: 'line 1', kind: 'both_changed', values: { base: 'b', local: 'l', remote: 'r' } }],
						marked: '<<<<<<< local\nl\n||||||| base\nb\n=======\nr\n>>>>>>> remote\n',
						values: { base: 'b', local: 'l', remote: 'r' },
					},
				],
			},
		]);
		expect(jsonOf(outcome, 1)[0]?.['merged']).not.toHaveProperty('body');
	});

	it('lists what was not kept', async () => {
		const outcome = await runMerge({ inputs: [[{ id: 1, a: 'l', n: 5 }], [{ id: 1, a: 'r', n: 3 }], [{ id: 1, a: 'b', n: 1 }]], parameters: { ...fieldPolicies(policy('n', 'higher')), ...defaultPolicies('remote_wins') } });

		expect(jsonOf(outcome)).toMatchObject([
			{
				merged: { a: 'r', n: 5 },
				notKept: [{ field: 'a', side: 'local', value: 'l', policy: 'remote_wins' }, { field: 'n', side: 'remote', value: 3, policy: 'higher' }],
			},
		]);
	});

	it('names unchanged fields only where that is asked for', async () => {
		const inputs = [[{ id: 1, a: 1 }], [{ id: 1, a: 1 }], [{ id: 1, a: 1 }]];
		expect(jsonOf(await runMerge({ inputs }))).toMatchObject([{ change: 'unchanged', fields: {} }]);
		expect(jsonOf(await runMerge({ inputs, parameters: { options: { showUnchanged: true } } }))).toMatchObject([{ fields: { id: { winner: 'unchanged' }, a: { winner: 'unchanged' } } }]);
	});

	it('leaves its input items as they were, and gives dates as text', async () => {
		const inputs = [[{ id: 1, at: new Date(0), in: { list: [1] } }], [{ id: 1, at: new Date(1000), in: { list: [1, 2] } }], [{ id: 1, at: new Date(0), in: { list: [1] } }]] as unknown as IDataObject[][];
		const before = structuredClone(inputs);
		const outcome = await runMerge({ inputs });
		expect(inputs).toEqual(before);
		expect(jsonOf(outcome)).toMatchObject([{ merged: { id: 1, at: '1970-01-01T00:00:01.000Z', in: { list: [1, 2] } } }]);
	});

	it('keeps falsy values', async () => {
		const inputs = [[{ id: 0, a: 0, b: false, c: '', d: null }], [{ id: 0, a: 1, b: true, c: 'x', d: 1 }], [{ id: 0, a: 1, b: true, c: 'x', d: 1 }]];
		expect(jsonOf(await runMerge({ inputs }))).toMatchObject([{ key: { id: 0 }, merged: { id: 0, a: 0, b: false, c: '', d: null } }]);
	});
});

describe('whether a record is there', () => {
	const one = [{ id: 1, a: 'b' }, { id: 2, a: 'b' }];
	const kept = [{ id: 2, a: 'b' }];

	it.each<[string, IDataObject[], IDataObject[], IDataObject[], object]>([
		['created locally', [...kept, { id: 1, a: 'l' }], kept, kept, { change: 'created', merged: { id: 1, a: 'l' }, fields: { id: { winner: 'local' }, a: { winner: 'local' } } }],
		['deleted remotely', one, kept, one, { change: 'deleted', merged: null, remote: null }],
		['deleted on both sides', kept, kept, one, { change: 'deleted', merged: null, local: null, remote: null }],
	])('%s: the change is the result', async (_what, local, remote, base, expected) => {
		const outcome = await runMerge({ inputs: [local, remote, base] });
		expect(jsonOf(outcome).find(({ key }) => (key as IDataObject)['id'] === 1)).toMatchObject(expected);
	});

	it.each<[string, number, object]>([
		['manual', 1, { merged: null, conflicts: [{ field: null, kind: 'delete_versus_update', values: { base: { id: 1, a: 'b' }, local: { id: 1, a: 'l' } } }] }],
		['edit_wins', 0, { change: 'updated', merged: { id: 1, a: 'l' }, notKept: [{ field: null, side: 'remote', value: null, policy: 'edit_wins' }] }],
		['delete_wins', 0, { change: 'deleted', merged: null, notKept: [{ field: null, side: 'local', value: { id: 1, a: 'l' }, policy: 'delete_wins' }] }],
	])('a record deleted here and edited there goes by the option: %s', async (deleted, output, expected) => {
		const outcome = await runMerge({ inputs: [[{ id: 1, a: 'l' }, ...kept], kept, one], parameters: { options: { deleted } } });
		expect(jsonOf(outcome, output).find(({ key }) => (key as IDataObject)['id'] === 1)).toMatchObject(expected);
	});

	it('without base every difference is a conflict, or goes by the policies where that is asked for', async () => {
		const inputs = [[{ id: 1, a: 'l', same: 1 }], [{ id: 1, a: 'r', same: 1 }]];
		expect(jsonOf(await runMerge({ inputs, parameters: { base: 'none' } }), 1)).toMatchObject([{ merged: { id: 1, same: 1 }, conflicts: [{ field: 'a', kind: 'no_base' }] }]);
		expect(jsonOf(await runMerge({ inputs, parameters: { base: 'none', ...defaultPolicies('local_wins'), options: { withoutBase: 'policies' } } }))).toMatchObject([{ merged: { id: 1, a: 'l', same: 1 } }]);
	});

	it('a field that a side lacks is unchanged there, or removed where that is asked for', async () => {
		const inputs = [[{ id: 1 }], [{ id: 1, a: 'b', n: 1 }], [{ id: 1, a: 'b' }]];
		expect(jsonOf(await runMerge({ inputs }))).toMatchObject([{ merged: { id: 1, a: 'b', n: 1 } }]);
		const removed = jsonOf(await runMerge({ inputs, parameters: { options: { missingFields: 'removed' } } }));
		expect(removed[0]?.['merged']).toEqual({ id: 1, n: 1 });
		const edited = await runMerge({ inputs: [[{ id: 1 }], [{ id: 1, a: 'r' }], [{ id: 1, a: 'b' }]], parameters: { options: { missingFields: 'removed' } } });
		expect(jsonOf(edited, 1)).toMatchObject([{ conflicts: [{ field: 'a', kind: 'delete_versus_update', values: { base: 'b', remote: 'r' } }] }]);
	});
});

describe('policies', () => {
	it('are tried in order, those of a field before the default ones', async () => {
		const inputs = [[{ id: 1, a: 'l', b: 'l' }], [{ id: 1, a: 'r', b: 'r' }], [{ id: 1, a: 'b', b: 'b' }]];
		const outcome = await runMerge({ inputs, parameters: { ...fieldPolicies(policy('a', 'higher'), policy('a', 'local_wins')), ...defaultPolicies('counter', 'remote_wins') } });
		expect(jsonOf(outcome)).toMatchObject([{ merged: { a: 'l', b: 'r' }, fields: { a: { policy: 'local_wins' }, b: { policy: 'remote_wins' } } }]);
	});

	it.each<[string, INodeParameters, unknown, unknown, unknown, unknown]>([
		['text', {}, 'one two', 'ONE two', 'one TWO', 'ONE TWO'],
		['text', { words: false, prefer: 'local' }, 'b', 'l', 'r', 'l'],
		['list', { as: 'set' }, [1], [1, 2], [1, 3], [1, 2, 3]],
		['list', { as: 'ordered', idField: 'id' }, [{ id: 1 }], [{ id: 1, a: 1 }], [{ id: 0 }, { id: 1 }], [{ id: 0 }, { id: 1, a: 1 }]],
		['list', { as: 'whole', prefer: 'remote' }, [1], [2], [3], [3]],
		['object', {}, { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }],
		['counter', {}, 10, 12, 15, 17],
		['operations', { first: 'local' }, ['a'], ['a', 'l'], ['a', 'r'], ['a', 'l', 'r']],
		['union', {}, ['a'], ['a', 'l'], ['a', 'r'], ['a', 'l', 'r']],
		['higher', {}, 1, 2, 3, 3],
		['lower', {}, '2026-03-01', '2026-02-01', '2026-01-01', '2026-01-01'],
		['progression', { order: 'New, Open, Done' }, 'New', 'Done', 'Open', 'Done'],
		['priority', { field: 'rank', order: 'low, high' }, 'b', 'l', 'r', 'r'],
		['local_wins', {}, 'b', 'l', 'r', 'l'],
		['remote_wins', {}, 'b', null, false, false],
	])('%s %j', async (kind, settings, b, l, r, expected) => {
		const rank = kind === 'priority';
		const item = (f: unknown, importance: string): IDataObject => ({ id: 1, f, ...(rank ? { rank: importance } : {}) }) as IDataObject;
		const outcome = await runMerge({ inputs: [[item(l, 'low')], [item(r, 'high')], [item(b, 'low')]], parameters: fieldPolicies(policy('f', kind, settings)) });
		expect(outcome.error).toBeUndefined();
		expect(jsonOf(outcome)).toMatchObject([{ merged: { f: expected }, fields: { f: { policy: kind } } }]);
	});

	it('the newest edit wins by the time fields, which merge to the later time themselves', async () => {
		const inputs = [[{ id: 1, a: 'l', at: '2026-03-01T10:00:00Z' }], [{ id: 1, a: 'r', at: '2026-03-01T12:00:00Z' }], [{ id: 1, a: 'b', at: '2026-03-01T09:00:00Z' }]];
		const parameters = { ...defaultPolicies('newest_wins'), options: { localTime: 'at', remoteTime: 'at' } };
		expect(jsonOf(await runMerge({ inputs, parameters }))).toMatchObject([{ merged: { a: 'r', at: '2026-03-01T12:00:00Z' } }]);
		const tied = await runMerge({ inputs, parameters: { ...parameters, options: { ...parameters.options, tieSeconds: 7200 } } });
		expect(jsonOf(tied, 1)).toMatchObject([{ conflicts: [{ field: 'a' }] }]);
	});

	it('the authority decides by value or checksum from an input of its own', async () => {
		const inputs = [[{ id: 1, a: 'l', b: 'l' }], [{ id: 1, a: 'r', b: 'r' }], [{ id: 1, a: 'b', b: 'b' }], [{ id: 1, a: 'l', b_sha: '454349e422f05297191ead13e21d3db520e5abef52055e4964b82fb213f593a1' }]];
		const outcome = await runMerge({ inputs, parameters: { useAuthority: true, ...defaultPolicies('authority'), options: { fieldChecksumSuffix: '_sha' } } });
		expect(jsonOf(outcome)).toMatchObject([{ merged: { a: 'l', b: 'r' }, authority: inputs[3]?.[0], fields: { a: { winner: 'local', policy: 'authority' }, b: { winner: 'remote', policy: 'authority' } } }]);
		expect(outcome.itemsOf('Three-Way Merge')[0]?.pairedItem).toEqual([0, 1, 2, 3].map((input) => ({ item: 0, input })));
	});

	it('fields may be given as operations on the value in base', async () => {
		const inputs = [[{ id: 1, body: [{ retain: 4 }, { insert: 'big ' }] }], [{ id: 1, body: [{ delete: 3 }, { insert: 'the' }] }], [{ id: 1, body: 'one cat' }]];
		const outcome = await runMerge({ inputs, parameters: { ...fieldPolicies(policy('body', 'operations', { first: 'local' })), options: { operationFields: 'body' } } });
		expect(jsonOf(outcome)).toMatchObject([{ merged: { body: 'the big cat' } }]);
	});

	it('merged parents that make a cycle are unresolved, each of them', async () => {
		const tree = (parents: Record<number, number | null>): IDataObject[] => Object.entries(parents).map(([id, parent]) => ({ id: Number(id), parent }));
		const inputs = [tree({ 1: 2, 2: null, 3: 1 }), tree({ 1: null, 2: 1, 3: 1 }), tree({ 1: null, 2: null, 3: 1 })];
		const outcome = await runMerge({ inputs, parameters: { options: { tree: { fields: { key: 'id', parent: 'parent' } } } } });
		expect(jsonOf(outcome).map(({ key }) => key)).toEqual([{ id: 3 }]);
		expect(jsonOf(outcome, 1)).toMatchObject([
			{ key: { id: 1 }, merged: { id: 1 }, fields: { parent: { winner: null } }, conflicts: [{ field: 'parent', kind: 'cycle', reasons: ["The merged 'parent' makes the record its own ancestor: 1 → 2 → 1. Decide which of these parents holds."] }] },
			{ key: { id: 2 }, conflicts: [{ kind: 'cycle' }] },
		]);
	});
});

describe('records that come in one item', () => {
	const item = { key: { id: 1 }, kind: 'both_updated', fields: ['a', 'b'], local: { id: 1, a: 'l', b: 'b' }, remote: { id: 1, a: 'b', b: 'r' }, base: { id: 1, a: 'b', b: 'b' } };

	it('are merged as those of Detect Conflicts come', async () => {
		const outcome = await runMerge({ inputs: [[item]], parameters: { source: 'item' } });
		expect(outcome.error).toBeUndefined();
		expect(jsonOf(outcome)).toMatchObject([{ key: { id: 1 }, merged: { id: 1, a: 'l', b: 'r' } }]);
		expect(outcome.itemsOf('Three-Way Merge')[0]?.pairedItem).toEqual([{ item: 0 }]);
	});

	it('may stand under other names, without a key', async () => {
		const outcome = await runMerge({ inputs: [[{ mine: { a: 1 }, theirs: { a: 2 }, old: { a: 1 } }]], parameters: { source: 'item', options: { properties: { names: { local: 'mine', remote: 'theirs', base: 'old' } } } } });
		expect(jsonOf(outcome)).toMatchObject([{ key: null, merged: { a: 2 } }]);
	});

	it('a side that is null was deleted; without base that is for the option to decide, with a base of null the other side created it', async () => {
		const { base: _base, ...unknown } = item;
		expect(jsonOf(await runMerge({ inputs: [[{ ...unknown, remote: null }]], parameters: { source: 'item' } }), 1)).toMatchObject([{ conflicts: [{ kind: 'delete_versus_update' }] }]);
		expect(jsonOf(await runMerge({ inputs: [[{ ...item, remote: null, base: null }]], parameters: { source: 'item' } }))).toMatchObject([{ change: 'created', merged: item.local }]);
	});

	it('take an authority with them', async () => {
		const both = { ...item, local: { a: 'l' }, remote: { a: 'r' }, authority: { a: 'r' } };
		expect(jsonOf(await runMerge({ inputs: [[both]], parameters: { source: 'item', useAuthority: true, ...defaultPolicies('authority') } }))).toMatchObject([{ merged: { a: 'r' } }]);
	});
});

it('merges 20,000 records', async () => {
	const records = (title: (id: number) => string): IDataObject[] => Array.from({ length: 20_000 }, (_, id) => ({ id, title: title(id), done: id % 2 === 0 }));
	const outcome = await runMerge({ inputs: [records((id) => (id % 3 === 0 ? 'l' : 'b')), records((id) => (id % 5 === 0 ? 'r' : 'b')), records(() => 'b')] });
	expect([jsonOf(outcome).length, jsonOf(outcome, 1).length]).toEqual([18_666, 1334]);
});
