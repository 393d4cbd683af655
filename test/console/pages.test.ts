import type { ConflictView } from '../../src/conflicts';
import type { Html } from '../../src/console/html';
import { confirmSuggestions } from '../../src/console/pages/confirmSuggestions';
import { conflictList } from '../../src/console/pages/conflictList';
import { dashboard, noPair } from '../../src/console/pages/dashboard';
import { bareMessage, messagePage } from '../../src/console/pages/messagePage';
import { planReview } from '../../src/console/pages/planReview';
import { recordReview } from '../../src/console/pages/recordReview';
import { runDetail } from '../../src/console/pages/runDetail';
import { runList } from '../../src/console/pages/runList';
import type { PageFrame, PlanPageData } from '../../src/console/types';
import { ATTACKS } from './attacks';
import { parseHtml, type Element } from './parseHtml';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const frame = (x: string, more: Partial<PageFrame> = {}): PageFrame => ({
	title: x, pair: x, pairs: [x, 'other'], user: x, name: x, isReadOnly: false, nowMs: NOW, nonce: 'the-nonce', openConflicts: 2, openPlan: '9', newest: '12', formToken: (purpose) => `token-${purpose}`, progressToken: 'progress', notice: { tone: 'good', text: x, undo: ['1'], isAwaited: true }, ...more,
});
const counts = { seen: 1, unchanged: 0, created: 0, updated: 1, deleted: 0, conflicted: 0, held: 0, skipped: 0, failed: 0 };
const run = (x: string): PlanPageData => ({
	run: '12', task: 'sync', mode: 'incremental', status: 'done', message: x, startedBy: x, startedAt: '2026-11-21T11:00:00.000Z', finishedAt: '2026-11-21T11:00:01.000Z', conflicts: 1, failures: 0, effectiveMode: 'full_sync', trigger: x,
	progress: null, isCancelRequested: false, local: counts, remote: counts, guards: [{ guard: 'mass_delete', message: x, measured: 1, limit: 0 }], remarks: [x], planState: 'open', undoes: '3', undoneBy: null, applies: '4', appliedBy: '5', isUndoable: true,
	operations: { total: 300, from: 100, lines: [{ id: '1', side: 'local', kind: 'update', status: 'done', localKey: JSON.stringify([x]), remoteId: null, title: x, before: { [x]: x }, values: { [x]: x, other: [x, { [x]: x }] }, reason: x, message: x }] }, proposals: 2, deletions: 1,
});
const conflict = (x: string, more: Partial<ConflictView> = {}): ConflictView => ({
	id: '1', pair: x, link: '7', title: x, localKey: JSON.stringify([x]), remoteId: '4', linkState: 'live', field: x, fields: [x], kind: 'both_changed', base: `base ${x}`, local: `mine ${x}`, remote: `theirs ${x}`, status: 'pending_review',
	raisedAt: '2026-11-21T10:00:00.000Z', updatedAt: '2026-11-21T10:00:00.000Z', ageMs: 7_200_000, localEditedAt: '2026-11-21T09:00:00.000Z', remoteEditedAt: null, policies: [], suggestion: { choice: 'custom', value: x, reason: x }, resolution: null,
	resolvedBy: null, resolvedAt: null, appliedAt: null, supersededBy: null, earlier: { conflict: '0', choice: 'local', chosen: x, lost: [], by: x, at: '2026-11-20T10:00:00.000Z' }, version: x, recordVersion: null, ...more,
});
const all = (x: string): readonly ConflictView[] => [
	conflict(x), conflict(x, { id: '2', local: [x, 'b'], remote: [x], base: [] }), conflict(x, { id: '3', local: { [x]: x }, remote: { [x]: null }, base: null, kind: 'no_base', suggestion: null, earlier: null }),
	conflict(x, { id: '4', field: '*', fields: [], kind: 'delete_versus_update', local: null, remote: { subject: x } }), conflict(x, { id: '5', local: true, remote: false, base: null }), conflict(x, { id: '6', local: 0, remote: 5, base: '' }),
	conflict(x, { id: '7', status: 'resolved', resolution: { choice: 'local', chosen: x, lost: [{ side: 'remote', value: x }] }, resolvedBy: x, resolvedAt: '2026-11-21T10:30:00.000Z' }),
	conflict(x, { id: '8', status: 'superseded', resolution: null }), conflict(x, { id: '9', local: `${x}\nline`, remote: x, base: null }),
];
const current = (x: string) => ({ run: '12', message: x, startedAt: '2026-11-21T11:59:00.000Z', startedBy: x, done: 3, total: 10, isCancelRequested: false });
const health = (x: string) => ({ name: x, source: 'engine' as const, state: 'degraded' as const, message: x, checkedAt: '2026-11-21T12:00:00.000Z', checks: [{ name: 'last_good_run' as const, severity: 'warning' as const, finding: x, whatToDo: x, value: 1, threshold: 2 }] });

const facts = (x: string) => ({ lastGood: { run: '11', finishedAt: '2026-11-21T11:00:00.000Z' }, open: 2, oldestOpenAt: '2026-11-20T11:00:00.000Z', decided: 1, links: { total: 9, pending: 1, failing: 1, held: 0 }, runs: [run(x)], charts: [] });
const list = (x: string) => ({ filter: { field: x, kind: x, record: x, olderHours: 3, status: 'pending_review' as const }, total: 30, after: '1', next: '26', isAllTicked: true, conflicts: all(x), fieldNames: [x], kinds: [x] });

const PAGES: ReadonlyArray<readonly [string, (x: string) => Html]> = [
	['the dashboard during a run', (x) => dashboard(frame(x), { ...facts(x), health: health(x), healthProblem: null, current: current(x) })],
	['the dashboard at rest', (x) => dashboard(frame(x), { ...facts(x), health: null, healthProblem: x, current: null })],
	['the page without a pair', (x) => noPair(frame(x, { pair: null, pairs: [] }), x)],
	['the list of conflicts', (x) => conflictList(frame(x), list(x))],
	['the list of resolved conflicts', (x) => conflictList(frame(x), { ...list(x), filter: { ...list(x).filter, status: 'resolved' } })],
	['a record', (x) => recordReview(frame(x), { link: '7', conflicts: all(x), next: '8', compareWith: 'base' })],
	['a record, its sides compared, read only', (x) => recordReview(frame(x, { isReadOnly: true }), { link: '7', conflicts: all(x), next: null, compareWith: 'sides' })],
	['the runs', (x) => runList(frame(x), { total: 120, from: 50, runs: [run(x), { ...run(x), status: 'failed', finishedAt: null }] })],
	['a run', (x) => runDetail(frame(x), run(x))],
	['a run that goes on', (x) => runDetail(frame(x), { ...run(x), status: 'running', progress: { step: 'apply', done: 1, total: 2, rate: 1, timeLeftMs: null, memoryBytes: 1 } })],
	['a plan', (x) => planReview(frame(x), run(x))],
	['suggestions to confirm', (x) => confirmSuggestions(frame(x), { conflicts: all(x), decisions: [{ conflict: '1', seen: x, choice: 'custom', value: x }, { conflict: '2', seen: x, choice: 'local' }, { conflict: '4', seen: x, choice: 'remote' }], problems: [x], confirmation: x, isChanged: true, link: '7' })],
	['a message', (x) => messagePage(frame(x), { heading: x, sentences: [x], link: '7' })],
	['a message to strangers', (x) => bareMessage(x, x)],
];

/** What may stand in a page. */
const NAMES = new Set('html head meta title style body a header p nav ul li span b form input label select option button main h1 h2 h3 section div details summary dl dt dd table caption thead tbody tr th td time progress bdi mark del ins br fieldset legend textarea footer script svg desc g rect path text line polyline circle'.split(' '));
const shapeOf = (elements: readonly Element[]): string => elements.filter(({ name }) => name !== 'mark').map(({ name, attributes }) => `${name}(${Object.keys(attributes).join()})`).join(' ');

describe.each(PAGES)('%s', (_name, build) => {
	it.each(ATTACKS.map((attack) => [attack]))('shows %j as text', (attack) => {
		const elements = parseHtml(build(attack).text);
		expect(elements.filter(({ name }) => !NAMES.has(name)).map(({ name }) => name)).toEqual([]);
		const attributes = elements.flatMap((element) => Object.entries(element.attributes));
		expect(attributes.filter(([name]) => /^on|^src|^style$|formaction|http-equiv/.test(name))).toEqual([]);
		expect(attributes.filter(([name, value]) => name === 'href' && !/^(\?page=|#content$)/.test(value))).toEqual([]);
		expect(attributes.filter(([name, value]) => name === 'action' && value !== '?page=act')).toEqual([]);
		expect(elements.filter(({ name, attributes: own, text }) => name === 'script' && (own['nonce'] !== 'the-nonce' || text.includes('hacked')))).toEqual([]);
		// The same elements and attributes as with a harmless text in its place, but for marked words.
		expect(shapeOf(elements).length).toBeGreaterThan(10);
		expect(elements.some(({ text }) => text.includes('window.hacked=1')) || !attack.includes('window.hacked=1')).toBe(true);
	});

	it('is the same page with an attack in it as without', () => {
		const plain = shapeOf(parseHtml(build('x y z').text));
		// Several lines make an input a field of several lines; all of these have one.
		for (const attack of ATTACKS.filter((one) => !/[\n\r]/.test(one))) expect(shapeOf(parseHtml(build(attack).text))).toBe(plain);
	});
});

describe('a page of the console', () => {
	const elementsOf = (page: Html): readonly Element[] => parseHtml(page.text);

	it.each(PAGES.slice(0, -1))('has language, title, viewport, one heading, landmarks and a way past the menu: %s', (_name, build) => {
		const elements = elementsOf(build('x'));
		const count = (name: string): number => elements.filter((element) => element.name === name).length;
		expect(elements.find(({ name }) => name === 'html')?.attributes['lang']).toBe('en');
		expect(elements.some(({ name, attributes }) => name === 'meta' && attributes['content'] === 'width=device-width, initial-scale=1')).toBe(true);
		expect([count('title'), count('h1'), count('main'), count('header'), count('footer'), count('script')]).toEqual([1, 1, 1, 1, 1, 1]);
		expect(elements.find(({ name }) => name === 'a')?.attributes).toMatchObject({ href: '#content' });
		const ids = elements.flatMap(({ attributes }) => (attributes['id'] === undefined ? [] : [attributes['id']]));
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
		for (const { attributes } of elements) if (attributes['aria-labelledby'] !== undefined) expect(ids).toContain(attributes['aria-labelledby']);
	});

	it('has a token in every form that does something, and none without buttons', () => {
		for (const [, build] of PAGES) {
			const text = build('x').text;
			for (const [form] of text.matchAll(/<form method="post"[^]*?<\/form>/g)) expect(form).toMatch(/name="token" value="token-[a-z_]+"/);
		}
		expect(recordReview(frame('x', { isReadOnly: true, notice: null }), { link: '7', conflicts: all('x'), next: null, compareWith: 'base' }).text).not.toContain('method="post"');
	});

	it('says health in words, not in colour alone', () => {
		for (const [state, words] of [['healthy', 'Healthy'], ['degraded', 'Degraded'], ['critical', 'Critical']] as const) {
			const elements = elementsOf(dashboard(frame('x'), { ...facts('x'), health: { ...health('x'), state }, healthProblem: null, current: null }));
			expect(elements.find(({ attributes }) => attributes['id'] === 'health')?.text).toBe(words);
		}
	});

	it('shows progress without scripts: a bar with its values, words, and a link to look again', () => {
		const elements = elementsOf(dashboard(frame('x'), { ...facts('x'), health: null, healthProblem: 'x', current: { ...current('x'), message: 'Running: writing 3 of 10.' } }));
		expect(elements.find(({ name }) => name === 'progress')?.attributes).toMatchObject({ max: '10', value: '3', 'aria-labelledby': 'progress-text' });
		expect(elements.find(({ attributes }) => attributes['id'] === 'progress-text')?.text).toBe('Running: writing 3 of 10.');
		expect(elements.some(({ name, text }) => name === 'a' && text === 'Look again')).toBe(true);
	});

	it('tells false, 0, empty text, an empty list and nothing apart', () => {
		const conflicts = [conflict('x', { local: false, remote: 0 as never, base: '', suggestion: null, earlier: null }), conflict('x', { id: '2', local: [], remote: null, base: null, suggestion: null, earlier: null })];
		const contents = elementsOf(recordReview(frame('x'), { link: '7', conflicts, next: null, compareWith: 'base' })).filter(({ attributes }) => attributes['class'] === 'content').map(({ text }) => text);
		expect(contents).toEqual(['empty text', 'false', '0', 'nothing', 'empty list', 'nothing']);
	});

	it('puts into a field for typing exactly the value that is suggested', () => {
		const value = '\n a <b>\u202E & "q"\nlast';
		const page = recordReview(frame('x'), { link: '7', conflicts: [conflict('x', { local: 'a\nb', suggestion: { choice: 'custom', value, reason: 'r' } })], next: null, compareWith: 'base' });
		// A browser drops the first line feed.
		expect(elementsOf(page).find(({ name }) => name === 'textarea')?.text.replace(/^\n/, '')).toBe(value);
	});

	it('marks the words in which a side differs from what was agreed, or from the other side', () => {
		const conflicts = [conflict('x', { base: 'Paint door', local: 'Paint door blue', remote: 'Paint door green', suggestion: null, earlier: null })];
		const marks = (compareWith: 'base' | 'sides'): readonly string[] => elementsOf(recordReview(frame('x'), { link: '7', conflicts, next: null, compareWith })).filter(({ name }) => name === 'mark').map(({ text }) => text.trim());
		expect(marks('base')).toEqual(['blue', 'green']);
		expect(marks('sides')).toEqual(['blue', 'green']);
		const same = [{ ...conflicts[0]!, base: 'Other', local: 'Same words here', remote: 'Same words there' }];
		expect(elementsOf(recordReview(frame('x'), { link: '7', conflicts: same, next: null, compareWith: 'sides' })).filter(({ name }) => name === 'mark').map(({ text }) => text)).toEqual(['here', 'there']);
	});
});
