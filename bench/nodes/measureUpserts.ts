import { information, type Figure } from '../figures';
import { median, spreadInSeconds } from '../statistics';
import { CREATE_TYPES, createTable, makeRows } from '../upsert/taskRows';
import type { NodesWorld } from './index';
import type { NodeAnswer, NodeRun } from './n8nProcess';

const ITEMS = 20_000;
const SEED = 20_255;
const locator = (value: string): object => ({ __rl: true, mode: 'name', value });
const target = { schema: locator('public'), table: locator('tasks') };
const automatic = { mappingMode: 'autoMapInputData', matchingColumns: ['id'], value: null };

/** Staged Upsert into `tasks`, by id. */
export const STAGED_UPSERT = { type: 'n8n-nodes-batch-sync.stagedUpsert', typeVersion: 1, parameters: { operation: 'insertOrUpdate', ...target, matchColumns: 'id', columns: automatic, options: {} } };
const peer = (queryBatching: string): NodeRun['node'] => ({ type: 'n8n-nodes-base.postgres', typeVersion: 2.6, parameters: { resource: 'database', operation: 'upsert', ...target, columns: automatic, options: { queryBatching } } });

interface Comparison {
	readonly name: string;
	readonly words: string;
	readonly peer: NodeRun['node'];
	readonly isFull: boolean;
	readonly goal: number;
}

/** Staged Upsert against n8n's Postgres "Insert or Update", 20,000 items of 12 columns. */
export async function measureUpserts(world: NodesWorld): Promise<readonly Figure[]> {
	const { client, n8n, bench } = world;
	await client.query(CREATE_TYPES);
	await client.query(createTable('tasks'));
	const items = makeRows(ITEMS, SEED).map((row) => ({ ...row, due_at: row.due_at?.toISOString() ?? null }));
	await n8n.setInputs([items]);
	const comparisons: readonly Comparison[] = [
		{ name: 'insert', words: 'insert 20,000', peer: peer('single'), isFull: false, goal: 8 },
		{ name: 'equal', words: '20,000 equal rows', peer: peer('single'), isFull: true, goal: 15 },
		{ name: 'insert_transaction_mode', words: 'insert 20,000, transaction mode', peer: peer('transaction'), isFull: false, goal: 30 },
	];
	const figures: Figure[] = [];
	for (const one of comparisons) {
		const times = await measure(world, one);
		bench.say(`${one.words}: ours ${spreadInSeconds(times.ours)}, n8n's ${spreadInSeconds(times.peer)}`);
		figures.push(
			{ name: `nodes_upsert_${one.name}_vs_n8n`, value: median(times.peer) / median(times.ours), unit: 'times', goal: one.goal, better: 'higher' },
			information(`nodes_upsert_${one.name}_seconds`, median(times.ours) / 1000, 's'),
			information(`nodes_upsert_${one.name}_n8n_seconds`, median(times.peer) / 1000, 's'),
		);
		if (one.name === 'equal') figures.push({ name: 'nodes_upsert_equal_rows_written', value: times.written, unit: 'rows', goal: 0, better: 'lower' });
	}
	return figures;
}

/** A warm-up of each, then rounds in turn, each from the same state of the table, whose content is checked. */
async function measure(world: NodesWorld, one: Comparison): Promise<{ readonly ours: number[]; readonly peer: number[]; readonly written: number }> {
	const times = { ours: [] as number[], peer: [] as number[], written: 0 };
	for (let round = 0; round <= world.rounds; round += 1) {
		for (const [side, node] of [['ours', STAGED_UPSERT], ['peer', one.peer]] as const) {
			world.bench.signal.throwIfAborted();
			await prepare(world, one.isFull);
			const before = await versions(world);
			const answer = await world.n8n.run({ node, inputCount: 1, credential: world.credential });
			await check(world, side, answer);
			if (side === 'ours' && one.isFull && (await versions(world)) !== before) times.written = ITEMS;
			if (round > 0) times[side].push(answer.tookMs);
		}
	}
	return times;
}

async function prepare({ client, n8n, credential }: NodesWorld, isFull: boolean): Promise<void> {
	await client.query('truncate tasks');
	if (!isFull) return;
	await n8n.run({ node: STAGED_UPSERT, inputCount: 1, credential });
	await client.query('vacuum (analyze) tasks');
}

async function versions({ client }: NodesWorld): Promise<string> {
	return (await client.query<{ versions: string }>(`select md5(coalesce(string_agg(xmin::text || ctid::text, ',' order by id), '')) as versions from tasks`)).rows[0]?.versions ?? '';
}

async function check({ client }: NodesWorld, side: string, answer: NodeAnswer): Promise<void> {
	const { rows } = await client.query<{ count: number }>('select count(*)::int4 as count from tasks');
	if (rows[0]?.count !== ITEMS) throw new Error(`After ${side === 'ours' ? 'Staged Upsert' : "n8n's node"} the table holds ${rows[0]?.count} rows instead of ${ITEMS} (${JSON.stringify(answer.first)}).`);
}
