import { detectConflicts, type Change, type Kind, type Outcome } from '../../src/detect';
import { kindOf } from '../../src/detect/kinds';
import type { JsonObject } from '../../src/record';
import { settingsWith } from './settings';

const BASE: JsonObject = { id: 1, status: 'open', due: 'monday' };
const CHANGES: readonly Change[] = ['unchanged', 'created', 'updated', 'deleted'];

/** What a side holds after a change; undefined: nothing. `hasBase` decides what unchanged means. */
function held(change: Change, hasBase: boolean, updated: JsonObject): JsonObject | undefined {
	switch (change) {
		case 'unchanged': return hasBase ? { ...BASE } : undefined;
		case 'created':
		case 'updated': return updated;
		case 'deleted': return undefined;
	}
}

type Row = readonly [local: Change, remote: Change, hasBase: boolean, kind: Kind | null, outcome: Outcome | null];

/** Both sides' changes, with different values where both have one. null: nothing to find. */
const MATRIX: readonly Row[] = [
	['unchanged', 'unchanged', true, 'unchanged', 'unchanged'],
	['unchanged', 'unchanged', false, null, null],
	['unchanged', 'created', false, 'remote_created', 'remote_changed'],
	['unchanged', 'updated', true, 'remote_updated', 'remote_changed'],
	['unchanged', 'deleted', true, 'remote_deleted', 'remote_changed'],
	['created', 'unchanged', false, 'local_created', 'local_changed'],
	['created', 'created', false, 'both_created', 'conflict'],
	['updated', 'unchanged', true, 'local_updated', 'local_changed'],
	['updated', 'updated', true, 'both_updated', 'conflict'],
	['updated', 'deleted', true, 'local_updated_remote_deleted', 'conflict'],
	['deleted', 'unchanged', true, 'local_deleted', 'local_changed'],
	['deleted', 'updated', true, 'local_deleted_remote_updated', 'conflict'],
	['deleted', 'deleted', true, 'agreed_deleted', 'unchanged'],
];

function detect(local: JsonObject | undefined, remote: JsonObject | undefined, hasBase: boolean) {
	const list = (record: JsonObject | undefined) => (record === undefined ? [] : [record]);
	return detectConflicts({ local: list(local), remote: list(remote), base: { kind: 'records', records: hasBase ? [BASE] : [] }, settings: settingsWith() }).findings;
}

it.each(MATRIX)('%s in Local and %s in Remote (in Base: %s) is %s', (localChange, remoteChange, hasBase, kind, outcome) => {
	const local = held(localChange, hasBase, { ...BASE, status: 'mine' });
	const remote = held(remoteChange, hasBase, { ...BASE, status: 'theirs' });
	const findings = detect(local, remote, hasBase);

	if (kind === null) expect(findings).toEqual([]);
	else expect(findings).toMatchObject([{ kind, outcome, localChange, remoteChange, local: local === undefined ? -1 : 0, remote: remote === undefined ? -1 : 0, base: hasBase ? 0 : -1 }]);
});

it('has every pair of changes in its table, and refuses those that cannot be', () => {
	for (const local of CHANGES) {
		for (const remote of CHANGES) {
			const isListed = MATRIX.some((row) => row[0] === local && row[1] === remote);
			if (isListed) expect(kindOf(local, remote, false)).toEqual(expect.any(String));
			else expect(() => kindOf(local, remote, false)).toThrow(`A record cannot be ${local} in Local and ${remote} in Remote.`);
		}
	}
});

it.each([
	['created', false, 'agreed_created'],
	['updated', true, 'agreed_updated'],
] as const)('the same record %s on both sides is no conflict', (_change, hasBase, kind) => {
	const same = { ...BASE, status: 'done' };
	expect(detect({ ...same }, { ...same }, hasBase)).toMatchObject([{ kind, outcome: 'unchanged', conflictingFields: [] }]);
});

it('names the fields each side changed, and those that stand against each other', () => {
	expect(detect({ id: 1, status: 'mine', due: 'friday' }, { id: 1, status: 'theirs', due: 'monday', extra: 0 }, true)).toMatchObject([
		{ kind: 'both_updated', localFields: ['due', 'status'], remoteFields: ['extra', 'status'], conflictingFields: ['status'] },
	]);
});

it('says with an empty list that both sides changed different fields', () => {
	expect(detect({ ...BASE, status: 'mine' }, { ...BASE, due: 'friday' }, true)).toMatchObject([{ kind: 'both_updated', localFields: ['status'], remoteFields: ['due'], conflictingFields: [] }]);
});

it('takes a field both sides changed alike out of what conflicts', () => {
	expect(detect({ id: 1, status: 'same', due: 'mine' }, { id: 1, status: 'same', due: 'theirs' }, true)).toMatchObject([{ kind: 'both_updated', localFields: ['due', 'status'], remoteFields: ['due', 'status'], conflictingFields: ['due'] }]);
});

it('names the fields of the edit that stands against a deletion', () => {
	expect(detect({ ...BASE, due: 'friday' }, undefined, true)).toMatchObject([{ kind: 'local_updated_remote_deleted', conflictingFields: ['due'] }]);
	expect(detect(undefined, { ...BASE, due: 'friday' }, true)).toMatchObject([{ kind: 'local_deleted_remote_updated', conflictingFields: ['due'] }]);
});
