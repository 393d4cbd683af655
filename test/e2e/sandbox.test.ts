import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '../../sandbox/n8n/cacheFolder';
import { INSTALLED_N8N } from '../../sandbox/n8n/versions';
import type { OnceReport } from '../../sandbox/report';

const CHECKOUT = join(__dirname, '../..');

/** n8n is 3 GB: `npm start` and `npm run e2e` fetch it, `npm test` does not. */
function isN8nThere(): boolean {
	const cache = cacheFolder({ platform: process.platform, home: homedir(), env: process.env });
	const onPath = (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, 'n8n')));
	return onPath || existsSync(join(cache, `n8n-${INSTALLED_N8N}`, 'node_modules', 'n8n', 'bin', 'n8n'));
}

const withN8n = isN8nThere() ? describe : describe.skip;

interface Sandbox {
	readonly child: ChildProcess;
	stdout: string;
	stderr: string;
	readonly ended: Promise<number | null>;
}

const running = new Set<Sandbox>();

function startSandbox(...args: readonly string[]): Sandbox {
	const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/start.ts', ...args], { cwd: CHECKOUT, stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
	const sandbox: Sandbox = { child, stdout: '', stderr: '', ended };
	child.stdout.setEncoding('utf8').on('data', (text: string) => (sandbox.stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (sandbox.stderr += text));
	running.add(sandbox);
	void ended.then(() => running.delete(sandbox));
	return sandbox;
}

/** What a failing sandbox said is what a person needs to see. */
async function until(sandbox: Sandbox, pattern: RegExp): Promise<RegExpExecArray> {
	for (;;) {
		const found = pattern.exec(sandbox.stderr);
		if (found !== null) return found;
		if (sandbox.child.exitCode !== null) throw new Error(`The sandbox ended before it said ${pattern}:\n${sandbox.stderr}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function isListening(url: string): Promise<boolean> {
	return await fetch(url, { signal: AbortSignal.timeout(2000) }).then(() => true, () => false);
}

afterAll(async () => {
	for (const sandbox of running) {
		sandbox.child.kill('SIGTERM');
		await sandbox.ended;
	}
}, 60_000);

withN8n('the sandbox in a real n8n (skipped where n8n is not installed; npm start installs it)', () => {
	test('with --once, syncs fully, carries edits made on both sides, writes nothing at last, and finds both sides in agreement', async () => {
		const sandbox = startSandbox('--once', '--tasks', '60');
		const code = await sandbox.ended;
		const report = JSON.parse(sandbox.stdout.trim().split('\n').at(-1)!) as OnceReport;
		expect({ code, problems: report.problems, said: report.inSync ? '' : sandbox.stderr }).toEqual({ code: 0, problems: [], said: '' });
		expect(report.inSync).toBe(true);
		expect(report.n8n).toMatch(/^\d+\.\d+\.\d+$/);
		expect(report.runs.map(({ mode, status, conflicts, failures }) => ({ mode, status, conflicts, failures }))).toEqual([
			{ mode: 'full_sync', status: 'done', conflicts: 0, failures: 0 },
			{ mode: 'incremental', status: 'done', conflicts: 1, failures: 0 },
			{ mode: 'incremental', status: 'done', conflicts: 1, failures: 0 },
		]);
		expect(report.runs[0]!.remote).toMatchObject({ created: 60, failed: 0 });
		expect(report.runs[1]!.written).toEqual({ local: expect.any(Number), remote: expect.any(Number) });
		expect(report.runs[1]!.written.local).toBeGreaterThanOrEqual(3);
		expect(report.runs[1]!.written.remote).toBeGreaterThanOrEqual(4);
		expect(report.runs[2]!.written).toEqual({ local: 0, remote: 0 });
		expect(report['compared']).toBe(61);
	}, 300_000);

	test('stays up with the schedule on until Ctrl-C, which leaves nothing running, and goes on from there the next time', async () => {
		const folder = join(CHECKOUT, '.sandbox', 'tasks-23');
		rmSync(folder, { recursive: true, force: true });
		try {
			const first = startSandbox('--tasks', '23');
			const [, url] = await until(first, /Open\s+(http:\S+)\/workflow/);
			const [, openProject] = await until(first, /OpenProject (http:\S+?)\/api/);
			await until(first, /Ctrl-C ends it all/);
			expect(first.stderr).toContain('23 created');
			expect(await isListening(url!)).toBe(true);
			first.child.kill('SIGINT');
			expect(await first.ended).toBe(0);
			expect([await isListening(url!), await isListening(openProject!)]).toEqual([false, false]);
			expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
			expect(readFileSync(join(folder, 'n8n.log'), 'utf8')).toContain('Received SIGTERM');

			const second = startSandbox('--tasks', '23');
			await until(second, /Ctrl-C ends it all/);
			expect(second.stderr).toContain('23 work packages');
			expect(second.stderr).toContain('In step; nothing had to be written.');
			expect(second.stderr).toContain('The workflow syncs every 15 minutes from now on.');
			second.child.kill('SIGTERM');
			expect(await second.ended).toBe(0);
		} finally {
			for (const sandbox of running) {
				sandbox.child.kill('SIGTERM');
				await sandbox.ended;
			}
			rmSync(folder, { recursive: true, force: true });
		}
	}, 300_000);
});

describe('the command line', () => {
	test('explains itself with --help', async () => {
		const sandbox = startSandbox('--help');
		expect(await sandbox.ended).toBe(0);
		expect(sandbox.stdout).toContain('--openproject-project');
	});

	test('ends with 2 and a sentence where it makes no sense', async () => {
		const sandbox = startSandbox('--tasks', 'lots');
		expect(await sandbox.ended).toBe(2);
		expect(sandbox.stderr).toBe("--tasks is 'lots'; it must be a whole number from 1 to 1000000.\n");
		expect(sandbox.stdout).toBe('');
	});
});
