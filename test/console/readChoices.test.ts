import type { ConflictView } from '../../src/conflicts';
import { inputKind, readTyped } from '../../src/console/customValue';
import { readChoices } from '../../src/console/forms/readChoices';
import { MOST_FORM_BYTES, purposeOf, readForm } from '../../src/console/forms/readForm';
import { noticeFor } from '../../src/console/forms/notices';

const conflict = (id: string, more: Partial<ConflictView> = {}): ConflictView => ({
	id, pair: 'flrts', link: '7', title: 'Roof', localKey: '["a"]', remoteId: '1', linkState: 'live', field: 'subject', fields: ['subject'], kind: 'both_changed', base: 'Base', local: 'Mine', remote: 'Theirs', status: 'pending_review',
	raisedAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', ageMs: 1, localEditedAt: null, remoteEditedAt: null, policies: [], suggestion: null, resolution: null, resolvedBy: null, resolvedAt: null, appliedAt: null,
	supersededBy: null, earlier: null, version: `v${id}`, recordVersion: null, ...more,
});
const form = (fields: Record<string, string>): URLSearchParams => new URLSearchParams(fields);

describe('the choices of a form', () => {
	it('are one for each field, on what was seen; fields left open are left out', () => {
		const read = readChoices(form({ link: '7', 'choice.1': 'local', 'seen.1': 'v1', 'choice.2': 'leave', 'seen.2': 'v2', 'choice.3': 'custom', 'value.3': 'Typed\r\nhere', 'seen.3': 'old' }), [conflict('1'), conflict('2'), conflict('3'), conflict('4')]);
		expect(read).toEqual({ decisions: [{ conflict: '1', seen: 'v1', choice: 'local' }, { conflict: '3', seen: 'old', choice: 'custom', value: 'Typed\nhere' }], problems: [] });
	});

	it('are one for all on a record, and for the ticked ones in a list', () => {
		const both = [conflict('1'), conflict('2')];
		expect(readChoices(form({ link: '7', all: 'remote', 'seen.1': 'v1', 'seen.2': 'v2' }), both).decisions.map(({ choice }) => choice)).toEqual(['remote', 'remote']);
		expect(readChoices(form({ all: 'remote', tick: '2', 'seen.1': 'v1', 'seen.2': 'v2' }), both).decisions).toEqual([{ conflict: '2', seen: 'v2', choice: 'remote' }]);
		expect(readChoices(form({ all: 'remote', 'seen.1': 'v1' }), both)).toEqual({ decisions: [], problems: ['No conflict was ticked. Tick those the choice is for.'] });
	});

	it('follow suggestions where there are some, with their value', () => {
		const read = readChoices(form({ link: '7', all: 'suggested', 'seen.1': 'v1', 'seen.2': 'v2', 'seen.3': 'v3' }), [
			conflict('1', { suggestion: { choice: 'custom', value: 'Merged', reason: 'r' } }), conflict('2', { suggestion: { choice: null, reason: 'r' } }), conflict('3', { suggestion: { choice: 'newest', reason: 'r' }, policies: [{ policy: 'newest_wins', settles: true, choice: 'remote', reason: 'r' }] }),
		]);
		expect(read.decisions).toEqual([{ conflict: '1', seen: 'v1', choice: 'custom', value: 'Merged' }, { conflict: '3', seen: 'v3', choice: 'remote' }]);
		expect(read.problems).toEqual(["subject of Roof: there is no suggestion to follow. Decide about it on the record's page."]);
	});

	it('are refused without what they were made on, and where they are none', () => {
		expect(readChoices(form({ link: '7', 'choice.1': 'local' }), [conflict('1')])).toMatchObject({ decisions: [], problems: [expect.stringContaining('Reload the page')] });
		expect(readChoices(form({ link: '7', 'choice.1': 'everything', 'seen.1': 'v1' }), [conflict('1')]).problems).toEqual(["subject of Roof: 'everything' is no choice."]);
		expect(readChoices(form({ link: '7' }), [conflict('1')]).problems).toEqual(['Nothing was chosen. Choose a value for at least one field.']);
	});
});

describe('a typed value', () => {
	it.each([
		[['a', 'b', null], 'text', 'x', 'x'], [['a\nb', 'c', null], 'lines', 'x\r\ny', 'x\ny'], [[1, 2, null], 'number', ' 0 ', 0], [[true, false, null], 'boolean', 'false', false],
		[[['a'], ['b'], null], 'list', 'a\r\n\r\n b ', ['a', 'b']], [[{ a: 1 }, { a: 2 }, null], 'json', '{"a":0}', { a: 0 }], [[null, null, null], 'text', '', ''],
	] as const)('for %j is read as %s', (values, kind, typed, value) => {
		expect(inputKind(values as never)).toBe(kind);
		expect(readTyped(inputKind(values as never), typed)).toEqual({ status: 'value', value });
	});

	it.each([['number', 'x'], ['number', ''], ['number', 'Infinity'], ['boolean', 'maybe'], ['json', '{']] as const)('that is no %s is told: %j', (kind, typed) => {
		expect(readTyped(kind, typed)).toMatchObject({ status: 'unreadable', reason: expect.stringMatching(/\.$/) as string });
	});
});

describe('a form', () => {
	it('is read whole, however many fields it has', () => {
		const body = Buffer.from(Array.from({ length: 3000 }, (_one, index) => `seen.${index}=v`).join('&'));
		const read = readForm('application/x-www-form-urlencoded; charset=utf-8', body);
		expect(read.status === 'form' && [...read.form.keys()].length).toBe(3000);
	});

	it('of another type or too large is refused', () => {
		expect(readForm('application/json', Buffer.from('{}'))).toMatchObject({ status: 'refused', code: 415 });
		expect(readForm(undefined, Buffer.from(''))).toMatchObject({ code: 415 });
		expect(readForm('application/x-www-form-urlencoded', undefined)).toMatchObject({ code: 415 });
		expect(readForm('application/x-www-form-urlencoded', Buffer.alloc(MOST_FORM_BYTES + 1, 'a'))).toMatchObject({ code: 413 });
	});

	it('has one of the purposes there are', () => {
		expect(purposeOf(form({ action: 'decide' }))).toBe('decide');
		for (const action of ['', 'constructor', '__proto__', 'DECIDE', 'delete']) expect(purposeOf(form({ action }))).toBeNull();
	});
});

describe('what is said after a redirect', () => {
	it('is one of our own sentences, whatever the address asks for', () => {
		expect(noticeFor('run_now', null)).toMatchObject({ tone: 'good', isAwaited: true, undo: [] });
		expect(noticeFor('decided', '1,2,x,<b>')).toMatchObject({ undo: ['1', '2'], isAwaited: false });
		for (const said of [null, '', 'Your account is locked', 'toString', '__proto__']) expect(noticeFor(said, '1')).toBeNull();
	});
});
