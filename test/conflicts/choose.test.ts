import fc from 'fast-check';
import { choose } from '../../src/conflicts/choose';
import { fitValue } from '../../src/conflicts/fitValue';
import { harmlessCell } from '../../src/conflicts/harmlessCell';
import { suggest } from '../../src/conflicts/suggest';
import { suggestPolicies, type OpenConflict } from '../../src/conflicts/suggestPolicies';
import { compileMapping, flrtsPreset } from '../../src/mapping';
import { isEqualJson, type Json } from '../../src/record';

const preset = flrtsPreset({ timeZone: 'America/New_York' });
const mapping = compileMapping(
	[...preset.fields, { name: 'hours', local: ['hours'], remote: ['estimatedTime'], lens: { kind: 'identity', as: 'number' } }, { name: 'done', local: ['done'], remote: ['customField3'], lens: { kind: 'identity' } }],
	{ policies: preset.policies },
);
const HOUR = 3_600_000;

function conflict(change: Partial<OpenConflict> = {}): OpenConflict {
	return { field: 'subject', fields: ['subject'], kind: 'both_changed', base: 'Base', local: 'Mine', remote: 'Theirs', localEditedAtMs: 5 * HOUR, remoteEditedAtMs: 2 * HOUR, ...change };
}

describe('a choice', () => {
	it.each([
		['local', 'Mine', [{ side: 'remote', value: 'Theirs' }]],
		['remote', 'Theirs', [{ side: 'local', value: 'Mine' }]],
		['base', 'Base', [{ side: 'local', value: 'Mine' }, { side: 'remote', value: 'Theirs' }]],
		['newest', 'Mine', [{ side: 'remote', value: 'Theirs' }]],
	] as const)("of '%s' comes to a value and says what is lost", (choice, chosen, lost) => {
		expect(choose(conflict(), { choice }, mapping)).toEqual({ status: 'chosen', resolution: { choice, chosen, lost } });
	});

	it.each<[Json]>([[0], [false], [''], [null], [[]]])('takes %j for the value it is', (value) => {
		const chosen = choose(conflict({ field: 'x', fields: ['x'], base: null, local: value, remote: 'other' }), { choice: 'local' }, null);
		expect(chosen).toMatchObject({ status: 'chosen', resolution: { chosen: value } });
	});

	it('of the newest side is refused for a tie and for an unknown time', () => {
		expect(choose(conflict({ remoteEditedAtMs: 5 * HOUR - 120_000 }), { choice: 'newest' }, mapping)).toMatchObject({ status: 'refused', code: 'TIE', reason: expect.stringContaining('within 2 minutes') as string });
		expect(choose(conflict({ remoteEditedAtMs: 5 * HOUR - 120_001 }), { choice: 'newest' }, mapping)).toMatchObject({ status: 'chosen' });
		expect(choose(conflict({ localEditedAtMs: null }), { choice: 'newest' }, mapping)).toMatchObject({ code: 'TIE', reason: 'It is not known when the row was edited. Choose a side or a value.' });
	});

	it('of a base that was never agreed on is refused', () => {
		expect(choose(conflict({ kind: 'no_base', base: null }), { choice: 'base' }, mapping)).toMatchObject({ status: 'refused', code: 'NO_BASE' });
		expect(choose(conflict({ base: null }), { choice: 'base' }, mapping)).toMatchObject({ status: 'chosen', resolution: { chosen: null } });
	});

	it('between a deletion and an edit is for what a side did', () => {
		const record = { subject: 'Edited' };
		const gone = conflict({ field: '*', fields: [], kind: 'delete_versus_update', base: { subject: 'Base' }, local: null, remote: record });
		expect(choose(gone, { choice: 'local' }, mapping)).toMatchObject({ resolution: { chosen: 'delete', lost: [{ side: 'remote', value: record }] } });
		expect(choose(gone, { choice: 'remote' }, mapping)).toMatchObject({ resolution: { chosen: 'edit' } });
		expect(choose({ ...gone, local: record, remote: null }, { choice: 'local' }, mapping)).toMatchObject({ resolution: { chosen: 'edit' } });
		expect(choose(gone, { choice: 'custom', value: 'delete' }, mapping)).toMatchObject({ resolution: { chosen: 'delete' } });
		for (const choice of ['base', 'newest', 'custom'] as const) expect(choose(gone, { choice, value: 'both' }, mapping)).toMatchObject({ code: 'NOT_DECIDABLE', reason: expect.stringContaining('Choose local to delete it, remote to keep the edit') as string });
	});

	it('cannot settle what is about other records, and says what can', () => {
		expect(choose(conflict({ field: '*', fields: [], kind: 'delete_would_cascade' }), { choice: 'local' }, mapping)).toMatchObject({ code: 'NOT_DECIDABLE', reason: expect.stringContaining('Move or delete them first') as string });
		expect(choose(conflict({ field: '*', fields: [], kind: 'edited_since' }), { choice: 'local' }, mapping)).toMatchObject({ code: 'NOT_DECIDABLE', reason: expect.stringContaining('Release Links') as string });
	});
});

describe('a value of one’s own', () => {
	const fit = (field: string, value: Json, known: Partial<OpenConflict> = {}) => fitValue(conflict({ field, fields: [field], base: null, local: null, remote: null, ...known }), value, mapping);

	it.each<[string, Json, Json, Partial<OpenConflict>]>([
		['subject', '  A third wording ', 'A third wording', { local: 'a', remote: 'b' }],
		['status', 'In Progress', 'In Progress', { local: 'Done', remote: 'To Do' }],
		['status', 'Archived', 'Done', { local: 'To Do', remote: 'In Progress' }],
		['due', '2026-05-01', '2026-05-01', { local: '2026-04-01', remote: null }],
		['due', null, null, { local: '2026-04-01', remote: '2026-04-02' }],
		['subject', 5, '5', { local: 'a', remote: 'b' }],
		['hours', 12.5, '12.5', { local: '1', remote: '2' }],
		['hours', '012.50', '12.5', { local: '1', remote: '2' }],
		['done', false, false, { local: true, remote: null }],
		['assignee', 6, '6', { local: '5', remote: '7' }],
		['parent', '14', '14', { local: null, remote: '13' }],
		['not_mapped', 'x', 'x', { local: 'a', remote: 'b' }],
	])('%s can be %j, which is kept as %j', (field, value, kept, known) => {
		expect(fit(field, value, known)).toEqual({ status: 'fits', value: kept });
	});

	it.each<[string, Json, RegExp, Partial<OpenConflict>]>([
		['status', 'Nearly done', /'Nearly done' has no entry in the value map of field 'status'/, { local: 'Done', remote: 'To Do' }],
		['due', 'soon', /'soon'/, { local: '2026-04-01', remote: null }],
		['subject', ['a'], /not text|cannot hold/, { local: 'a', remote: 'b' }],
		['subject', 'x'.repeat(256), /255/, { local: 'a', remote: 'b' }],
		['hours', 'many', /'many' is not a number/, { local: '1', remote: '2' }],
		['done', 'yes', /^Field 'done' cannot hold "yes", which is text\. Give true or false, or null to empty it\.$/, { local: true, remote: false }],
		['done', [true], /which is a list/, { local: true, remote: false }],
		['not_mapped', 7, /cannot hold 7, which is a number\. Give text/, { local: 'a', remote: 'b' }],
		['not_mapped', 'tomorrow', /Give a date, e\.g\. 2026-03-31/, { local: '2026-01-01', remote: '2026-01-02' }],
		['not_mapped', 'a\u0000b', /cannot be stored/, { local: 'a', remote: 'b' }],
	])('%s cannot be %j', (field, value, reason, known) => {
		const answer = fit(field, value, known);
		expect(answer.status).toBe('misfit');
		expect((answer as { reason: string }).reason).toMatch(reason);
	});

	it('for a group is an object with exactly its fields, each of which fits', () => {
		const group = conflict({ field: 'dates', fields: ['start', 'due'], base: { start: null, due: null }, local: { start: '2026-01-01', due: '2026-01-02' }, remote: { start: '2026-01-03', due: '2026-01-04' } });
		expect(fitValue(group, { due: '2026-02-02', start: null }, null)).toEqual({ status: 'fits', value: { start: null, due: '2026-02-02' } });
		for (const [value, reason] of [['2026-02-02', 'decided as one: start, due'], [{ start: null }, 'lacks due'], [{ start: null, due: null, end: null }, 'has end'], [{ start: 5, due: null }, "Field 'start' cannot hold 5"]] as const) {
			expect(fitValue(group, value, null)).toEqual({ status: 'misfit', reason: expect.stringContaining(reason) as string });
		}
	});

	it('that a side holds fits whatever it is', () => {
		fc.assert(fc.property(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (local, remote) => {
			const slot = conflict({ field: 'x', fields: ['x'], base: null, local: local as Json, remote: remote as Json });
			expect(fitValue(slot, slot.local, null)).toMatchObject({ status: 'fits' });
			expect(fitValue(slot, slot.remote, null)).toMatchObject({ status: 'fits' });
		}));
	});
});

describe('what is lost', () => {
	it('is every side that held something else than what was chosen, and nothing else', () => {
		fc.assert(fc.property(fc.jsonValue({ maxDepth: 1 }), fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('local' as const, 'remote' as const, 'base' as const), (left, right, choice) => {
			const [local, remote] = [left as Json, right as Json];
			const one = conflict({ field: 'x', fields: ['x'], base: local, local, remote });
			const answer = choose(one, { choice }, null);
			if (answer.status !== 'chosen') throw new Error(answer.reason);
			const { chosen, lost } = answer.resolution;
			expect(lost).toEqual((['local', 'remote'] as const).filter((side) => !isEqualJson(one[side], chosen)).map((side) => ({ side, value: one[side] })));
		}));
	});
});

describe('a suggestion', () => {
	const policiesOf = (one: OpenConflict) => Object.fromEntries(suggestPolicies(one, mapping).map(({ policy, settles, choice }) => [policy, settles ? choice : null]));

	it('says for each usual policy which side it would choose', () => {
		expect(policiesOf(conflict({ local: '7', remote: '12', base: '1' }))).toEqual({ local_wins: 'local', remote_wins: 'remote', newest_wins: 'local', union: null, text: null, higher: 'remote', lower: 'local' });
		expect(policiesOf(conflict({ field: 'tags', fields: ['tags'], local: ['a', 'b'], remote: ['a', 'c'], base: ['a'] }))).toMatchObject({ union: 'merged', text: null, higher: null });
	});

	it('is to keep both edits where they fit together, else the newest, else none', () => {
		const textual = conflict({ field: 'description', fields: ['description'], base: 'Bring rope.\nBring tape.\nCall first.', local: 'Bring rope!\nBring tape.\nCall first.', remote: 'Bring rope.\nBring tape.\nCall last.' });
		expect(suggest(textual, suggestPolicies(textual, mapping))).toEqual({ choice: 'custom', value: 'Bring rope!\nBring tape.\nCall last.', reason: 'Both edits fit into one text. Nothing is lost.' });
		expect(suggest(conflict(), suggestPolicies(conflict(), mapping))).toEqual({ choice: 'newest', reason: 'The row was edited last, 3 hours after the work package.' });
		const tie = conflict({ remoteEditedAtMs: 5 * HOUR });
		expect(suggest(tie, suggestPolicies(tie, mapping))).toMatchObject({ choice: null, reason: expect.stringContaining('too close to tell') as string });
	});

	it('for a deletion is to keep the edit, and choosing it does', () => {
		const gone = conflict({ field: '*', fields: [], kind: 'delete_versus_update', local: null, remote: { subject: 'x' } });
		const { choice } = suggest(gone, suggestPolicies(gone, mapping));
		expect(choice).toBe('remote');
		expect(choose(gone, { choice: choice ?? 'local' }, null)).toMatchObject({ resolution: { chosen: 'edit' } });
	});

	it.each(['cycle', 'unstable', 'edited_since', 'delete_would_cascade'])('for %s is no policy, but what to look at', (kind) => {
		const one = conflict({ kind });
		expect(suggestPolicies(one, mapping)).toEqual([]);
		expect(suggest(one, []).choice).toBeNull();
		expect(suggest(one, []).reason.length).toBeGreaterThan(30);
	});

	it('can always be decided as it says', () => {
		fc.assert(fc.property(fc.jsonValue({ maxDepth: 1 }), fc.jsonValue({ maxDepth: 1 }), fc.jsonValue({ maxDepth: 1 }), fc.integer({ min: 0, max: 10 }), (base, local, remote, hours) => {
			const one = conflict({ field: 'x', fields: ['x'], base: base as Json, local: local as Json, remote: remote as Json, remoteEditedAtMs: hours * HOUR });
			const { choice, value } = suggest(one, suggestPolicies(one, mapping));
			if (choice !== null) expect(choose(one, { choice, ...(value === undefined ? {} : { value }) }, mapping)).toMatchObject({ status: 'chosen' });
		}));
	});
});

describe('a cell for spreadsheets', () => {
	it.each([['=1+1', "'=1+1"], ['+1', "'+1"], ['-1+1', "'-1+1"], ['@SUM(A1)', "'@SUM(A1)"], ['\t=1', "'\t=1"], ['\r=1', "'\r=1"], ['\n=1', "'\n=1"], ['\uFF1D1', "'\uFF1D1"]])('is harmless for %j', (text, cell) => {
		expect(harmlessCell(text)).toBe(cell);
	});

	it.each([['a=1'], ['-12.5'], ['-3'], [''], ['Call +49'], [-3], [null]])('is left alone for %j', (cell) => {
		expect(harmlessCell(cell)).toBe(cell);
	});
});
