/**
 * Measures the package against what it promises about speed and memory.
 *
 *     npm run bench               everything, in about a quarter of an hour
 *     npm run bench -- upsert     batch upserts, against psql
 *     npm run bench -- sync       full and incremental syncs, against the OpenProject stand-in
 *     npm run bench -- --help     options for quick trials
 *
 * It tells on stderr what it does and how far single measurements were apart, prints a table on stdout, and adds the figures
 * to bench/results.json: `{ "<name>": { "value", "unit", "goal", "better" } }`, where a goal of null means for information.
 * It ends with 0 where everything was measured, met or not; the table names what was missed. A busy machine makes figures
 * worse, never better: repeat what looks odd on a quiet one.
 *
 * upsert: 100,000 rows of 12 columns, into an empty table, into one that holds the same rows, and into one where every tenth
 * row differs. Our clock starts with the rows as JavaScript objects in memory and ends with the commit; connecting is in it.
 * psql's starts with a file in COPY's text form on disk and ends with psql; starting it is in it, and stated on its own. psql
 * runs the statements that the upsert sent, but its reads of the catalog and its checks of the keys. Medians of alternating
 * rounds, each from the same state of the table, after a warm-up of either side whose outcome is checked row by row.
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
import { measureSync } from './sync';
import { tableOf, verdictOf } from './table';
import { measureUpsert } from './upsert';
import { requirePsql } from './upsert/psql';

const RESULTS = join(__dirname, 'results.json');

type Measure = (context: BenchContext, options: BenchOptions) => Promise<readonly Figure[]>;

const MEASURES: Readonly<Record<Section, Measure>> = { upsert: measureUpsert, sync: measureSync };

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
