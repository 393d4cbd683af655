import { readNumbers } from '../command';
import type { SimulateCommand } from '../command';
import { playCase } from './playCase';

const TOLD = 20;

/** Plays cases of the planner alone: pure, so a hundred thousand take a minute or two. */
export const plan: SimulateCommand = {
	usage: `  plan --seeds 100000 --first-seed 1
      The planner alone: three states that resemble each other, random mappings and policies, failing writes, decisions and
      edits in between. It comes to rest, both sides agree, order does not matter, the sides swapped give the mirror image.`,
	async run(args) {
		const options = readNumbers(args, { seeds: 100_000, 'first-seed': 1 });
		let broken = 0;
		for (let seed = options['first-seed']; seed < options['first-seed'] + options.seeds; seed += 1) {
			const found = playCase(seed);
			if (found.length === 0) continue;
			broken += 1;
			if (broken <= TOLD) process.stdout.write(`${found.slice(0, 3).join('\n')}\n  again: npm run simulate -- plan --seeds 1 --first-seed ${seed}\n`);
		}
		process.stdout.write(`${options.seeds - broken} held, ${broken} broke\n`);
		return broken === 0;
	},
};
