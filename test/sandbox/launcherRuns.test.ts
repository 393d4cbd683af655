import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'flatted';
import { credentialsFor, postgresDataOf } from '../../sandbox/credentials';
import { castParts, type LinkedTask } from '../../sandbox/edits/pickTasks';
import { readExecution } from '../../sandbox/n8n/executions';
import { prepareWorkflow, readWorkflow, syncNodesOf, SYNC_NODE_TYPE } from '../../sandbox/n8n/workflow';
import { Narrator } from '../../sandbox/narrator';
import { claimFolder } from '../../sandbox/processes/claimFolder';
import { watchMemory } from '../../sandbox/processes/memory';
import { runCommand } from '../../sandbox/processes/runCommand';
import { Started } from '../../sandbox/processes/started';
import { together } from '../../sandbox/processes/together';
import { describeFinding, describeRun, runLineOf } from '../../sandbox/report';
import { openState } from '../../sandbox/state';
import { syncRunOf, type RunSummary } from '../../sandbox/syncRuns';

const counts = { seen: 1000, unchanged: 997, created: 0, updated: 3, deleted: 0, conflicted: 0, held: 0, skipped: 0, failed: 0 };
const summary: RunSummary = {
	mode: 'incremental', status: 'done', message: 'Done in 1.2 s: all is well.', durationMs: 1234, local: counts, remote: { ...counts, unchanged: 1000, updated: 0 },
	conflictCount: 1, failureCount: 0, written: { local: 3, remote: 0 }, remarks: ['The clock is late.'],
};

function executionWith(main: (readonly object[] | null)[], extra: object = {}): ReturnType<typeof readExecution> {
	const runData = { 'Batch Sync': [{ data: { main: main.map((items) => items?.map((json) => ({ json })) ?? null) } }] };
	return readExecution({ id: '1', status: 'success', data: stringify({ resultData: { runData, ...extra } }) });
}

describe('what a sync in n8n came to', () => {
	test('is read from the outputs of the node, without the item that only counts the rest', () => {
		const conflict = { localKey: '["row-1"]', remoteId: '7', title: 't', message: 'Both sides changed title.' };
		const run = syncRunOf(executionWith([[summary], [conflict, { note: '5 more', shown: 1, total: 6 }], null]), 'Batch Sync');
		expect(run).toEqual({ summary, conflicts: [conflict], failures: [] });
	});

	test('is an error with the words of the node where it has no summary', () => {
		expect(() => syncRunOf(executionWith([[], [], [], [{ error: 'The database does not answer.' }]]), 'Batch Sync')).toThrow('The sync did not run: The database does not answer.');
	});

	test('is an error with the words of n8n where the node did not run', () => {
		const execution = executionWith([], { error: { message: 'Credential not found' } });
		expect(() => syncRunOf(execution, 'Another node')).toThrow('The sync did not run: Credential not found');
	});

	test('is an error with the status n8n gives where nothing was stored', () => {
		expect(() => syncRunOf(readExecution({ id: '1', status: 'crashed', data: '' }), 'Batch Sync')).toThrow("The sync did not run: n8n calls the execution 'crashed'");
	});

	test('is told to people with counts that are not zero, conflicts and remarks', () => {
		const conflicts = Array.from({ length: 5 }, (_, index) => ({ localKey: '["row"]', remoteId: String(index), title: 'Pump', message: `Conflict ${index}.` }));
		expect(describeRun({ summary, conflicts, failures: [] })).toEqual([
			'Incremental sync: done in 1.2 s. all is well.',
			'  OpenProject: 1,000 seen: 1,000 unchanged',
			'  PostgreSQL:  1,000 seen: 997 unchanged, 3 updated',
			'  Conflicts: 1, failures: 0',
			"  ! 'Pump' (work package 0): Conflict 0.",
			"  ! 'Pump' (work package 1): Conflict 1.",
			"  ! 'Pump' (work package 2): Conflict 2.",
			'  ! and 2 more conflicts',
			'  - The clock is late.',
		]);
	});

	test('names a record without title or work package by its row', () => {
		expect(describeFinding({ localKey: '["row-1"]', remoteId: null, title: null, message: 'No.' })).toBe('row ["row-1"]: No.');
	});

	test('goes into the report as one object with the agreed names', () => {
		expect(runLineOf({ summary, conflicts: [], failures: [] })).toEqual({
			mode: 'incremental', status: 'done', durationMs: 1234, local: counts, remote: { ...counts, unchanged: 1000, updated: 0 }, conflicts: 1, failures: 0, written: { local: 3, remote: 0 },
		});
	});
});

describe('the workflow that is shipped', () => {
	const path = join(__dirname, '../../workflows/flrts-openproject-sync.json');
	const credentials = credentialsFor({ databaseUrl: 'postgresql://u:p@127.0.0.1:5433/flrts', openProjectUrl: 'http://127.0.0.1:1', openProjectKey: 'k' });
	const byType = Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));

	test('gets both credentials, an id, and nothing else', async () => {
		const shipped = await readWorkflow(path);
		const prepared = prepareWorkflow(shipped, { id: 'w', credentials: byType });
		const sync = prepared.nodes.find((node) => node.type === SYNC_NODE_TYPE)!;
		expect(sync.credentials).toEqual({ postgres: { id: credentials[0].id, name: 'FLRTS PostgreSQL' }, batchSyncOpenProjectApi: { id: credentials[1].id, name: 'OpenProject' } });
		expect({ ...prepared, id: undefined, nodes: prepared.nodes.map(({ credentials: _, ...node }) => node) }).toEqual({ ...shipped, id: undefined, nodes: shipped.nodes.map(({ credentials: _, ...node }) => node) });
	});

	test('gets the project of one\'s own system', async () => {
		const prepared = prepareWorkflow(await readWorkflow(path), { id: 'w', credentials: byType, project: 'mine' });
		expect(prepared.nodes.find((node) => node.type === SYNC_NODE_TYPE)!.parameters['project']).toEqual({ __rl: true, mode: 'id', value: 'mine' });
	});

	test('has a trigger for each kind of sync, one node that syncs, and a time zone', async () => {
		expect(syncNodesOf(await readWorkflow(path))).toEqual({ full: 'Full sync', incremental: 'Every 15 minutes', sync: 'Batch Sync', timeZone: 'America/New_York', project: expect.stringMatching(/^[a-z-]+$/) });
	});

	test('is refused where it wants a credential the sandbox does not have', async () => {
		const shipped = await readWorkflow(path);
		expect(() => prepareWorkflow(shipped, { id: 'w', credentials: {} })).toThrow("wants a credential of type 'postgres'");
	});
});

describe('a database address as a credential of n8n', () => {
	test('is taken apart, with what is encoded in it decoded', () => {
		expect(postgresDataOf('postgresql://postgres.ref:p%40ss%2Fw@db.example.com:6543/my%20db?sslmode=require')).toEqual({
			host: 'db.example.com', port: 6543, database: 'my db', user: 'postgres.ref', password: 'p@ss/w', maxConnections: 10, ssl: 'require', allowUnauthorizedCerts: true, sshTunnel: false,
		});
	});

	test('has the port and database that libpq would take, and IPv6 without brackets', () => {
		expect(postgresDataOf('postgres://ada@[::1]')).toMatchObject({ host: '::1', port: 5432, database: 'ada', ssl: 'disable' });
	});

	test('verifies certificates where asked to, and refuses modes that do not exist', () => {
		expect(postgresDataOf('postgres://h/d?sslmode=verify-full')).toMatchObject({ ssl: 'require', allowUnauthorizedCerts: false });
		expect(() => postgresDataOf('postgres://h/d?sslmode=always')).toThrow("sslmode 'always'");
	});
});

describe('the parts of the scripted edits', () => {
	const task = (id: number, extra: Partial<LinkedTask> = {}): LinkedTask => ({ id: `row-${id}`, workPackage: id, title: '', isLeaf: true, hasTime: false, ...extra });

	test('go to a task of their own each, one that suits', () => {
		const tasks = [task(1, { isLeaf: false }), ...Array.from({ length: 8 }, (_, index) => task(index + 2)), task(10, { hasTime: true })];
		const cast = castParts(tasks);
		expect(new Set(Object.values(cast).map(({ id }) => id)).size).toBe(8);
		expect(cast.deleted.isLeaf).toBe(true);
		expect(cast.remoteOnly.id).toBe('row-10');
	});

	test('cannot be given out where tasks are too few, or none can be deleted', () => {
		expect(() => castParts([task(1)])).toThrow('need 8 linked tasks, but there are 1');
		expect(() => castParts(Array.from({ length: 9 }, (_, index) => task(index, { isLeaf: false })))).toThrow('without subtasks');
	});
});

describe('what was started', () => {
	test('is ended in reverse order, once, and in spite of failures', async () => {
		const ended: string[] = [];
		const started = new Started();
		started.add('first', async () => void ended.push('first'));
		started.add('second', async () => { throw new Error('stuck'); });
		started.add('third', async () => void ended.push('third'));
		const [one, two] = await Promise.all([started.closeAll(), started.closeAll()]);
		expect(ended).toEqual(['third', 'first']);
		expect(one).toEqual(['second did not end cleanly: stuck']);
		expect(two).toEqual(one);
	});

	test('side by side, is waited for when one part fails, and the first failure is the one reported', async () => {
		let isOver = false;
		const work = together<[void, void]>(new AbortController().signal, [
			async () => { throw new Error('no room'); },
			async (signal) => {
				await new Promise((resolve) => setTimeout(resolve, 30));
				isOver = true;
				signal.throwIfAborted();
			},
		]);
		await expect(work).rejects.toThrow('no room');
		expect(isOver).toBe(true);
	});

	test('a command is killed with all it started when asked to stop', async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 100);
		const script = 'sleep 30 & echo $!; wait';
		const { code, stdout } = await runCommand({ file: 'sh', args: ['-c', script], signal: stop.signal });
		expect(code).toBeNull();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(await isRunning(Number(stdout.trim()))).toBe(false);
	});

	test('a command that does not exist is a result, not an exception', async () => {
		expect(await runCommand({ file: '/no/such/command', args: [] })).toMatchObject({ code: null, stderr: expect.stringContaining('ENOENT') });
	});
});

describe('the memory of a process', () => {
	test('is told now and at its highest since the watch began', async () => {
		const watch = watchMemory(process.pid);
		const before = (await watch.now())!;
		let ballast: Buffer | null = Buffer.alloc(60_000_000, 1);
		expect(ballast[1000]).toBe(1);
		await watch.now();
		ballast = null;
		const peak = (await watch.peak())!;
		watch.stop();
		expect(peak).toBeGreaterThan(before + 40_000_000);
	});

	test('is unknown once it is gone', async () => {
		const watch = watchMemory(2 ** 22 - 1);
		expect([await watch.now(), await watch.peak()]).toEqual([null, null]);
		watch.stop();
	});
});

/** Killed processes may stay as zombies where nobody collects them. */
async function isRunning(pid: number): Promise<boolean> {
	const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
	return status !== null && !/\) Z /.test(status);
}

describe('the state of a sandbox', () => {
	let checkout: string;
	beforeEach(async () => {
		checkout = await mkdtemp(join(tmpdir(), 'launcher-state-'));
	});
	afterEach(async () => await rm(checkout, { recursive: true, force: true }));
	const options = { once: false, tasks: 50, port: 5678, own: null };

	test('is taken up again after a clean end, with the same secrets', async () => {
		const first = await openState(options, checkout, () => undefined);
		expect(first.isNew).toBe(true);
		await first.keep({ hasWorkflow: true, endedCleanly: true });
		await first.close();
		const second = await openState(options, checkout, () => undefined);
		expect(second.isNew).toBe(false);
		expect(second.kept).toEqual({ ...first.kept, endedCleanly: false });
		await second.close();
	});

	test('is thrown away when the last one did not end cleanly, and that is said', async () => {
		const first = await openState(options, checkout, () => undefined);
		await first.close();
		const said: string[] = [];
		const second = await openState(options, checkout, (line) => said.push(line));
		expect(second.isNew).toBe(true);
		expect(second.kept.encryptionKey).not.toBe(first.kept.encryptionKey);
		expect(said).toEqual(['the last sandbox here did not end cleanly; starting afresh']);
		await second.close();
	});

	test('belongs to one process at a time; another number of tasks has its own', async () => {
		const first = await openState(options, checkout, () => undefined);
		await expect(openState(options, checkout, () => undefined)).rejects.toThrow(`Another sandbox (process ${process.pid}) works on`);
		const other = await openState({ ...options, tasks: 51 }, checkout, () => undefined);
		await Promise.all([first.close(), other.close()]);
	});

	test('is taken over from a process that is gone', async () => {
		const { stdout } = await runCommand({ file: 'sh', args: ['-c', 'echo $$'] });
		const free = await claimFolder(join(checkout, 'f'));
		await free();
		const { writeFile } = await import('node:fs/promises');
		await writeFile(join(checkout, 'f.running'), stdout.trim());
		await (await claimFolder(join(checkout, 'f')))();
	});

	test('with --once is a folder that is gone afterwards', async () => {
		const state = await openState({ ...options, once: true }, checkout, () => undefined);
		expect(state.isTemporary).toBe(true);
		expect(JSON.parse(await readFile(join(state.folder, 'state.json'), 'utf8'))).toEqual(state.kept);
		await state.close();
		await expect(readFile(join(state.folder, 'state.json'))).rejects.toThrow('ENOENT');
	});
});

test('people get lines with the seconds since the start, further lines set under the first', () => {
	let text = '';
	new Narrator((written) => (text += written)).say('one', 'two\nthree');
	expect(text).toMatch(/^\[ {3}0\.0 s\] one\n {11}two\n {11}three\n$/);
});
