import { createHome } from '../engine/home';
import type { Home } from '../engine/home';
import { readNumbers } from '../command';
import type { SimulateCommand } from '../command';
import { ACTIONS, isPossible } from './actions';
import type { Action } from './actions';
import { playPath } from './playPath';

/** How a state was reached first. */
interface Visited {
	readonly path: readonly Action[];
	readonly here: boolean;
	readonly there: boolean;
}

/** Every sequence of actions on one record, breadth first; from states that were reached before nothing is tried twice. */
export const model: SimulateCommand = {
	usage: `  model --depth 5 --worlds 3
      One record, two sides: every sequence of edits, deletions, creations, syncs and syncs that die, up to this length,
      so many played at a time. From every state that can be reached both sides come into step and nothing is lost.`,
	async run(args) {
		const { depth, worlds } = readNumbers(args, { depth: 5, worlds: 3 });
		const homes = await Promise.all(Array.from({ length: worlds }, () => createHome()));
		const known = new Set<string>();
		const counts = { played: 0, broken: 0 };
		let reached: readonly Visited[] = [{ path: [], here: false, there: false }];
		for (let length = 1; length <= depth; length += 1) {
			const paths = reached.flatMap((from) => ACTIONS.filter((action) => isPossible(action, from)).map((action) => [...from.path, action]));
			const next: Visited[] = [];
			await Promise.all(homes.map(async (home) => {
				for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
					const visited = await visit(home, path, known, counts);
					if (visited !== null) next.push(visited);
				}
			}));
			reached = next;
			process.stderr.write(`length ${length}: ${known.size} states, ${counts.played} sequences played, ${counts.broken} broke\n`);
		}
		await Promise.all(homes.map((home) => home.close()));
		process.stdout.write(`${counts.played} sequences of up to ${depth} actions, ${known.size} states: ${known.size - counts.broken} held, ${counts.broken} broke\n`);
		return counts.broken === 0;
	},
};

/** Null where nothing new was reached. */
async function visit(home: Home, path: readonly Action[], known: Set<string>, counts: { played: number; broken: number }): Promise<Visited | null> {
	let isNew = false;
	const { state, here, there, broken } = await playPath(home, path, (found) => {
		isNew = !known.has(found);
		known.add(found);
		return isNew;
	});
	if (state !== null) counts.played += 1;
	if (!isNew) return null;
	if (broken.length > 0) {
		counts.broken += 1;
		process.stdout.write(`${path.join(', ')}:\n${broken.slice(0, 4).map((one) => `  ${one}`).join('\n')}\n`);
	}
	return { path, here, there };
}
