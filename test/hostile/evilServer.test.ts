import { differencesBetween } from '../support/compareFlrts';
import { addTask, editTask, packageOf, readTask, useWorld, versionsOf } from '../run/flrtsTasks';
import { remoteAt, runWith } from '../run/anyRun';
import { EVIL_ANSWERS } from './evilAnswers';
import type { EvilAnswer } from './evilAnswers';
import { startTamperingProxy } from './tamperingProxy';
import type { Tamper, TamperingProxy } from './tamperingProxy';

const world = useWorld();
const MOST_REQUESTS = 300;
const MOST_MEMORY_BYTES = 600 * 1024 * 1024;

let proxy: TamperingProxy | undefined;
afterEach(async () => {
	await proxy?.close();
	proxy = undefined;
});

/** Three tasks in step, and an edit on either side that waits. */
async function seed(): Promise<{ readonly here: string; readonly there: string; readonly rest: string }> {
	const [here, there, rest] = [await addTask(world(), 'Here'), await addTask(world(), 'There'), await addTask(world(), 'Rest', { task_description_detailed: 'kept' })];
	expect(await world().run('full_sync')).toMatchObject({ status: 'done', failures: [] });
	await editTask(world(), here, { task_title: 'Here, edited' });
	world().server.store.update((await packageOf(world(), there)).id, { subject: 'There, edited' });
	return { here, there, rest };
}

/** The sentence a full sync by way of the proxy ended with; '' where all went well. */
async function runThrough(tamper: Tamper): Promise<string> {
	proxy = await startTamperingProxy(world().server.url, tamper);
	const remote = remoteAt(world(), proxy.url, world().server.apiKey);
	return await runWith(world(), { remote }).then(
		(result) => (result.status === 'done' && result.failures.length === 0 ? '' : [result.message, ...result.failures.map(({ message }) => message)].join(' ')),
		(error: unknown) => (error as Error).message,
	);
}

function expectCleanPrototypes(): void {
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
}

async function expectSafe({ tamper, expected, perRecord = false }: EvilAnswer): Promise<void> {
	const { here, there, rest } = await seed();
	const before = await versionsOf(world());
	const memory = process.memoryUsage().rss;
	const sentence = await runThrough(tamper);
	expect(process.memoryUsage().rss - memory).toBeLessThan(MOST_MEMORY_BYTES);
	expect(proxy?.requests.length).toBeLessThan(MOST_REQUESTS);
	expectCleanPrototypes();
	expect(await readTask(world(), rest)).toMatchObject({ task_title: 'Rest', task_description_detailed: 'kept' });
	expect(sentence).toEqual(expected === 'correct' ? '' : expect.stringMatching(expected));
	expect(sentence.length).toBeLessThan(2000);
	if (expected === 'correct') {
		expect(await readTask(world(), there)).toMatchObject({ task_title: 'There, edited' });
		expect(await packageOf(world(), here)).toMatchObject({ subject: 'Here, edited' });
	} else if (!perRecord) {
		expect(await versionsOf(world())).toEqual(before);
	}
	expect(world().server.store.count).toBe(3);
	expect(await world().run('full_sync')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
	expect(await differencesBetween(world())).toEqual([]);
}

const named = (answers: readonly EvilAnswer[]) => answers.map((one) => [one.what, one] as const);

describe('a server that answers', () => {
	it.each(named(EVIL_ANSWERS))('%s', async (_what, one) => {
		await expectSafe(one);
	});
});
