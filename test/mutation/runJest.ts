import { readFile, realpath, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { lastLines, runCommand } from '../../sandbox/processes/runCommand';

export interface JestRun {
	/** Root of the package, or of a copy. */
	readonly root: string;
	readonly files: readonly string[];
	readonly testName: string;
	/** Where Jest writes its results to; removed afterwards. */
	readonly resultFile: string;
	/** How many test files at once. */
	readonly workers: number;
	/** Jest and all it started are killed after this long. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
}

/** One test that ran, whatever became of it. */
export interface RanTest {
	/** From the root. */
	readonly file: string;
	readonly name: string;
	readonly isPassed: boolean;
}

export type JestOutcome =
	| { readonly status: 'ended'; readonly tests: readonly RanTest[]; readonly broken: readonly { readonly file: string; readonly message: string }[] }
	/** It was killed when its time was up. */
	| { readonly status: 'timed_out' }
	/** It did not come to any result. */
	| { readonly status: 'no_result'; readonly message: string };

interface JestResults {
	readonly testResults: ReadonlyArray<{
		readonly name: string;
		readonly message: string;
		readonly assertionResults: ReadonlyArray<{ readonly fullName: string; readonly status: string }>;
	}>;
}

/** Runs tests and says what became of each. A file that could not even be loaded is `broken`: it tells nothing about any test. */
export async function runJest(run: JestRun): Promise<JestOutcome> {
	const args = [join('node_modules', 'jest', 'bin', 'jest.js'), ...run.files, '-t', run.testName, '--json', '--outputFile', run.resultFile, '--maxWorkers', String(run.workers), '--runTestsByPath'];
	const startedAt = performance.now();
	const result = await runCommand({ file: process.execPath, args, cwd: run.root, env: { ...process.env, FORCE_COLOR: '0' }, signal: run.signal, timeoutMs: run.timeoutMs });
	run.signal.throwIfAborted();
	if (result.code === null && performance.now() - startedAt >= run.timeoutMs) return { status: 'timed_out' };
	try {
		const root = await realpath(run.root);
		return ended(JSON.parse(await readFile(run.resultFile, 'utf8')) as JestResults, root);
	} catch {
		return { status: 'no_result', message: lastLines(result.stderr, 15) };
	} finally {
		await rm(run.resultFile, { force: true });
	}
}

function ended({ testResults }: JestResults, root: string): JestOutcome {
	const fileOf = (name: string): string => relative(root, name).replaceAll('\\', '/');
	return {
		status: 'ended',
		tests: testResults.flatMap((file) =>
			file.assertionResults.filter(({ status }) => status === 'passed' || status === 'failed').map((one) => ({ file: fileOf(file.name), name: one.fullName, isPassed: one.status === 'passed' })),
		),
		broken: testResults.filter((file) => file.assertionResults.length === 0).map((file) => ({ file: fileOf(file.name), message: lastLines(file.message, 15) })),
	};
}
