import fc from 'fast-check';
import { compileContentChecksum, detectByVersion, type ConcurrentReason, type VersionFields, type VersionKind } from '../../src/detect';
import { compareVersions } from '../../src/detect/compareVersions';
import type { Json, JsonObject } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { settingsWith } from './settings';

const NO_VERSIONS: VersionFields = { version: '', checksum: '', lastSeenVersion: '', lastSeenChecksum: '' };
const ALL: VersionFields = { version: 'v', checksum: 'sum', lastSeenVersion: 'seen', lastSeenChecksum: 'seenSum' };

function judge(local: JsonObject, remote: JsonObject, fields: VersionFields) {
	const used = Object.fromEntries(Object.entries(fields).map(([what, name]) => [what, name in local || name in remote ? name : ''])) as unknown as VersionFields;
	return detectByVersion({ local: [{ id: 1, ...local }], remote: [{ id: 1, ...remote }], settings: settingsWith(), fields: used }).findings[0];
}

type Row = readonly [what: string, local: JsonObject, remote: JsonObject, kind: VersionKind, reason: ConcurrentReason | null];

const TABLE: readonly Row[] = [
	['equal content is unchanged whatever the versions say', { a: 0, v: 1 }, { a: 0, v: 9 }, 'unchanged', null],
	['equal checksums are equal content', { a: 0, sum: 'x', v: 1 }, { a: 1, sum: 'x', v: 2 }, 'unchanged', null],
	['different checksums are different content, though no compared field differs', { a: 0, sum: 'x', v: 1 }, { a: 0, sum: 'y', v: 2 }, 'local_behind', null],
	['a checksum on one side alone decides nothing', { a: 0, sum: 'x', v: 1 }, { a: 0, v: 2 }, 'unchanged', null],
	['the lower version is behind: Local', { a: 0, v: 1 }, { a: 1, v: 2 }, 'local_behind', null],
	['the lower version is behind: Remote', { a: 0, v: 10 }, { a: 1, v: '9' }, 'remote_behind', null],
	['version 0 is a version', { a: 0, v: 0 }, { a: 1, v: 1 }, 'local_behind', null],
	['times are versions', { a: 0, v: '2026-01-01T01:00:00+02:00' }, { a: 1, v: '2026-01-01T00:00:00Z' }, 'local_behind', null],
	['one version and two contents', { a: 0, v: 3 }, { a: 1, v: '3.0' }, 'concurrent_modification', 'same_version'],
	['a version is missing', { a: 0, v: 3 }, { a: 1, v: null }, 'concurrent_modification', 'no_version'],
	['no versions at all', { a: 0 }, { a: 1 }, 'concurrent_modification', 'no_version'],
	['versions of two kinds', { a: 0, v: 3 }, { a: 1, v: 'three' }, 'concurrent_modification', 'versions_not_comparable'],
	['both moved since last seen, where versions alone would say behind', { a: 0, v: 4, seen: 3 }, { a: 1, v: 5 }, 'concurrent_modification', 'both_moved'],
	['only Remote moved since last seen, though its version is lower', { a: 0, v: 7, seen: 7 }, { a: 1, v: 2 }, 'local_behind', null],
	['only Local moved since last seen', { a: 0, v: 8, seen: 7 }, { a: 1, v: 7 }, 'remote_behind', null],
	['neither version moved, but the content differs', { a: 0, v: 7, seen: 7 }, { a: 1, v: 7 }, 'concurrent_modification', 'neither_moved'],
	['what was last seen may stand in Remote', { a: 0, v: 7 }, { a: 1, v: 8, seen: 7 }, 'local_behind', null],
	['by checksum, only Local moved since last seen', { a: 0, sum: 'y', seenSum: 'x' }, { a: 1, sum: 'x' }, 'remote_behind', null],
	['by checksum, both moved', { a: 0, sum: 'y', seenSum: 'x' }, { a: 1, sum: 'z' }, 'concurrent_modification', 'both_moved'],
	['nothing last seen is no knowledge: versions decide', { a: 0, v: 1, seen: null }, { a: 1, v: 2 }, 'local_behind', null],
];

it.each(TABLE)('%s', (_what, local, remote, kind, reason) => {
	expect(judge(local, remote, ALL)).toMatchObject({ kind, reason, localChange: null, remoteChange: null });
});

it('mirrors where the sides are swapped', () => {
	const mirror: Record<string, string> = { local_behind: 'remote_behind', remote_behind: 'local_behind' };
	for (const [, local, remote, kind, reason] of TABLE) {
		// What was last seen is read from Local first, which a swap does not change: only one side has it.
		expect(judge(remote, local, ALL)).toMatchObject({ kind: mirror[kind] ?? kind, reason });
	}
});

it('leaves versions, checksums and what was last seen out of what is compared', () => {
	expect(judge({ a: 0, v: 1, seen: 1, seenSum: 'x', sum: 'x' }, { a: 1, v: 2 }, ALL)?.conflictingFields).toEqual(['a']);
});

it('tells records of one side alone', () => {
	const { findings } = detectByVersion({ local: [{ id: 1 }], remote: [{ id: 2 }], settings: settingsWith(), fields: NO_VERSIONS });
	expect(findings).toMatchObject([{ kind: 'only_local', outcome: 'local_changed' }, { kind: 'only_remote', outcome: 'remote_changed' }]);
});

describe('a computed checksum', () => {
	const fields = { ...NO_VERSIONS, lastSeenChecksum: 'seen' };
	const sumOf = compileContentChecksum(settingsWith(), fields);

	it('covers the compared fields, in whatever order, and neither key nor what was last seen', () => {
		expect(sumOf({ id: 1, a: 0, b: [false] })).toBe(sumOf({ b: [false], seen: 'x', id: 2, a: 0 }));
		expect(sumOf({ id: 1, a: 0 })).not.toBe(sumOf({ id: 1, a: false }));
		expect(sumOf({ id: 1, a: new Date(0) as unknown as Json })).toBe(sumOf({ id: 1, a: '1970-01-01T00:00:00.000Z' }));
	});

	it('covers what Compare names, and no more', () => {
		const only = compileContentChecksum(settingsWith({ fields: { kind: 'only', names: ['a.b'] } }), fields);
		expect(only({ id: 1, a: { b: 1, c: 1 } })).toBe(only({ id: 1, a: { b: 1, c: 2 }, d: 0 }));
		const except = compileContentChecksum(settingsWith({ fields: { kind: 'except', names: ['a.c', 'd'] } }), fields);
		expect(except({ id: 1, a: { b: 1, c: 1 } })).toBe(except({ id: 1, a: { b: 1, c: 2 }, d: 0 }));
	});

	it('tells which side moved since it was stored', () => {
		const agreed = { a: 0, b: '' };
		const seen = sumOf(agreed);
		const kindFor = (local: JsonObject, remote: JsonObject) => judge({ ...local, seen }, remote, fields)?.kind;
		expect(kindFor(agreed, { ...agreed, a: 1 })).toBe('local_behind');
		expect(kindFor({ ...agreed, a: 1 }, agreed)).toBe('remote_behind');
		expect(kindFor({ ...agreed, a: 1 }, { ...agreed, b: 'x' })).toBe('concurrent_modification');
	});
});

describe('versions', () => {
	it('are put in order the same way from either end', () => {
		const version = fc.oneof(fc.integer(), fc.double(), fc.constantFrom<unknown>('1', '1.10', '1.9', '', 'v1', null, undefined, true, new Date(5), '1970-01-01T00:00:00.005Z', '2026-01-01', 10n));
		fc.assert(
			fc.property(version, version, (a, b) => {
				const [forth, back] = [compareVersions(a, b), compareVersions(b, a)];
				if (forth === null) expect(back).toBeNull();
				else expect(Math.sign(forth) + Math.sign(back as number)).toBe(0);
			}),
			propertySettings,
		);
	});

	it.each([[1, '1.0', 0], ['1.9', '1.10', 1], ['9007199254740993', '9007199254740992', 1], [new Date(5), '1970-01-01T00:00:00.005Z', 0], ['v2', 'v1', null], ['v1', 'v1', 0], [1, '2026-01-01', null]])('%p against %p is %p', (left, right, order) => {
		const compared = compareVersions(left, right);
		expect(compared === null ? null : Math.sign(compared)).toBe(order);
	});
});
