import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageCopies } from './copyPackage';
import { mutate } from './mutation';
import type { Mutation } from './mutation';
import { runJest } from './runJest';

/** A mutation may make the engine run in circles. */
const TIMEOUT_MS = 240_000;

/** What became of a mutation. */
export interface Verdict {
	readonly mutation: Mutation;
	readonly isCaught: boolean;
	/** Which test noticed, or which did not. */
	readonly text: string;
}

/** Tries every mutation, one at a time in each copy, and says what came of it as it goes along. */
export async function tryAll(chosen: readonly Mutation[], copies: PackageCopies, signal: AbortSignal, say: (line: string) => void): Promise<readonly Verdict[]> {
	const waiting = [...chosen];
	const verdicts: Verdict[] = [];
	const lanes = copies.roots.map(async (root, lane) => {
		for (let mutation = waiting.shift(); mutation !== undefined && !signal.aborted; mutation = waiting.shift()) {
			const verdict = await tryOne(mutation, root, join(copies.folder, `results-${lane}.json`), signal);
			verdicts.push(verdict);
			say(`${String(verdicts.length).padStart(3)} of ${chosen.length}`);
			process.stdout.write(`${verdict.isCaught ? 'caught  ' : 'SURVIVED'} ${mutation.name}: ${verdict.text}\n`);
		}
	});
	// All lanes have ended before the copies go.
	const outcomes = await Promise.allSettled(lanes.map((lane) => lane.catch((error: unknown) => {
		waiting.length = 0;
		throw error;
	})));
	for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
	signal.throwIfAborted();
	return verdicts;
}

async function tryOne(mutation: Mutation, root: string, resultFile: string, signal: AbortSignal): Promise<Verdict> {
	if (mutation.tests.length === 0) return { mutation, isCaught: false, text: 'no test is named for it' };
	const path = join(root, mutation.file);
	const original = await readFile(path, 'utf8');
	await writeFile(path, mutate(mutation, original));
	try {
		const outcome = await runJest({ root, files: mutation.tests, testName: mutation.testName, resultFile, workers: 1, timeoutMs: TIMEOUT_MS, signal });
		if (outcome.status === 'timed_out') return { mutation, isCaught: true, text: `no end after ${TIMEOUT_MS / 1000} s` };
		if (outcome.status === 'no_result') throw new Error(`'${mutation.name}': Jest came to no result.\n${outcome.message}`);
		const [broken] = outcome.broken;
		if (broken !== undefined) throw new Error(`'${mutation.name}': ${broken.file} could not be loaded, which says nothing.\n${broken.message}`);
		const failed = outcome.tests.filter(({ isPassed }) => !isPassed);
		const unmoved = mutation.tests.filter((file) => !failed.some((test) => test.file === file));
		const [first] = failed;
		if (first === undefined || unmoved.length > 0) return { mutation, isCaught: false, text: `${unmoved.join(', ')} passed` };
		return { mutation, isCaught: true, text: `${first.name}${failed.length === 1 ? '' : ` and ${failed.length - 1} more`}` };
	} finally {
		await writeFile(path, original);
	}
}
