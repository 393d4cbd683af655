import { information, type Figure } from '../figures';
import { makeRows } from '../upsert/taskRows';
import type { NodesWorld } from './index';
import { STAGED_UPSERT } from './measureUpserts';

const ITEMS = 1_000_000;
/** Items go to the process of n8n in so many at a time. */
const PIECE = 50_000;
const SEED = 20_300;
const MEBIBYTE = 2 ** 20;

/**
 * Staged Upsert of a million items of 12 columns, twice: into an empty table, and when all rows are equal. Its memory beside that of the
 * items. The process of n8n must have done nothing before: what an earlier measurement left would be taken for memory of theirs.
 */
export async function measureMillion({ bench, client, n8n, credential }: NodesWorld): Promise<readonly Figure[]> {
	await client.query('truncate tasks');
	await n8n.setInputs([[]]);
	const before = await n8n.memory();
	for (let from = 0; from < ITEMS; from += PIECE) {
		bench.signal.throwIfAborted();
		await n8n.addInputs(makeRows(PIECE, SEED + from).map((row) => ({ ...row, due_at: row.due_at?.toISOString() ?? null })));
	}
	const items = (await n8n.memory()) - before;
	const figures: Figure[] = [information('nodes_upsert_million_items_mebibytes', items / MEBIBYTE, 'MiB')];
	for (const [name, words, counted] of [['insert', 'insert 1,000,000', 'inserted'], ['equal', '1,000,000 equal rows', 'unchanged']] as const) {
		bench.signal.throwIfAborted();
		const { tookMs, first, idleBytes, peakBytes } = await n8n.run({ node: STAGED_UPSERT, inputCount: 1, credential, isClean: true });
		if (first?.[counted] !== ITEMS) throw new Error(`Of ${ITEMS} items ${String(first?.[counted])} were ${counted} (${JSON.stringify(first)}).`);
		const extra = peakBytes - idleBytes;
		bench.say(`${words}: ${(tookMs / 1000).toFixed(1)} s, ${Math.round(extra / MEBIBYTE)} MiB more than the items' ${Math.round(items / MEBIBYTE)} MiB`);
		figures.push(
			{ name: `nodes_upsert_million_${name}_memory_vs_items`, value: extra / items, unit: 'ratio', goal: 0.25, better: 'lower' },
			information(`nodes_upsert_million_${name}_seconds`, tookMs / 1000, 's'),
		);
	}
	await client.query('truncate tasks');
	return figures;
}
