/**
 * Measures the package against what it promises about speed and memory.
 *
 *     npm run bench               everything, in twelve minutes on two quiet cores
 *     npm run bench -- upsert     batch upserts, against psql
 *     npm run bench -- sync       full and incremental syncs, against the OpenProject stand-in
 *     npm run bench -- nodes      nodes, against n8n's own on the same items
 *     npm run bench -- --help     options for quick trials
 *
 * It tells on stderr what it does and how far single measurements were apart, prints a table on stdout, and adds the figures
 * to bench/results.json: `{ "<name>": { "value", "unit", "goal", "better" } }`, where a goal of null means for information.
 * It ends with 0 where everything was measured, met or not; the table names what was missed. A machine that is busy with
 * something else distorts the figures: it is said at the start, and what looks odd is worth repeating.
 *
 * upsert: 100,000 rows of 12 columns, into an empty table, into one that holds the same rows, and into one where every tenth
 * row differs. Our clock starts with the rows as JavaScript objects in memory and ends with the commit; connecting is in it.
 * psql's starts with a file in COPY's text form on disk and ends with psql; starting it is in it, and stated on its own. psql
 * runs what a careful person writes by hand: staging table, one UPDATE of the rows that differ, one INSERT of the missing. Medians of alternating
 * rounds, each from the same state of the table, after a warm-up of either side whose outcome is checked row by row.
 *
 * sync: 10,000 and 100,000 FLRTS tasks. PostgreSQL (default settings, durable), the stand-in and the engine are processes of
 * their own, the engine's a fresh one for each size. In order:
 * - full_*: every task becomes a work package; 10 workers, no latency. Memory is resident memory: the peak (the kernel's own
 *   where it tells, and a sample every 50 ms) less what the process holds idle, loaded and connected. Its heap is limited to
 *   192 MB, because V8 leaves garbage lying as long as there is room, and the peak would show the room, not the need.
 * - first_incremental, second_incremental: eleven and twenty-two minutes later by OpenProject's clock, nobody having edited.
 * - write_rate, 3_workers_vs_1: updates in incremental runs at 50 ms a request; writes by the time from the first step of
 *   applying to its last. efficiency is the share of workers / 50 ms; workers_busy allows for what the server itself needs.
 * - incremental_100_changes, nothing_to_do: runs eleven minutes apart, with 50 edits on either side and with none, both sizes in
 *   turn, 10 workers, at 50 ms a request (goals) and at none (information: shows what grows with the number of links).
 *
 * nodes: n8n's execution engine with n8n's own nodes and ours, in one process of the n8n that the sandbox uses, against one
 * PostgreSQL. Times are n8n's own count of a node's execution; medians of alternating rounds after a warm-up of either.
 */
import { join } from 'node:path';
import { Narrator } from '../sandbox/narrator';
import { stopOnSignals } from '../sandbox/processes/signals';
import { Started } from '../sandbox/processes/started';
import { HELP, isTrial, parseArguments, type BenchOptions, type Section } from './args';
import type { BenchContext } from './context';
import { withoutGoals, type Figure } from './figures';
import { describeHost } from './host';
import { addToResults } from './results';
import { measureNodes } from './nodes';
import { measureSync } from './sync';
import { tableOf, verdictOf } from './table';
import { measureUpsert } from './upsert';
import { requirePsql } from './upsert/psql';

const RESULTS = join(__dirname, 'results.json');

type Measure = (context: BenchContext, options: BenchOptions) => Promise<readonly Figure[]>;

const MEASURES: Readonly<Record<Section, Measure>> = { upsert: measureUpsert, sync: measureSync, nodes: measureNodes };

async function main(argv: readonly string[]): Promise<number> {
	const parsed = parseArguments(argv);
	switch (parsed.status) {
		case 'help':
			process.stdout.write(HELP);
			return 0;
		case 'wrong':
			process.stderr.write(`${parsed.message}\n`);
			return 2;
		case 'run':
			return await measure(parsed.options);
		default:
			return parsed satisfies never;
	}
}

/** Measures section by section; what one started has ended before the next begins. */
async function measure(options: BenchOptions): Promise<number> {
	const { say } = new Narrator();
	const stopping = stopOnSignals(say);
	const figures: Figure[] = [];
	try {
		if (options.sections.includes('upsert')) await requirePsql();
		say(...describeHost());
		for (const section of options.sections) {
			const measured = await measureSection(section, options, { say, signal: stopping.signal });
			if (!isTrial(options)) await addToResults(RESULTS, measured);
			figures.push(...measured);
		}
	} catch (error) {
		say(stopping.exitCode() === null ? sentenceOf(error) : 'interrupted');
		return stopping.exitCode() ?? 1;
	}
	const judged = isTrial(options) ? withoutGoals(figures) : figures;
	process.stdout.write(`${tableOf(judged)}\n\n${isTrial(options) ? 'A trial at other than the default sizes: goals are not judged, and bench/results.json is left as it is.' : verdictOf(judged)}\n`);
	return 0;
}

async function measureSection(section: Section, options: BenchOptions, around: Pick<BenchContext, 'say' | 'signal'>): Promise<readonly Figure[]> {
	const started = new Started();
	const isAborted = new Promise<never>((_, reject) => around.signal.addEventListener('abort', () => reject(around.signal.reason as Error), { once: true }));
	isAborted.catch(() => undefined);
	try {
		return await Promise.race([MEASURES[section]({ ...around, started }, options), isAborted]);
	} finally {
		around.say(...(await started.closeAll()));
	}
}

function sentenceOf(error: unknown): string {
	return error instanceof Error && error.message !== '' ? error.message : String(error);
}

// Whoever reads us may go away early; that must not keep us from ending what was started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

void main(process.argv.slice(2)).then((code) => process.exit(code));
