import { join } from 'node:path';
import type { PackageCopies } from './copyPackage';
import type { Mutation } from './mutation';
import { runJest } from './runJest';

const TIMEOUT_MS = 1_200_000;

/** Runs the tests named for the mutations once as they are, all in one call. Says which fail, or are not there. */
export async function failuresUnbroken(chosen: readonly Mutation[], copies: PackageCopies, signal: AbortSignal): Promise<readonly string[]> {
	const tested = chosen.filter(({ tests }) => tests.length > 0);
	if (tested.length === 0) return [];
	const outcome = await runJest({
		root: copies.roots[0] as string,
		files: [...new Set(tested.flatMap(({ tests }) => tests))],
		testName: [...new Set(tested.map(({ testName }) => `(${testName})`))].join('|'),
		resultFile: join(copies.folder, 'unbroken.json'),
		workers: copies.roots.length,
		timeoutMs: TIMEOUT_MS,
		signal,
	});
	if (outcome.status === 'timed_out') return [`They did not end within ${TIMEOUT_MS / 60_000} minutes.`];
	if (outcome.status === 'no_result') return [outcome.message];
	const missing = tested.flatMap(({ name, tests, testName }) =>
		// As Jest does: without regard to case.
		tests.filter((file) => !outcome.tests.some((test) => test.file === file && new RegExp(testName, 'i').test(test.name))).map((file) => `${file} has no test named '${testName}' (for '${name}').`),
	);
	return [...outcome.broken.map(({ file, message }) => `${file}: ${message}`), ...outcome.tests.filter(({ isPassed }) => !isPassed).map(({ file, name }) => `${file}: ${name}`), ...missing];
}
