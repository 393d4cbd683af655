import { createHome } from '../engine/home';
import { readNumbers } from '../command';
import type { SimulateCommand } from '../command';
import { ACTIONS } from './actions';
import type { Action } from './actions';
import { playPath } from './playPath';

/** Every sequence of actions on one record, breadth first; from states that were reached before nothing is tried twice. */
export const model: SimulateCommand = {
	usage: `  model --depth 5
      One record, two sides: every sequence of edits, deletions, creations, syncs and syncs that die, up to this length.
      From every state that can be reached both sides come into step and nothing is lost.`,
	async run(args) {
		const { depth } = readNumbers(args, { depth: 5 });
		const home = await createHome();
		const known = new Set<string>();
		let broken = 0;
		let played = 0;
		let paths: readonly (readonly Action[])[] = [[]];
		for (let length = 1; length <= depth; length += 1) {
			const next: (readonly Action[])[] = [];
			for (const path of paths) {
				for (const action of ACTIONS) {
					const longer = [...path, action];
					const { state, broken: found } = await playPath(home, longer, (reached) => !known.has(reached));
					if (state === null) continue;
					played += 1;
					if (known.has(state)) continue;
					known.add(state);
					next.push(longer);
					if (found.length === 0) continue;
					broken += 1;
					process.stdout.write(`${longer.join(', ')}:\n${found.slice(0, 4).map((one) => `  ${one}`).join('\n')}\n`);
				}
			}
			paths = next;
			process.stderr.write(`length ${length}: ${known.size} states, ${played} sequences played, ${broken} broke\n`);
		}
		await home.close();
		process.stdout.write(`${played} sequences of up to ${depth} actions, ${known.size} states: ${known.size - broken} held, ${broken} broke\n`);
		return broken === 0;
	},
};
