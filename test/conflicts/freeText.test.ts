import fc from 'fast-check';
import { suggest } from '../../src/conflicts/suggest';
import { suggestPolicies, type OpenConflict } from '../../src/conflicts/suggestPolicies';
import { compileMapping, flrtsPreset, type FieldMapping, type LensSpec } from '../../src/mapping';
import type { Json } from '../../src/record';

const custom = (name: string, lens: LensSpec): FieldMapping => ({ name, local: [name], remote: [`customField_${name}`], lens });
const preset = flrtsPreset({ timeZone: 'America/New_York', siteCustomField: 'customField7' });
const mapping = compileMapping([
	...preset.fields, custom('notes', { kind: 'text' }), custom('code', { kind: 'line', maxLength: 40 }), custom('word', { kind: 'identity' }), custom('amount', { kind: 'identity', as: 'number' }), custom('ref', { kind: 'identity', as: 'id' }),
	custom('day', { kind: 'date' }), custom('at', { kind: 'instant_date', timeZone: 'Europe/Berlin' }),
], { policies: preset.policies });

const conflict = (field: string, [base, local, remote]: readonly [Json, Json, Json]): OpenConflict => ({ field, fields: [field], kind: 'both_changed', base, local, remote, localEditedAtMs: 0, remoteEditedAtMs: 0 });
const outcomeOf = (field: string, values: readonly [Json, Json, Json]) => suggestPolicies(conflict(field, values), mapping).find(({ policy }) => policy === 'text');
const suggestionOf = (field: string, values: readonly [Json, Json, Json]) => suggest(conflict(field, values), suggestPolicies(conflict(field, values), mapping));

describe('a suggestion is never a value that nobody entered', () => {
	it.each<[string, string, readonly [Json, Json, Json]]>([
		['a due date', 'due', ['2026-11-05', '2026-12-05', '2026-11-20']],
		['a date of a date column', 'day', ['2026-11-05', '2026-12-05', '2026-11-20']],
		['a time that is carried as a date', 'at', ['2026-11-05', '2027-11-05', '2026-11-06']],
		['a status of two words', 'status', ['To Do', 'In Do', 'To Progress']],
		['a person', 'assignee', ['17 1', '18 1', '17 2']],
		['a parent', 'parent', ['1 1', '2 1', '1 2']],
		['an id', 'ref', ['6f1c 2d', '6f1d 2d', '6f1c 2e']],
		['a site', 'site', ['North 1', 'South 1', 'North 2']],
		['a number', 'amount', ['1250.5', '1350.5', '1250.7']],
		['a code of one line', 'code', ['AB 12 C', 'AB 13 C', 'AB 12 D']],
		['words of a field that is not said to be free text', 'word', ['one two three', 'One two three', 'one two Three']],
	])('for %s', (_what, field, values) => {
		expect(outcomeOf(field, values)).toMatchObject({ settles: false, choice: null, reason: 'The field is not free text: its values are taken whole.' });
		expect(suggestionOf(field, values).choice).toBeNull();
	});

	it.each<[string, readonly [string, string, string]]>([
		['a date', ['2026-11-05', '2026-12-05', '2026-11-20']],
		['a date written for people', ['5 Nov 2026', '6 Nov 2026', '5 Nov 2027']],
		['a time', ['2026-11-05 10:00', '2026-11-05 11:00', '2026-12-05 10:00']],
		['a code', ['AB-12-C', 'AB-13-C', 'AB-12-D']],
		['an address', ['ann.lee@example.org', 'ann.leigh@example.org', 'ann.lee@example.com']],
		['a link', ['https://example.org/a/1', 'https://example.org/b/1', 'https://example.org/a/2']],
		['a telephone number', ['+49 30 1234 56', '+49 40 1234 56', '+49 30 1234 57']],
		['a UUID', ['6f1c2d9e-0000-4000-8000-000000000001', '6f1c2d9e-0000-4000-8000-000000000002', '6f1c2d9f-0000-4000-8000-000000000001']],
		['an amount', ['12 000,50', '13 000,50', '12 000,75']],
		['JSON', ['{"a": 1,\n"b": 1,\n"c": 1}', '{"a": 2,\n"b": 1,\n"c": 1}', '{"a": 1,\n"b": 1,\n"c": 2}']],
	])('for %s that stands in a field of free text', (_what, values) => {
		for (const field of ['subject', 'notes']) {
			expect(outcomeOf(field, values)).toMatchObject({ settles: false, reason: 'Not written in words (a date, a number, a code or the like), so the values are taken whole.' });
			expect(suggestionOf(field, values).choice).toBeNull();
		}
	});

	it.each<[string, readonly [string, string, string]]>([
		['a date', ['Due on 2026-11-05 at the site', 'Due on 2026-12-05 at the site', 'Due on 2026-11-20 at the site']],
		['a time', ['Meet at 10:30 by the gate', 'Meet at 11:30 by the gate', 'Meet at 10:45 by the gate']],
		['an amount', ['It costs 12,000.50 in all', 'It costs 13,000.50 in all', 'It costs 12,000.75 in all']],
		['a link', ['Look at https://example.org/a/1 today', 'Look at https://example.org/b/1 today', 'Look at https://example.org/a/2 today']],
		['an address', ['Write to ann.lee@example.org soon', 'Write to ann.leigh@example.org soon', 'Write to ann.lee@example.com soon']],
	])('for %s inside a sentence that both sides changed', (_what, values) => {
		expect(outcomeOf('description', values)).toMatchObject({ settles: false, reason: 'Both sides changed the same words.' });
	});

	it('where the merged text is too long for its field', () => {
		const [left, right] = ['l '.repeat(60), 'r '.repeat(60)];
		const sentence = 'The roof of the northern hall is to be mended before winter';
		expect(outcomeOf('subject', [sentence, `${left}${sentence}`, `${sentence} ${right}`])).toMatchObject({ settles: false, reason: expect.stringContaining('Both edits together do not fit: The text of field') as string });
	});

	it('where nothing tells what the field holds', () => {
		const texts = conflict('description', ['Bring the rope', 'Bring the long rope', 'Bring the rope now']);
		expect(suggestPolicies(texts, null).find(({ policy }) => policy === 'text')).toMatchObject({ settles: false, reason: expect.stringContaining('mapping of the pair cannot be read') as string });
		expect(suggestPolicies(texts, mapping).find(({ policy }) => policy === 'text')).toMatchObject({ settles: true, value: 'Bring the long rope now' });
	});

	it('whatever the values are', () => {
		const part = fc.constantFrom('2026', '11', '05', '-', ' ', '.', ':', '@', '/', 'AB', 'rope', 'the', '\n');
		const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
		const fields = mapping.fields.filter(({ isFreeText }) => !isFreeText).map(({ name }) => name);
		fc.assert(fc.property(fc.constantFrom(...fields), text, text, text, (field, base, local, remote) => {
			for (const { settles, choice } of suggestPolicies(conflict(field, [base, local, remote]), mapping)) if (settles) expect(choice).not.toBe('merged');
		}));
	});
});

it('a merged text has no run of signs that neither side has', () => {
	const word = fc.constantFrom('2026-11-05', '2026-12-05', '10:30', 'a@b.org', 'a@c.org', 'AB-12', 'AB-13', '1,250', '1,350', 'rope', 'the', 'long');
	const text = fc.array(word, { minLength: 3, maxLength: 9 }).map((words) => words.join(' '));
	fc.assert(fc.property(text, text, text, (base, local, remote) => {
		const merged = outcomeOf('description', [base, local, remote]);
		if (merged?.settles !== true) return;
		const known = new Set(`${local} ${remote}`.split(' '));
		for (const one of String(merged.value).split(' ')) expect(known).toContain(one);
	}), { numRuns: 500 });
});
