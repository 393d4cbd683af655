import { writeSync } from 'node:fs';
import { createHome } from './home';
import { playSeed } from './seed';
import type { SeedReport } from './seed';
import type { SeedLine } from './index';

/** Plays every `step`th seed from `first` to before `end`, and tells each as a line of JSON. */
async function main([first = 0, end = 0, step = 1, trace = 0]: readonly number[]): Promise<void> {
	const home = await createHome();
	for (let seed = first; seed < end; seed += step) tell(await playSeed(home, seed).catch((error: unknown) => failed(seed, error)), trace === 1);
	await home.close();
}

function tell({ troubles, trace, ...report }: SeedReport, hasTrace: boolean): void {
	const line: SeedLine = { ...report, troubles: Object.fromEntries(troubles), trace: hasTrace ? trace : null };
	writeSync(1, `${JSON.stringify(line)}\n`);
}

/** The play itself came to nothing: that counts as broken too. */
function failed(seed: number, error: unknown): SeedReport {
	return { seed, broken: [`the play failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`], troubles: new Map(), trace: [], traceHash: '', counts: { runs: 0, events: 0, records: 0, edits: 0, writes: 0, conflicts: 0 } };
}

void main(process.argv.slice(2).map(Number)).then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		process.exit(1);
	},
);
