import { wordsLeft, wordsOfCreate, wordsOfUpdate } from '../../src/openproject/dateWords';
import { factsOf } from '../../src/openproject/schedule';
import { datesOf } from '../../src/run/types';
import { bench, created, refusedFor, stored, updated } from './writeBench';
import { json, workPackageOf } from './scriptedServer';

const keep = { rules: datesOf({}), properties: ['subject', 'dueDate'], isMilestone: false };
const leave = { ...keep, rules: { scheduling: 'openproject', nonWorkingDays: 'openproject' } as const };
const automatic = { isManual: false, ignoresNonWorkingDays: false, startDate: '2026-06-01', dueDate: '2026-06-05' };

describe('what is said of a new work package', () => {
	test.each([
		['its date', { dueDate: '2026-06-27' }, keep, { scheduleManually: true, startDate: null, ignoreNonWorkingDays: true }],
		['no date', {}, keep, { scheduleManually: true, startDate: null, dueDate: null }],
		['its date, OpenProject deciding', { dueDate: '2026-06-27' }, leave, {}],
		['its date, OpenProject deciding on working days alone', { dueDate: '2026-06-27' }, { ...keep, rules: { scheduling: 'keep', nonWorkingDays: 'openproject' } as const }, { scheduleManually: true, startDate: null }],
		['a milestone', { date: '2026-06-27' }, { ...keep, isMilestone: true }, { scheduleManually: true, ignoreNonWorkingDays: true }],
		['a milestone without a date', {}, { ...keep, isMilestone: true }, { scheduleManually: true, date: null }],
		['a pair without dates', {}, { ...keep, properties: ['subject'] }, {}],
		['a pair that maps the words', { dueDate: '2026-06-27', scheduleManually: false }, { ...keep, properties: ['dueDate', 'scheduleManually', 'ignoreNonWorkingDays'] }, { startDate: null }],
	])('%s', (_name, body, context, words) => expect(wordsOfCreate(body, context)).toEqual(words));
});

describe('what is said of an edit', () => {
	test.each([
		['a date: the other one too, which would be worked out else', { dueDate: '2026-06-27' }, automatic, keep, { startDate: '2026-06-01', scheduleManually: true, ignoreNonWorkingDays: true }],
		['a date where everything is said already', { dueDate: '2026-06-27' }, { ...automatic, isManual: true, ignoresNonWorkingDays: true }, keep, {}],
		['no date any more', { dueDate: null }, automatic, keep, { startDate: '2026-06-01', scheduleManually: true }],
		['no date among the values', { subject: 'x' }, automatic, keep, {}],
		['OpenProject deciding', { dueDate: '2026-06-27' }, automatic, leave, {}],
		['both dates', { startDate: '2026-06-26', dueDate: '2026-06-27' }, automatic, keep, { scheduleManually: true, ignoreNonWorkingDays: true }],
	])('%s', (_name, body, present, context, words) => expect(wordsOfUpdate(body, present, context)).toEqual(words));

	test('without the words a server refuses by name', () => {
		const words = { scheduleManually: true, ignoreNonWorkingDays: true };
		expect(wordsLeft(words, ['schedule_manually'])).toEqual({ ignoreNonWorkingDays: true });
		expect(wordsLeft(words, ['ignoreNonWorkingDays', 'subject'])).toEqual({ scheduleManually: true });
		expect(wordsLeft(words, ['dueDate'])).toBeNull();
	});
});

describe('writes', () => {
	test('are sent once more without a word the user may not say', async () => {
		const { remote, writes } = await bench([refusedFor(['ignoreNonWorkingDays']), created]);
		expect(await remote.create({ subject: 'x', dueDate: '2026-05-02' }, null)).toMatchObject({ status: 'done' });
		expect(writes.map((write) => Object.keys(write.body as object).includes('ignoreNonWorkingDays'))).toEqual([true, false]);
	});

	test('tell which dates were stored otherwise', async () => {
		const { remote } = await bench([json({ ...workPackageOf({ ...stored, lockVersion: 2 }), dueDate: '2026-05-04' })]);
		expect(await remote.update('12', 1, { dueDate: '2026-05-02' })).toMatchObject({ status: 'done', moved: ['dueDate'] });
	});

	test('of a date under a lock that is old are a conflict before anything is sent', async () => {
		const { remote, writes } = await bench([updated]);
		expect(await remote.update('12', 0, { dueDate: '2026-05-02' })).toEqual({ status: 'conflict' });
		expect(writes).toEqual([]);
	});
});

describe('dates that OpenProject works out', () => {
	const workPackage = { id: 7, scheduleManually: false, ignoreNonWorkingDays: false, startDate: null, dueDate: '2026-06-10', _links: { self: { href: '/api/v3/work_packages/7' }, type: { href: '/api/v3/types/1' } } };
	const scope = { properties: ['subject', 'dueDate'] };
	const relations = (type: string, from: number, to: number) => ({ _embedded: { relations: { _embedded: { elements: [{ type, _links: { from: { href: `/api/v3/work_packages/${from}` }, to: { href: `/api/v3/work_packages/${to}` } } }] } } } });

	test.each([
		['children', { _links: { ...workPackage._links, children: [{ href: '/api/v3/work_packages/8' }] } }, ['dueDate']],
		['children nobody shows', { derivedDueDate: '2026-06-10' }, ['dueDate']],
		['a predecessor', relations('follows', 7, 6), ['dueDate']],
		['a predecessor, the other way round', relations('precedes', 6, 7), ['dueDate']],
		['a successor', relations('follows', 8, 7), []],
		['neither: up to 15.3 everything is scheduled automatically', {}, []],
		['children, but scheduled manually', { scheduleManually: true, derivedDueDate: '2026-06-10' }, []],
	])('with %s', (_name, more, computed) => expect(factsOf({ ...workPackage, ...more }, scope, new Set()).computed).toEqual(computed));

	test('with a predecessor that only a list of relations tells', () => expect(factsOf(workPackage, scope, new Set(['7'])).computed).toEqual(['dueDate']));
	test('a subject made up by the type', () => expect(factsOf(workPackage, { ...scope, generatedSubjects: new Set(['1']) }, new Set()).computed).toEqual(['subject']));
	test('nothing of a pair that maps no date', () => expect(factsOf(workPackage, { properties: ['subject'] }, new Set(['7']))).toEqual({ computed: [], schedule: null }));
});
