import type { RunResult } from '../../src/run';
import { letting, useWorld } from '../run/flrtsTasks';
import { NASTY_TEXTS, UNSTORABLE_TEXTS } from './nastyTexts';

const world = useWorld();

/** As a title it has to be one line of at most 255 characters. */
const titleOf = (text: string): string => [...text.replaceAll(/[\r\n\v\f\u0085\u2028\u2029]+/g, ' ')].slice(0, 240).join('');
const withoutMargins = (text: string): string => text.replace(/^\s+|\s+$/g, '');
const asDescription = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replace(/\s+$/, '');

interface Row { readonly id: string; readonly title: string; readonly words: string; readonly remote: number; readonly state: string; readonly error: string | null }

const rows = async (): Promise<readonly Row[]> =>
	await world().sql<Row>('select id, task_title as title, task_description_detailed as words, openproject_id as remote, openproject_sync_status as state, openproject_error as error from tasks order by task_id_display');

const run = async (): Promise<RunResult> => await world().run('full_sync', letting('both_populated', 'mass_change'));

async function addAll(texts: readonly string[]): Promise<void> {
	await world().sql(
		`insert into tasks (task_id_display, task_title, task_description_detailed, priority)
		select 'L-' || lpad(n::text, 4, '0'), title, words, 'Medium' from jsonb_to_recordset($1::jsonb) as given (n int, title text, words text)`,
		[JSON.stringify(texts.map((words, n) => ({ n, title: titleOf(words), words })))],
	);
}

const untroubled = { status: 'done', failures: [], conflicts: [] };

describe('nasty texts', () => {
	it('are at least 120, and all different', () => {
		expect(new Set(NASTY_TEXTS).size).toBe(NASTY_TEXTS.length);
		expect(NASTY_TEXTS.length).toBeGreaterThanOrEqual(120);
	});

	it('of rows arrive in OpenProject, and edits there that swap them arrive in the rows', async () => {
		await addAll(NASTY_TEXTS);
		expect(await run()).toMatchObject({ ...untroubled, written: { remote: NASTY_TEXTS.length } });
		const there = (row: Row) => world().server.store.get(row.remote);
		const created = await rows();
		expect(created.map((row) => there(row)?.subject)).toEqual(NASTY_TEXTS.map((text) => withoutMargins(titleOf(text))));
		expect(created.map((row) => there(row)?.description)).toEqual(NASTY_TEXTS.map(asDescription));
		expect(created.map(({ title, words }) => [title, words])).toEqual(NASTY_TEXTS.map((text) => [titleOf(text), text]));
		const reversed = [...NASTY_TEXTS].reverse();
		for (const [index, row] of created.entries()) world().server.store.update(row.remote, { subject: withoutMargins(titleOf(reversed[index] as string)), description: reversed[index] as string });
		expect(await run()).toMatchObject(untroubled);
		const swapped = await rows();
		expect(swapped.map(({ title }) => withoutMargins(title))).toEqual(reversed.map((text) => withoutMargins(titleOf(text))));
		expect(swapped.map(({ words }) => asDescription(words))).toEqual(reversed.map(asDescription));
		expect(swapped.map(({ state, error }) => [state, error])).toEqual(swapped.map(() => ['synced', null]));
		expect(await run()).toMatchObject({ ...untroubled, written: { local: 0, remote: 0 } });
	});

	it('of work packages arrive in rows, and edits of the rows that swap them arrive in OpenProject', async () => {
		const made = NASTY_TEXTS.map((text) => world().server.store.create({ subject: withoutMargins(titleOf(text)), type: 'Task', description: text }));
		expect(await run()).toMatchObject({ ...untroubled, written: { local: NASTY_TEXTS.length } });
		const byRemote = new Map((await rows()).map((row) => [row.remote, row]));
		expect(made.map(({ id }) => byRemote.get(id)?.title)).toEqual(NASTY_TEXTS.map((text) => withoutMargins(titleOf(text))));
		expect(made.map(({ id }) => byRemote.get(id)?.words)).toEqual(NASTY_TEXTS.map(asDescription));
		const reversed = [...NASTY_TEXTS].reverse();
		await world().sql(
			`update tasks set task_title = title, task_description_detailed = words from jsonb_to_recordset($1::jsonb) as given (id int, title text, words text) where openproject_id = given.id`,
			[JSON.stringify(made.map(({ id }, index) => ({ id, title: titleOf(reversed[index] as string), words: reversed[index] })))],
		);
		expect(await run()).toMatchObject(untroubled);
		expect(made.map(({ id }) => world().server.store.get(id)?.subject)).toEqual(reversed.map((text) => withoutMargins(titleOf(text))));
		expect(made.map(({ id }) => asDescription(world().server.store.get(id)?.description ?? ''))).toEqual(reversed.map(asDescription));
		expect(await run()).toMatchObject({ ...untroubled, written: { local: 0, remote: 0 } });
	});
});

describe('texts that PostgreSQL cannot hold', () => {
	const clear = /NUL|U\+0000|surrogate/;

	async function expectOnlyFailures(result: RunResult, remoteIds: readonly number[]): Promise<void> {
		expect(result.failures.map(({ remoteId }) => remoteId).sort()).toEqual(remoteIds.map(String).sort());
		for (const { message } of result.failures) expect(message).toMatch(clear);
		expect(result.status).toBe('done');
		const carried = (await rows()).filter(({ title }) => title.startsWith('Good'));
		for (const row of carried) expect(world().server.store.get(row.remote)).toMatchObject({ subject: row.title, description: row.words });
	}

	it.each(UNSTORABLE_TEXTS)('%s in a new work package is a failure of that one; the others are carried', async (_what, text) => {
		await addAll(['Good row']);
		const bad = [{ subject: 'Bad', description: text }, { subject: `Bad ${text}`.slice(0, 200), description: 'x' }].filter(({ subject }, index) => index === 0 || subject.includes(text));
		world().server.store.create({ subject: 'Good before', type: 'Task', description: 'b' });
		const made = bad.map((values) => world().server.store.create({ ...values, type: 'Task' }));
		world().server.store.create({ subject: 'Good after', type: 'Task', description: 'a' });
		await expectOnlyFailures(await run(), made.map(({ id }) => id));
		expect((await rows()).map(({ title }) => title).sort()).toEqual(['Good after', 'Good before', 'Good row']);
		world().server.store.create({ subject: 'Good later', type: 'Task', description: 'later' });
		await expectOnlyFailures(await run(), made.map(({ id }) => id));
		for (const { id } of made) world().server.store.update(id, { subject: 'Good again', description: 'again' });
		expect(await run()).toMatchObject({ ...untroubled, written: { local: made.length, remote: 0 } });
	});

	it.each(UNSTORABLE_TEXTS)('%s in an edited work package leaves its row as it was; other edits are carried', async (_what, text) => {
		await addAll(['Good one', 'Poisoned', 'Good two']);
		expect(await run()).toMatchObject(untroubled);
		const [one, poisoned, two] = (await rows()) as readonly [Row, Row, Row];
		world().server.store.update(one.remote, { description: 'edited there' });
		world().server.store.update(poisoned.remote, { description: text });
		await world().sql(`update tasks set task_title = 'Good two, edited here' where id = $1`, [two.id]);
		await expectOnlyFailures(await run(), [poisoned.remote]);
		expect((await rows()).map(({ title, words }) => [title, words])).toEqual([['Good one', 'edited there'], ['Poisoned', 'Poisoned'], ['Good two, edited here', 'Good two']]);
		expect(world().server.store.get(poisoned.remote)).toMatchObject({ description: text });
		world().server.store.update(poisoned.remote, { description: 'mended' });
		expect(await run()).toMatchObject({ ...untroubled, written: { local: 1, remote: 0 } });
	});

	it.each(UNSTORABLE_TEXTS)('%s in the key field of a foreign work package disturbs nobody else', async (_what, text) => {
		await addAll(['Good row']);
		world().server.store.create({ subject: 'Good there', type: 'Task', description: 'there', customFields: { 'FLRTS ID': text.slice(-200) } });
		const result = await run();
		expect(result.status).toBe('done');
		for (const { message } of result.failures) expect(message).not.toMatch(/invalid byte|unsupported Unicode/);
		expect(world().server.store.list().map(({ subject }) => subject).sort()).toEqual(['Good row', 'Good there']);
		expect((await rows()).find(({ title }) => title === 'Good row')?.remote).toEqual(expect.any(Number));
	});

	it.each(UNSTORABLE_TEXTS)('%s is never carried as another text', async (_what, text) => {
		await addAll(['Good one', 'Poisoned']);
		expect(await run()).toMatchObject(untroubled);
		const before = await rows();
		const [, poisoned] = before as readonly [Row, Row];
		world().server.store.update(poisoned.remote, { description: text });
		const made = world().server.store.create({ subject: 'Made there', type: 'Task', description: text });
		const writes = world().server.requests.writes.length;
		const { failures } = await run();
		expect(failures.map(({ message }) => message).join(' ')).not.toContain('\0');
		expect((await rows()).filter(({ remote }) => remote !== made.id).map(({ id, title, words }) => [id, title, words])).toEqual(before.map(({ id, title, words }) => [id, title, words]));
		expect((await rows()).filter(({ remote }) => remote === made.id)).toEqual([]);
		expect(world().server.requests.writes).toHaveLength(writes);
	});
});
