import { information, sizeName, type Figure } from '../figures';
import { median, spreadInSeconds } from '../statistics';
import { changeSome, makeRows } from '../upsert/taskRows';
import type { NodesWorld } from './index';
import type { NodeRun } from './n8nProcess';

const SEED = 20_256;

/** Two lists of items, told apart by id: the only thing both nodes do. */
const OURS: NodeRun['node'] = {
	type: 'n8n-nodes-batch-sync.detectConflicts', typeVersion: 1,
	parameters: { baseSource: 'none', matchFields: { fields: [{ local: 'id', remote: '', base: '' }] }, options: {} },
};
const PEER: NodeRun['node'] = {
	type: 'n8n-nodes-base.compareDatasets', typeVersion: 2.3,
	parameters: { mergeByFields: { values: [{ field1: 'id', field2: 'id' }] }, resolve: 'includeBoth', options: {} },
};

interface Size {
	readonly count: number;
	/** Least share of the peer's time; null: the peer, whose time grows with the square, is not measured. */
	readonly goal: number | null;
	readonly rounds: number;
}

/** Detect Conflicts against n8n's Compare Datasets, on two lists of which every tenth item differs. */
export async function measureComparisons(world: NodesWorld): Promise<readonly Figure[]> {
	const sizes: readonly Size[] = [
		{ count: 20_000, goal: 20, rounds: Math.min(3, world.rounds) },
		{ count: 50_000, goal: 60, rounds: 1 },
		{ count: 200_000, goal: null, rounds: Math.min(3, world.rounds) },
	];
	const figures: Figure[] = [];
	const perItem: number[] = [];
	for (const size of sizes) {
		const times = await measure(world, size);
		const name = `nodes_compare_${sizeName(size.count)}`;
		const peer = times.peer.length === 0 ? '' : `, n8n's ${spreadInSeconds(times.peer)}`;
		world.bench.say(`compare ${size.count.toLocaleString('en-US')} with as many: ours ${spreadInSeconds(times.ours)}${peer}`);
		perItem.push(median(times.ours) / size.count);
		if (size.goal !== null) {
			figures.push({ name: `${name}_vs_n8n`, value: median(times.peer) / median(times.ours), unit: 'times', goal: size.goal, better: 'higher' });
			figures.push(information(`${name}_n8n_seconds`, median(times.peer) / 1000, 's'));
		}
		figures.push(information(`${name}_seconds`, median(times.ours) / 1000, 's'));
	}
	// 1 were exactly linear; what is collected as garbage makes larger lists a little dearer.
	figures.push({ name: 'nodes_compare_per_item_200k_vs_20k', value: (perItem[2] as number) / (perItem[0] as number), unit: 'ratio', goal: 2, better: 'lower' });
	return figures;
}

/** A warm-up of ours, whose outputs are checked, then rounds in turn. */
async function measure({ n8n, bench, credential }: NodesWorld, { count, goal, rounds }: Size): Promise<{ readonly ours: number[]; readonly peer: number[] }> {
	const rows = makeRows(count, SEED).map((row) => ({ ...row, due_at: row.due_at?.toISOString() ?? null }));
	await n8n.setInputs([rows, changeSome(rows as never)]);
	const times = { ours: [] as number[], peer: [] as number[] };
	const differing = Math.ceil(count / 10);
	for (let round = 0; round <= rounds; round += 1) {
		bench.signal.throwIfAborted();
		const ours = await n8n.run({ node: OURS, inputCount: 2, credential, isClean: true });
		if (ours.outputs.at(-1) !== count - differing) throw new Error(`Detect Conflicts found ${ours.outputs.join(', ')} instead of ${count - differing} equal items.`);
		if (round === 0) continue;
		times.ours.push(ours.tookMs);
		if (goal === null) continue;
		const peer = await n8n.run({ node: PEER, inputCount: 2, credential, isClean: true });
		if (peer.outputs[1] !== count - differing) throw new Error(`n8n's node found ${peer.outputs.join(', ')} instead of ${count - differing} equal items.`);
		times.peer.push(peer.tookMs);
	}
	return times;
}
