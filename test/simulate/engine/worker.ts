import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groundOf } from './grounds';
import { createHome } from './home';
import type { Home } from './home';
import { playSeed } from './seed';
import type { SeedReport } from './seed';
import type { SeedLine } from './index';

/** Plays every `step`th seed from `first` to before `end`, and tells each as a line of JSON. */
async function main([first = 0, end = 0, step = 1, trace = 0]: readonly number[]): Promise<void> {
	const homes = new Map<string, Home>();
	for (let seed = first; seed < end; seed += step) {
		const ground = groundOf(seed);
		const home = homes.get(ground.name) ?? (await createHome(ground));
		homes.set(ground.name, home);
		await tell(await playSeed(home, seed), trace === 1);
	}
	for (const home of homes.values()) await home.close();
}

function tell({ troubles, trace, ...report }: SeedReport, hasTrace: boolean): Promise<void> {
	const line: SeedLine = { ...report, troubles: Object.fromEntries(troubles), trace: hasTrace ? trace : null };
	// Whatever depends on the speed of the machine would not show again: what was played is kept.
	if (report.broken.length > 0) writeFileSync(join(tmpdir(), `batch-sync-seed-${report.seed}.trace`), `${trace.join('\n')}\n${report.broken.join('\n')}\n`);
	return new Promise((resolve) => void process.stdout.write(`${JSON.stringify(line)}\n`, () => resolve()));
}

void main(process.argv.slice(2).map(Number)).then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		process.exit(1);
	},
);
