import { readNumbers, WrongArgument, type SimulateCommand } from '../command';
import { compareQuarters, tableOf } from './limits';
import type { Sample } from './sample';
import { soakSync } from './soak';

const DEFAULTS = { runs: 400, records: 2000, seed: 1 };
const FEWEST_RUNS = 20;

export const soak: SimulateCommand = {
	usage: `  soak --runs ${DEFAULTS.runs} --records ${DEFAULTS.records} --seed ${DEFAULTS.seed}
      One engine for hundreds of runs with edits between them, times compressed: what is kept for weeks is kept for seconds.
      From the second quarter to the last, memory, connections, sockets and tables do not grow beyond their limits.`,

	async run(args) {
		const options = readNumbers(args, DEFAULTS);
		if (options.runs < FEWEST_RUNS) throw new WrongArgument(`--runs is ${options.runs}; it must be at least ${FEWEST_RUNS}, or there is nothing to compare.`);
		const { samples, written, problems } = await soakSync({ ...options, onSample: tell });
		const compared = compareQuarters(samples, options.records);
		process.stdout.write(`${tableOf(compared)}\n`);
		for (const problem of problems.slice(0, 20)) process.stdout.write(`${problem}\n`);
		const broken = compared.filter(({ holds }) => !holds).length;
		process.stdout.write(`${options.runs} runs, ${options.records} records, ${written.local} rows and ${written.remote} work packages written; ${broken} limits broken, ${problems.length} other problems\n`);
		return broken === 0 && problems.length === 0;
	},
};

function tell({ run, figures }: Sample, tookMs: number): void {
	const mb = ((figures['heap bytes'] ?? 0) / 1024 / 1024).toFixed(1);
	process.stderr.write(`run ${run}: ${Math.round(tookMs)} ms; heap ${mb} MB, ${figures['connections']} connections, ${figures['sockets']} sockets, ${figures['run rows']} runs, ${figures['operation rows']} operations\n`);
}
