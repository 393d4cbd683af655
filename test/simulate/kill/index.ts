import { readNumbers, type SimulateCommand } from '../command';
import { Arena } from './arena';
import { playN8nRounds } from './n8n/rounds';
import { playRound } from './round';
import { Tally } from './tally';

const DEFAULTS = { rounds: 100, 'first-seed': 1, 'n8n-rounds': 5 };

export const kill: SimulateCommand = {
	usage: `  kill --rounds ${DEFAULTS.rounds} --first-seed ${DEFAULTS['first-seed']} --n8n-rounds ${DEFAULTS['n8n-rounds']}
      Real processes: kills the engine and PostgreSQL in turn in the middle of a sync, and n8n in the middle of the shipped
      workflow (a minute each, since the lease of a killed run has to pass). Nothing is lost, nothing is there twice. The same
      seed strikes at the same moment; what the machine makes of that moment may differ a little.`,

	async run(args) {
		const options = readNumbers(args, DEFAULTS);
		const say = (line: string): void => void process.stderr.write(`${line}\n`);
		const tally = new Tally(say);
		if (options.rounds > 0) await playRounds(options['first-seed'], options.rounds, tally);
		if (options['n8n-rounds'] > 0) await playN8nRounds(options['first-seed'], options['n8n-rounds'], tally, say);
		process.stdout.write(`${tally.closingLine()}\n`);
		return tally.isClean;
	},
};

async function playRounds(first: number, rounds: number, tally: Tally): Promise<void> {
	let arena = await Arena.open();
	try {
		for (let seed = first; seed < first + rounds; seed += 1) {
			try {
				tally.add(seed, await playRound(arena, seed, seed % 2 === 1 ? 'engine' : 'database'));
			} catch (error) {
				tally.fail(seed, error);
				// What a round that broke off left behind must not trouble the next.
				await arena.close();
				arena = await Arena.open();
			}
		}
	} finally {
		await arena.close();
	}
}
