import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { jsonOf, runMerge, type Given } from './mergeWorkflow';

const good = [{ id: 1, a: 'x' }];
const field = (...steps: INodeParameters[]): INodeParameters => ({ fieldPolicies: { policy: steps } });
const byDefault = (kind: string): INodeParameters => ({ defaultPolicies: { policy: [{ kind }] } });

const refused: ReadonlyArray<readonly [string, Given, string]> = [
	['an item without the key', { inputs: [[{ id: 1 }, { a: 1 }], good, good] }, "Item 1 of Local has no 'id', which is a key field. Give every item a value there, or name other Key Fields."],
	['an item whose key is null', { inputs: [good, [{ id: null }], good] }, "Item 0 of Remote has no 'id', which is a key field."],
	['two items with one key', { inputs: [good, good, [...good, { id: '1' }]] }, 'Base has 2 items with the key id = 1: items 0, 1. Keep one of them, or name more Key Fields.'],
	['no key fields', { inputs: [good, good, good], parameters: { keyFields: ' ' } }, 'Key Fields is empty. Name at least one field that identifies a record, e.g. id.'],
	['an empty side against a base that is not', { inputs: [good, [], good] }, 'Remote gave no items while Base has 1, so all of them would count as deleted. Look at the node before Remote; if they were really deleted, turn on Options > Allow Empty Inputs.'],
	['a Base that is not connected', { inputs: [good, good] }, 'Nothing came to the input Base. Connect what both sides last agreed on, or set Base to None; if there is nothing agreed yet, turn on Options > Allow Empty Inputs.'],
	['an Authority that is not connected', { inputs: [good, good, good], parameters: { useAuthority: true, ...byDefault('authority') } }, 'Nothing came to the input Authority. Connect the third source, or turn Use Authority off; if it rightly has no items, turn on Options > Allow Empty Inputs.'],
	['the policy Authority without one', { inputs: [good, good, good], parameters: byDefault('authority') }, 'Use Authority is false. A policy is Authority: turn Use Authority on and connect the third source, or pick another policy.'],
	['the policy Newest Edit without time fields', { inputs: [good, good, good], parameters: byDefault('newest_wins') }, 'Edit Time Field of Local is empty. A policy is Newest Edit: name the field'],
	['an unknown policy', { inputs: [good, good, good], parameters: byDefault('newest') }, "Default Policies is 'newest'. Pick one of: authority, counter, higher,"],
	['a policy for a field no item has', { inputs: [good, good, [{ id: 1, a: 'x', title: 't' }]], parameters: field({ name: 'titel', kind: 'text' }) }, "Field Policies is 'titel'. No item has a field of this name. Closest: title."],
	['a policy for a field without name', { inputs: [good, good, good], parameters: field({ name: '', kind: 'text' }) }, 'Field Policies: Field Name is empty. Name the field, as it is in the items.'],
	['an order of one value', { inputs: [good, good, good], parameters: field({ name: 'a', kind: 'progression', order: 'New' }) }, "Policy of 'a': Order is 'New'. Give at least two values, from least to most."],
	['a parent check without its fields', { inputs: [good, good, good], parameters: { options: { tree: { fields: { key: 'id', parent: '' } } } } }, 'Parent Check: Parent Field is empty. Name the field with the ID of its parent, e.g. parent_id.'],
	['a time that is none', { inputs: [[{ id: 1, at: 'soon' }], good, good], parameters: { options: { localTime: 'at' } } }, `Record {"id":1}: Field 'at' is "soon", which is not a time. Give e.g. 2026-03-30T14:05:00Z, or seconds or milliseconds since 1970.`],
	['operations that do not fit', { inputs: [[{ id: 1, a: [{ retain: 9 }] }], good, good], parameters: { options: { operationFields: 'a' } } }, `Record {"id":1}: Field 'a' on the local side: The operation reaches to position 9 of a text of 1. Give operations made for the base value.`],
	['operations that are none', { inputs: [[{ id: 1, a: [{ keep: 9 }] }], good, good], parameters: { options: { operationFields: 'a' } } }, `Field 'a' on the local side: Step 0 of an operation on a text is one of { "retain": 3 }, { "delete": 3 }, { "insert": "x" }. Given: {"keep":9}.`],
	['an item without its records', { inputs: [[{ a: 1 }]], parameters: { source: 'item' } }, "Item 0 has neither 'local' nor 'remote'. Give both records in each item, or name where they are under Options > Item Properties."],
	['an item whose record is none', { inputs: [[{ local: 'x', remote: {} }]], parameters: { source: 'item' } }, "Item 0: 'local' is no record. Give an object with the fields of the record, or null where there is none."],
	['an item without its authority', { inputs: [[{ local: {}, remote: {} }]], parameters: { source: 'item', useAuthority: true } }, "Item 0 has no 'authority', which holds the record of the authority."],
	['two items of one key', { inputs: [[{ key: 1, local: {}, remote: {} }, { key: 1, local: {}, remote: {} }]], parameters: { source: 'item' } }, 'Items 0 and 1 have the same key 1. Merge each record once: remove one of them.'],
];

it.each(refused)('%s stops the node with a sentence that says what to do', async (_what, given, message) => {
	const outcome = await runMerge(given);
	expect(outcome.status).toBe('error');
	expect(outcome.error).toContain(message);
});

it.each(refused)('%s is an item of its own where the node continues on failure', async (_what, given, message) => {
	const outcome = await runMerge({ ...given, node: { onError: 'continueRegularOutput' } });
	expect(outcome.status).toBe('success');
	const failed = outcome.itemsOf('Three-Way Merge').filter(({ json }) => 'error' in json);
	expect(failed.map(({ json }) => json)).toEqual([{ error: expect.stringContaining(message) }]);
	expect(failed[0]?.pairedItem).toBeDefined();
});

it('a record that makes no sense does not keep the others from being merged', async () => {
	const local: IDataObject[] = [{ id: 1, a: 'l' }, { a: 1 }, { id: 2, a: 'l' }, { id: 2, a: 'l' }];
	const outcome = await runMerge({ inputs: [local, good, good], node: { onError: 'continueErrorOutput' } });
	expect(jsonOf(outcome)).toMatchObject([{ key: { id: 1 }, merged: { id: 1, a: 'l' } }]);
	expect(outcome.itemsOf('Errors').map(({ json }) => json['error'])).toEqual([expect.stringContaining("Item 1 of Local has no 'id'"), expect.stringContaining('Local has 2 items with the key id = 2: items 2, 3.')]);
});

it('unequal kinds of values are unresolved, with the side named', async () => {
	const inputs = [[{ id: 1, tags: ['a', 'b'] }], [{ id: 1, tags: 'a' }], [{ id: 1, tags: ['a'] }]];
	expect(jsonOf(await runMerge({ inputs, parameters: field({ name: 'tags', kind: 'list' }) }), 1)).toMatchObject([{ conflicts: [{ reasons: [expect.stringContaining("Field 'tags' is a text on the remote side. The policy 'list' merges lists")] }] }]);
});

it('an authority that lacks a record leaves it unresolved, and says so', async () => {
	const inputs = [[{ id: 1, a: 'l' }], [{ id: 1, a: 'r' }], [{ id: 1, a: 'b' }], [{ id: 9 }]];
	const outcome = await runMerge({ inputs, parameters: { useAuthority: true, ...byDefault('authority') } });
	expect(jsonOf(outcome)).toEqual([]);
	expect(jsonOf(outcome, 1)).toMatchObject([{ conflicts: [{ field: 'a', reasons: [expect.stringContaining('The authority knows nothing of this record')] }] }]);
});

it('an empty side counts as all deleted where that is allowed, and an empty base as none agreed', async () => {
	const emptied = await runMerge({ inputs: [good, [], good], parameters: { options: { allowEmpty: true } } });
	expect(jsonOf(emptied)).toMatchObject([{ change: 'deleted', merged: null }]);
	const withoutBase = await runMerge({ inputs: [good, good, []] });
	expect(withoutBase.error).toBeUndefined();
	expect(jsonOf(withoutBase)).toMatchObject([{ change: 'created', merged: good[0], fields: { a: { winner: 'both' } } }]);
});
