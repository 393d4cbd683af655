import { spawn } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { startTestServer, TEST_SERVER_URL } from '../../support/testServer';
import { readNumbers } from '../command';
import type { SimulateCommand } from '../command';
import type { SeedReport } from './seed';

/** What a worker tells of one seed, as a line of JSON. */
export interface SeedLine extends Omit<SeedReport, 'troubles' | 'trace'> {
	readonly troubles: Readonly<Record<string, number>>;
	/** Only where it was asked for. */
	readonly trace: readonly string[] | null;
}

const TELL_EVERY = 100;
/** Names of broken promises told per seed, at most. */
const TOLD = 8;

/**
 * Plays seeds of the whole engine in worker processes and judges each. Prints what was broken with the command that plays it again,
 * and at the end figures of all.
 */
export const engine: SimulateCommand = {
	usage: `  engine --seeds 100 --first-seed 1 --workers ${availableParallelism()} --trace 0
      The whole engine against a real PostgreSQL and the OpenProject stand-in in virtual time: edits before, during and after
      runs, crashes, lost, late and wrong answers, failing transactions, shifted clocks, withdrawn rights, several runs at once.
      --trace 1 prints every event.`,
	async run(args) {
		const options = readNumbers(args, { seeds: 100, 'first-seed': 1, workers: availableParallelism(), trace: 0 });
		const server = await startTestServer({ jit: 'off' });
		const totals = new Totals();
		try {
			const count = Math.max(1, Math.min(options.workers, options.seeds));
			await Promise.all(Array.from({ length: count }, (_, worker) => playPart(server.url, { ...options, step: count, offset: worker }, (line) => totals.add(line))));
		} finally {
			await server.stop();
		}
		process.stdout.write(totals.told());
		return totals.played === options.seeds && totals.broken === 0;
	},
};

function playPart(url: string, part: { readonly 'first-seed': number; readonly seeds: number; readonly step: number; readonly offset: number; readonly trace: number }, tell: (line: SeedLine) => void): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'worker.ts'), String(part['first-seed'] + part.offset), String(part['first-seed'] + part.seeds), String(part.step), String(part.trace)], {
			env: { ...process.env, [TEST_SERVER_URL]: url }, stdio: ['ignore', 'pipe', 'inherit'],
		});
		createInterface({ input: child.stdout }).on('line', (line) => tell(JSON.parse(line) as SeedLine));
		child.on('error', reject);
		child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}.`))));
	});
}

class Totals {
	played = 0;
	broken = 0;
	private readonly counts: Record<string, number> = {};
	private readonly troubles: Record<string, number> = {};
	private readonly begun = performance.now();

	add(line: SeedLine): void {
		this.played += 1;
		for (const [name, count] of Object.entries(line.counts)) this.counts[name] = (this.counts[name] ?? 0) + count;
		for (const [name, count] of Object.entries(line.troubles)) this.troubles[name] = (this.troubles[name] ?? 0) + count;
		if (line.trace !== null) process.stdout.write(`${line.trace.join('\n')}\nseed ${line.seed}: trace ${line.traceHash}\n`);
		if (line.broken.length > 0) {
			this.broken += 1;
			const more = line.broken.length > TOLD ? `\n  and ${line.broken.length - TOLD} more` : '';
			process.stdout.write(`seed ${line.seed} broke:\n${line.broken.slice(0, TOLD).map((one) => `  ${one}`).join('\n')}${more}\n  again: npm run simulate -- engine --seeds 1 --first-seed ${line.seed} --trace 1\n  what was played: ${join(tmpdir(), `batch-sync-seed-${line.seed}.trace`)}, trace ${line.traceHash}\n`);
		}
		if (this.played % TELL_EVERY === 0) process.stderr.write(`${this.played} seeds, ${this.broken} broken, ${Math.round((performance.now() - this.begun) / 1000)} s\n`);
	}

	told(): string {
		const list = (counts: Readonly<Record<string, number>>): string => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${name}: ${count}`).join('\n');
		return `${this.played} seeds in ${Math.round((performance.now() - this.begun) / 1000)} s\n${list(this.counts)}\ntroubles\n${list(this.troubles)}\n${this.played - this.broken} held, ${this.broken} broke\n`;
	}
}
