import fc from 'fast-check';
import { closestSentence, findNamed } from '../../src/openproject/lookups';
import { foldName, isSameName, lookAlike, shownName, thingsNamed } from '../../src/openproject/names';
import { thingFor } from '../../src/openproject/workPackages/catalog';

const things = (...names: readonly string[]) => names.map((name, index) => ({ id: String(index + 1), name, href: `/api/v3/statuses/${index + 1}` }));
const found = (given: string, ...names: readonly string[]) => thingsNamed(given, things(...names), ({ name }) => name, { anyCase: true }).map(({ name }) => name);

describe('names', () => {
	test.each([
		['a no-break space', 'In\u00a0progress'],
		['a narrow no-break space', 'In\u202fprogress'],
		['two spaces', 'In  progress'],
		['a tab and a line end', 'In\t\nprogress'],
		['an ideographic space', 'In\u3000progress'],
		['space at the ends', ' In progress\u00a0'],
	])('read the same with %s', (_what, given) => {
		expect(found(given, 'New', 'In progress')).toEqual(['In progress']);
		expect(findNamed(given, things('New', 'In progress'), 'statuses')).toMatchObject({ status: 'found', thing: { name: 'In progress' } });
		expect(thingFor(given, things('New', 'In progress'))?.id).toBe('2');
	});

	test.each([['Jos\u00e9', 'Jose\u0301'], ['Jose\u0301', 'Jos\u00e9'], ['\u1ebf', 'e\u0302\u0301'], ['\uac01', '\u1100\u1161\u11a8'], ['\u212b', '\u00c5']])('read the same however composed: %p and %p', (given, name) => {
		expect(isSameName(given, name, { anyCase: false })).toBe(true);
		expect(found(given, name)).toEqual([name]);
	});

	test('are taken exactly where several read the same, and otherwise told apart', () => {
		const twins = ['In progress', 'In\u00a0progress'];
		expect(found('In\u00a0progress', ...twins)).toEqual(['In\u00a0progress']);
		expect(findNamed('In  progress', things(...twins), 'statuses')).toEqual({ status: 'not_found', message: "2 of OpenProject's statuses are called 'In  progress'; which one is meant cannot be told. They are 'In progress', 'In[U+00A0]progress': give one of them exactly." });
	});

	test('differ in upper and lower case for the sync, which reads back what it writes, and not for people', () => {
		expect(findNamed('in progress', things('In progress'), 'statuses').status).toBe('not_found');
		expect(found('in\u00a0PROGRESS', 'In progress')).toEqual(['In progress']);
	});

	test.each([
		['In progress\u200b', "'In progress' looks the same and is written otherwise: given was 'In progress[U+200B]', OpenProject has 'In progress'. Take out or replace the characters shown in brackets."],
		['In\u00adprogress', null],
		['In\ufeff progress', "'In progress' looks the same and is written otherwise: given was 'In[U+FEFF] progress', OpenProject has 'In progress'. Take out or replace the characters shown in brackets."],
		['\u202aIn progress\u202c', "'In progress' looks the same and is written otherwise: given was '[U+202A]In progress[U+202C]', OpenProject has 'In progress'. Take out or replace the characters shown in brackets."],
		['Ｉｎ progress', "'In progress' looks like it and is written with other characters: copy the name from OpenProject."],
		['Im progress', null],
	])('that look alike are explained: %p', (given, sentence) => {
		expect(lookAlike(given, ['New', 'In progress'])).toBe(sentence);
		if (sentence !== null) expect(closestSentence(given, ['New', 'In progress'])).toBe(sentence);
	});

	test('show what cannot be seen', () => {
		expect(shownName('a\u00a0b\u200cc e\u0301 d')).toBe('a[U+00A0]b[U+200C]c e[U+0301] d');
		expect(shownName('Crème brûlée 日本 🙂')).toBe('Crème brûlée 日本 🙂');
	});

	test('read the same after folding, and folding twice changes nothing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				expect(foldName(foldName(name))).toBe(foldName(name));
				expect(isSameName(name, foldName(name), { anyCase: false })).toBe(true);
				expect(found(name, name)).toEqual([name]);
			}),
		);
	});
});
